/* Finds the numbers of src/core/ai/tokenCosts.ts; see test/bench/support/fitTokenCosts.ts. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { bundleForNode } from './bundle.mjs';
import { inRoot, root } from './paths.mjs';
import { removeFolder, scratchFolder } from './scratch.mjs';

const folder = scratchFolder('bench');
try {
  await bundleForNode([inRoot('test/bench/support/fitTokenCosts.ts')], folder, { format: 'esm' });
  const program = path.join(folder, 'fitTokenCosts.mjs');
  process.exitCode = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status ?? 1;
} finally {
  removeFolder(folder);
}
