import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Bundles the worker of the history's database as it ships into that folder. @returns its script and SQLite */
export function buildHistoryWorker(folder: string): { readonly worker: string; readonly wasm: string } {
  // The working directory of tests and benchmarks is the checkout.
  const program = `import { buildWorker } from './scripts/bundle.mjs'; await buildWorker(${JSON.stringify(folder)}, true);`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
  return { worker: join(folder, 'historyWorker.js'), wasm: join(folder, 'sql-wasm.wasm') };
}
