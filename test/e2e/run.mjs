/*
 * Runs the UI journeys: npm run test:e2e [-- <part of a file name or of the names of journeys>]
 * Screenshots go to .vscode-test/screenshots, one folder for each journey; `failed.png` shows the moment of a failure.
 * PROMPTSTACK_VSIX names a package to test instead of a fresh one.
 */
import * as fs from 'node:fs';
import { ensureInstalled } from '../../scripts/ensure.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { run } from '../../scripts/run.mjs';

await ensureInstalled();
const words = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
const options = process.argv.slice(2).filter((arg) => arg.startsWith('--'));
const filter = words.join(' ');
const isFile = filter && fs.readdirSync(inRoot('test/e2e')).some((name) => name.endsWith('.test.ts') && name.includes(filter));

const args = [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/e2e/vitest.config.mjs', ...options];
if (isFile) args.push(filter);
else if (filter) args.push('--testNamePattern', filter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
const { code } = await run(process.execPath, args);
process.exit(code);
