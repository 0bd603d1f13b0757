import { execFileSync } from 'node:child_process';

interface Figure {
  /** In snake case, with what is measured: `search_ms`. */
  readonly name: string;
  /** How much of it: prompts, lines. */
  readonly size?: number;
  readonly value: number;
  readonly unit: 'ms' | 'ratio' | 'kb' | 'bytes' | 'percent' | 'count';
  /** Measured in the same run, to compare with. */
  readonly beside?: Readonly<Record<string, number | string>>;
}

/** Prints a figure for run.mjs. Values keep four significant digits. */
export function report(figure: Figure): void {
  const beside = figure.beside && Object.fromEntries(Object.entries(figure.beside).map(([key, value]) => [key, shorten(value)]));
  console.log(JSON.stringify({ ...figure, value: shorten(figure.value), beside }));
}

function shorten<T extends number | string>(value: T): T | number {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}

/** The middle value; between the two middle ones for an even count. @throws {RangeError} for no values */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @param share 0 to 1; linear between neighbours. @throws {RangeError} for no values */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const lower = sorted[Math.floor(position)];
  const upper = sorted[Math.ceil(position)];
  if (lower === undefined || upper === undefined) throw new RangeError('No values');
  return lower + (upper - lower) * (position - Math.floor(position));
}

/** Milliseconds that `work` takes, waiting for its promise. */
export async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Bytes that live objects take, where garbage can be collected on demand. */
export function memory(): number {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * Runs this benchmark again in a fresh process and returns what it prints as its last line, parsed as JSON. In that process
 * `coldArguments()` has `args`.
 */
export function coldRun(...args: readonly string[]): unknown {
  const file = process.argv[1];
  if (!file) throw new Error('Not started as a program');
  const output = execFileSync(process.execPath, ['--expose-gc', file, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
}

/** Arguments of {@link coldRun}; empty in the process that run.mjs started. */
export function coldArguments(): readonly string[] {
  return process.argv.slice(2);
}
