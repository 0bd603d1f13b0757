/*
 * Runs the suites of test/integration inside a real extension host:
 *   npm run test:host [-- <part of the test names>]      in the host that choose.mjs finds
 *   npm run test:desktop [-- <part of the test names>]   in the desktop VS Code
 * The extension under test is built as it ships, into a folder of this run; the suites get a copy of the sample workspace and a home
 * folder of their own.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ensureInstalled } from '../../scripts/ensure.mjs';
import { inRoot } from '../../scripts/paths.mjs';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';

await ensureInstalled();
const { runTests } = await import('@vscode/test-electron');
const { bundleForNode } = await import('../../scripts/bundle.mjs');
const { hostOutcomes } = await import('../../scripts/testReports.mjs');
const { stageExtension } = await import('../../scripts/vsix.mjs');
const { chooseHost } = await import('./choose.mjs');
const { quietSettings, writeSettings } = await import('./codeServer.mjs');

const args = process.argv.slice(2);
const want = args.includes('--desktop') ? 'desktop' : args.includes('--browser') ? 'browser' : undefined;
const grep = args.filter((arg) => !arg.startsWith('--')).join(' ');

const run = scratchFolder('host');
const at = (...parts) => path.join(run, ...parts);
const log = at('suites.log');
const resultFile = process.env.PROMPTSTACK_TEST_RESULT ?? at('result.json');
let result;
try {
  const host = await chooseHost({ want });
  console.log(host.note);
  await prepare();
  const stopPrinting = follow(log);
  const failure = await runTests(options(host)).then(
    () => undefined,
    (error) => error,
  );
  stopPrinting();
  result = read(failure);
} catch (error) {
  console.error(error);
  result = { passed: 0, failed: 1 };
}
if (!process.env.PROMPTSTACK_KEEP) removeFolder(run);
fs.mkdirSync(path.dirname(resultFile), { recursive: true });
if (process.env.PROMPTSTACK_TEST_RESULT) fs.writeFileSync(resultFile, JSON.stringify(result));
if (result.flaky?.length > 0) console.log(`passed only after another attempt:\n  ${result.flaky.join('\n  ')}`);
console.log(`extension host suites: ${result.passed} passed, ${result.failed} failed`);
process.exit(result.failed > 0 ? 1 : 0);

async function prepare() {
  fs.rmSync(resultFile, { force: true });
  await stageExtension(at('extension'));
  announceModels(at('extension', 'package.json'));
  const suites = fs.readdirSync(inRoot('test/integration')).filter((name) => name.endsWith('.test.ts') || name === 'index.ts');
  await bundleForNode(
    suites.map((name) => inRoot('test/integration', name)),
    at('suites'),
    { external: ['mocha'] },
  );
  await bundleForNode([inRoot('test/support/mcpChild.ts')], at('programs'));
  fs.cpSync(inRoot('test/fixtures/sample-workspace'), at('workspace'), { recursive: true });
  fs.mkdirSync(at('home'), { recursive: true });
  fs.writeFileSync(log, '');
  // A file of TypeScript that a suite opens needs no second server, nor packages from the network.
  writeSettings({ userData: at('user-data') }, { ...quietSettings, 'typescript.tsserver.useSyntaxServer': 'always', 'typescript.disableAutomaticTypeAcquisition': true });
}

/** Suites register language models, which the editor takes only from a vendor that some extension announces. */
function announceModels(manifestFile) {
  const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'));
  manifest.contributes.languageModelChatProviders = [{ vendor: 'promptstack-test', displayName: 'Test Models' }];
  fs.writeFileSync(manifestFile, JSON.stringify(manifest));
}

function options(host) {
  return {
    vscodeExecutablePath: host.executable,
    extensionDevelopmentPath: at('extension'),
    extensionTestsPath: at('suites', 'index.cjs'),
    extensionTestsEnv: {
      PROMPTSTACK_TEST_LOG: log,
      PROMPTSTACK_TEST_RESULT: resultFile,
      PROMPTSTACK_TEST_HOME: at('home'),
      ...(grep && { PROMPTSTACK_TEST_GREP: grep }),
      ...(host.kind === 'desktop' && homeOf(at('home'))),
    },
    launchArgs: [at('workspace'), '--disable-extensions', `--user-data-dir=${at('user-data')}`, `--extensions-dir=${at('extensions')}`],
  };
}

/** A desktop VS Code takes its home folder from the environment; the display's permission file stays where it is. */
function homeOf(home) {
  const authority = process.env.XAUTHORITY ?? path.join(process.env.HOME ?? '', '.Xauthority');
  return { HOME: home, USERPROFILE: home, ...(fs.existsSync(authority) && { XAUTHORITY: authority }) };
}

/** The exit code alone proves nothing: a window whose extension host was killed ends with 0. */
function read(failure) {
  const text = fs.existsSync(resultFile) ? fs.readFileSync(resultFile, 'utf8') : '';
  const counted = text ? JSON.parse(text) : undefined;
  if (!counted?.ended) {
    console.error(`The extension host ended without a result.${failure ? ` ${failure.message}` : ''}`);
    return { passed: counted?.passed ?? 0, failed: (counted?.failed ?? 0) + 1 };
  }
  if (counted.passed + counted.failed === 0) {
    console.error(grep ? `No test has "${grep}" in its name.` : 'No test ran.');
    return { passed: 0, failed: 1 };
  }
  if (failure && counted.failed === 0) {
    console.error(`Every test passed, but the window failed: ${failure.message}`);
    return { passed: counted.passed, failed: 1 };
  }
  return { ...counted, ...hostOutcomes(counted) };
}

/** Prints a file as it grows. @returns prints the rest and ends it */
function follow(file) {
  let shown = 0;
  const print = () => {
    const bytes = fs.readFileSync(file);
    if (bytes.length > shown) process.stdout.write(bytes.subarray(shown));
    shown = bytes.length;
  };
  const timer = setInterval(print, 200);
  return () => {
    clearInterval(timer);
    print();
  };
}
