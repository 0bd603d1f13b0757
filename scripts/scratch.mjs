import * as fs from 'node:fs';
import { isAlive } from './lock.mjs';
import { workFolder } from './paths.mjs';

/**
 * A new folder for this process alone, `.vscode-test/<name>-<pid>`; the process removes it with {@link removeFolder}. Takes away what
 * processes have left that were killed before they could.
 */
export function scratchFolder(name) {
  fs.mkdirSync(workFolder(), { recursive: true });
  for (const entry of fs.readdirSync(workFolder())) {
    const pid = Number(/^(?:activation|bench|check|crash|e2e|host|package|page|sizes|test)-(\d+)$/.exec(entry)?.[1]);
    if (pid && (pid === process.pid ? entry === `${name}-${pid}` : !isAlive(pid))) removeFolder(workFolder(entry));
  }
  const folder = workFolder(`${name}-${process.pid}`);
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

/** Removes a folder that a window was just using: what ends may still write for a moment. */
export function removeFolder(folder) {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
