import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { inRoot, root, workFolder } from './paths.mjs';
import { npm, run } from './run.mjs';

/**
 * Makes sure that what package-lock.json names is installed. Uses Node's own modules only, so that it runs on a fresh clone: whoever
 * needs a dependency imports it afterwards.
 */
export async function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) fail(`PromptStack is built with Node 20.19 or later; this is ${process.version}.`);
  if (isInstalled()) return;
  await withLock(workFolder('install.lock'), async () => {
    if (isInstalled()) return;
    // npm would empty the folder that the link leads to.
    if (fs.lstatSync(inRoot('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
      fail('node_modules is a link and not up to date; install the dependencies where it leads.');
    }
    console.error('Installing dependencies (npm ci)');
    const { code } = await run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
    if (code !== 0) fail('npm ci failed. Check the connection to the npm registry and run the command again.');
  });
}

/** npm writes what it installed into node_modules, as the last step of every install. */
function isInstalled() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!fs.existsSync(record)) return false;
  const wanted = inRoot('package-lock.json');
  return fs.statSync(record).mtimeMs >= fs.statSync(wanted).mtimeMs || holdsAll(readPackages(record), readPackages(wanted));
}

function readPackages(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
}

/** A newer file with the same content is no reason to install. What is optional depends on the platform. */
function holdsAll(installed, wanted) {
  return Object.entries(wanted).every(([name, { version, optional, link }]) => {
    return name === '' || optional || link || installed[name]?.version === version;
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureInstalled();
