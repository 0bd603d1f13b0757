import * as fs from 'node:fs';
import * as path from 'node:path';
import { chromium } from 'playwright-core';
import { withLock } from '../../scripts/lock.mjs';
import { workFolder } from '../../scripts/paths.mjs';
import { run } from '../../scripts/run.mjs';

const candidates = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'],
};

/** The browser of this machine, or `undefined`. `CHROMIUM_PATH` goes first. */
export function findChromium() {
  return [process.env.CHROMIUM_PATH, ...(candidates[process.platform] ?? [])].find((file) => file && fs.existsSync(file));
}

/**
 * The browser that shows the browser-hosted VS Code; installs Debian's where that is possible.
 * @throws when there is none and none can be installed, saying what to do
 */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  await withLock(workFolder('chromium.lock'), async () => {
    if (!findChromium()) await installWithApt();
  });
  const installed = findChromium();
  if (installed) return installed;
  throw new Error('Chromium is missing. Install it (Debian: apt-get install chromium) or name one in CHROMIUM_PATH.');
}

async function installWithApt() {
  if (!fs.existsSync('/usr/bin/apt-get')) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.error('Installing Chromium (apt-get)');
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const [command, ...rest] = [...sudo, 'apt-get', '-qq', ...args];
    const { code, output } = await run(command, rest, { env, quiet: true });
    if (code !== 0) console.error(`${command} ${rest.join(' ')} failed (${code})\n${output.slice(-2000)}`);
  }
}

/**
 * A headless browser that leaves nothing in the user's home folder. The caller closes it.
 * @param folder where it keeps its files
 */
export async function launchChromium(folder) {
  const own = path.join(folder, 'browser');
  fs.mkdirSync(own, { recursive: true });
  return chromium.launch({
    executablePath: await ensureChromium(),
    headless: true,
    env: { ...process.env, XDG_CONFIG_HOME: own, XDG_CACHE_HOME: own, TMPDIR: own },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
}
