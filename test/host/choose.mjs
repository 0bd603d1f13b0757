import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { workFolder } from '../../scripts/paths.mjs';
import { ensureOfflineHost } from './offline/setup.mjs';

const launcher = fileURLToPath(new URL('codeLauncher.mjs', import.meta.url));
const idleLimitMs = 5_000;

/**
 * The VS Code to use, in this order: the program in VSCODE_TEST_EXECUTABLE; a desktop VS Code that was downloaded before or can be
 * downloaded now; the browser-hosted one. Says which and why.
 *
 * @param options.want `desktop` or `browser` leaves the other out
 * @returns `kind`, the program to give to `runTests`, and one line for people
 * @throws when there is none
 */
export async function chooseHost({ want } = {}) {
  const named = process.env.VSCODE_TEST_EXECUTABLE;
  if (named && want !== 'browser') {
    const kind = path.resolve(named) === launcher ? 'browser' : 'desktop';
    return { kind, executable: path.resolve(named), note: `host: ${named} (VSCODE_TEST_EXECUTABLE)` };
  }
  let reason = 'asked for';
  if (want !== 'browser') {
    try {
      const executable = await findDesktop(want === 'desktop');
      return { kind: 'desktop', executable, note: `host: desktop VS Code, ${executable}` };
    } catch (error) {
      reason = `no desktop VS Code: ${error.message.split('\n')[0]}`;
      if (want === 'desktop') throw new Error(`There is ${reason}. Name one in VSCODE_TEST_EXECUTABLE.`);
    }
  }
  await ensureOfflineHost();
  return { kind: 'browser', executable: launcher, note: `host: browser-hosted VS Code (${reason})` };
}

/** @param insist tries also where the choice would rather not. @returns the program of a desktop VS Code */
async function findDesktop(insist) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) throw new Error('no display to show it on');
  if (process.env.PROMPTSTACK_OFFLINE && !insist) throw new Error('PROMPTSTACK_OFFLINE is set');
  const cachePath = workFolder();
  fs.mkdirSync(cachePath, { recursive: true });
  return downloadAndUnzipVSCode({ version: 'stable', cachePath, timeout: idleLimitMs, reporter: new SilentReporter() });
}
