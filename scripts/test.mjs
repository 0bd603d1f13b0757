/*
 * npm test: everything that must hold, on a machine that may have nothing but Node and npm.
 * The last line is `N passed, N failed`. Linting, type checking, each limit on a size and what loads at activation count as one, a test as one.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ensureInstalled } from './ensure.mjs';
import { inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { removeFolder, scratchFolder } from './scratch.mjs';

await ensureInstalled();
const { ensureChromium } = await import('../test/host/chromium.mjs');
const { ensureOfflineHost } = await import('../test/host/offline/setup.mjs');
const { packageExtension } = await import('./vsix.mjs');
const { limits, loadedTooEarly, sizesOf } = await import('./sizes.mjs');
const { vitestOutcomes } = await import('./testReports.mjs');

const tsc = 'node_modules/typescript/bin/tsc';
const folder = scratchFolder('test');
const vsix = path.join(folder, 'promptstack.vsix');
const total = { passed: 0, failed: 0 };
const failures = [];
/** What failed and why, said again at the end, where it is found. */
const details = [];
/** What passed, but not at once. */
const flaky = [];
const started = Date.now();

// What has to be downloaded comes while lint and the unit tests keep the processor busy.
const downloads = Promise.all([ensureChromium(), ensureOfflineHost()]).then(
  () => undefined,
  (error) => error,
);
await Promise.all([
  step('lint', () => check(['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'])),
  step('types', async () => {
    const results = [];
    for (const project of ['.', 'src/webview', 'test/e2e']) results.push(await check([tsc, '--noEmit', '-p', project]));
    return results.find((result) => result.failed > 0) ?? results[0];
  }),
]);
await step('unit tests', () => vitest('unit'));
await step('sizes', checkSizes);
const missing = await downloads;
if (missing) console.error(missing.message);
await step('extension host suites', () => hostSuites());
await step('UI journeys', () => vitest('journeys', ['--config', 'test/e2e/vitest.config.mjs'], { PROMPTSTACK_VSIX: vsix }));

removeFolder(folder);
for (const detail of details) console.log(`\n✗ ${detail}`);
if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
if (flaky.length > 0) console.log(`\npassed only after another attempt:\n${flaky.map((test) => `  ${test.slice(0, 300)}\n`).join('')}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs one part and adds what it counted; a part that breaks is one failure. */
async function step(name, work) {
  const start = Date.now();
  let result;
  try {
    result = await work();
  } catch (error) {
    console.error(error);
    result = { passed: 0, failed: 1 };
  }
  total.passed += result.passed;
  total.failed += result.failed;
  if (result.failed > 0) failures.push(name);
  const seconds = (ms) => (ms / 1000).toFixed(0);
  const counts = `${result.passed} passed, ${result.failed} failed${result.skipped ? `, ${result.skipped} skipped` : ''}`;
  console.log(`== ${name}: ${counts} in ${seconds(Date.now() - start)} s (at ${seconds(Date.now() - started)} s)`);
}

/** Runs a program that only passes or fails; shows its output when it fails. */
async function check(args) {
  const { code, output } = await run(process.execPath, args, { quiet: true });
  if (code === 0) return { passed: 1, failed: 0 };
  console.error(output);
  return { passed: 0, failed: 1 };
}

async function vitest(name, options = [], env = {}) {
  const report = path.join(folder, `${name}.json`);
  const args = ['run', ...options, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), ...args], { env: { ...process.env, ...env } });
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const results = JSON.parse(fs.readFileSync(report, 'utf8'));
  const { numPassedTests, numFailedTests, numPendingTests } = results;
  note(vitestOutcomes(results, (file) => path.relative(root, file)));
  // A file that cannot be loaded fails the run without a failed test.
  const failed = numFailedTests || (code === 0 && numPassedTests > 0 ? 0 : 1);
  return { passed: numPassedTests, failed, skipped: numPendingTests };
}

async function hostSuites() {
  const report = path.join(folder, 'host.json');
  await run(process.execPath, [inRoot('test/host/run.mjs')], { cwd: root, env: { ...process.env, PROMPTSTACK_TEST_RESULT: report } });
  if (!fs.existsSync(report)) return { passed: 0, failed: 1 };
  const result = JSON.parse(fs.readFileSync(report, 'utf8'));
  note(result, 'extension host: ');
  return result;
}

function note({ failures: failed = [], flaky: lucky = [] }, prefix = '') {
  details.push(...failed.map((failure) => prefix + failure.slice(0, 4000)));
  flaky.push(...lucky.map((test) => prefix + test));
}

async function checkSizes() {
  const packaged = await packageExtension(vsix);
  const sizes = sizesOf(packaged);
  const early = loadedTooEarly(packaged.metafile);
  if (early.length > 0) details.push(`loaded before activation, but needed on first use only: ${early.join(', ')}`);
  const result = { passed: early.length > 0 ? 0 : 1, failed: early.length > 0 ? 1 : 0 };
  for (const [name, limit] of Object.entries(limits)) {
    const holds = sizes[name] < limit;
    console.log(`${name}: ${sizes[name].toFixed(1)} of ${limit}${holds ? '' : ': too large'}`);
    result[holds ? 'passed' : 'failed']++;
  }
  return result;
}
