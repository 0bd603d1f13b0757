import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const base = mkdtempSync(join(tmpdir(), 'promptstack-windows-'));
const program = join(base, 'historyChild.mjs');
const children: ChildProcess[] = [];

beforeAll(async () => {
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await build({ entryPoints: ['test/support/historyChild.ts'], outfile: program, bundle: true, platform: 'node', format: 'esm', target: 'node20', banner, logLevel: 'error' });
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
});

interface Answer {
  readonly kept?: Record<string, string>;
  readonly deleted?: readonly string[];
  readonly view?: Record<string, string>;
  readonly notices?: readonly unknown[];
}

function start(folder: string, name: string): { readonly next: () => Promise<Answer>; readonly ask: () => Promise<Answer> } {
  const child = spawn(process.execPath, [program, folder, name], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer> => JSON.parse(String((await lines.next()).value)) as Answer;
  return {
    next,
    ask: () => {
      child.stdin.write('\n');
      return next();
    },
  };
}

it('two processes that write at the same time lose nothing and come to see the same', async () => {
  const folder = join(base, 'data');
  const windows = [start(folder, 'one'), start(folder, 'two')];
  const told = await Promise.all(windows.map((window) => window.next()));
  const expected = Object.assign({}, ...told.map(({ kept }) => kept)) as Record<string, string>;
  expect(Object.keys(expected)).toHaveLength(80);
  for (const window of windows) await expect.poll(async () => (await window.ask()).view, { timeout: 30_000, interval: 200 }).toEqual(expected);
  for (const window of windows) expect((await window.ask()).notices).toEqual([]);
  expect(readdirSync(join(folder, 'history')).filter((name) => name.endsWith('.md'))).toHaveLength(80);
}, 120_000);
