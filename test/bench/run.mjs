/*
 * npm run bench [-- <part of a file name>] [--json]
 *
 * Runs every test/bench/*.bench.ts (bundled first) and *.bench.mjs, one after the other, each as a program in a fresh Node process with
 * the checkout as its working directory and `--expose-gc`.
 *
 * A benchmark prints each figure as one line of JSON, with `report` of support/figures.ts:
 *   {"name":"load_ratio","size":10000,"value":1.4,"unit":"ratio","beside":{"read_only_ms":310}}
 * `name` in snake case; `size` how much of what was measured, absent when there is nothing to count; `beside` what was measured in the same
 * run to compare with. Any other output goes to people. A benchmark that ends with another code than 0 fails the run.
 * What must be measured cold more than once starts itself again with an argument: `coldRun` of support/figures.ts.
 *
 * Prints a table, or with --json ends with one line: {"figures":[…]}.
 */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { ensureInstalled } from '../../scripts/ensure.mjs';
import { inRoot, root } from '../../scripts/paths.mjs';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';

await ensureInstalled();
const { bundleForNode } = await import('../../scripts/bundle.mjs');

const args = process.argv.slice(2);
const json = args.includes('--json');
const filter = args.filter((arg) => !arg.startsWith('--')).join(' ');
const names = fs
  .readdirSync(inRoot('test/bench'))
  .filter((name) => /\.bench\.(ts|mjs)$/.test(name) && name.includes(filter))
  .sort();
if (names.length === 0) {
  console.error(`No benchmark has "${filter}" in its name.`);
  process.exit(1);
}

const folder = scratchFolder('bench');
const figures = [];
let failed = 0;
try {
  const sources = names.filter((name) => name.endsWith('.ts')).map((name) => inRoot('test/bench', name));
  if (sources.length > 0) await bundleForNode(sources, folder, { format: 'esm', production: true });
  for (const name of names) {
    console.error(`-- ${name}`);
    const code = await measure(name.endsWith('.ts') ? path.join(folder, name.replace(/\.ts$/, '.mjs')) : inRoot('test/bench', name));
    if (code === 0) continue;
    failed++;
    console.error(`${name} failed (${code})`);
  }
} finally {
  removeFolder(folder);
}
if (json) console.log(JSON.stringify({ figures }));
else printTable();
process.exitCode = failed > 0 ? 1 : 0;

/** Runs one benchmark and collects its figures. @returns its exit code */
function measure(file) {
  const child = spawn(process.execPath, ['--expose-gc', file], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const figure = parseFigure(line);
    if (figure) figures.push(figure);
    else console.error(line);
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}

function parseFigure(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    const figure = JSON.parse(line);
    return typeof figure.name === 'string' && typeof figure.value === 'number' ? figure : undefined;
  } catch {
    return undefined;
  }
}

function printTable() {
  const rows = figures.map(({ name, size, value, unit, beside }) => [
    name,
    size === undefined ? '' : size.toLocaleString('en'),
    `${format(value)} ${unit}`,
    Object.entries(beside ?? {})
      .map(([key, each]) => `${key} ${typeof each === 'number' ? format(each) : each}`)
      .join(', '),
  ]);
  const all = [['figure', 'size', 'value', 'beside'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column].length)));
  for (const [name, size, value, beside] of all) {
    console.log(`${name.padEnd(widths[0])}  ${size.padStart(widths[1])}  ${value.padStart(widths[2])}  ${beside}`);
  }
}

function format(value) {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
