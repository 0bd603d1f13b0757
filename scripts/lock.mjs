import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs `work` while no other process holds the lock `folder`, so that two runs in one checkout do not install into the same place at
 * once. A lock whose owner has died is taken over.
 */
export async function withLock(folder, work) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  for (let told = false; !take(folder); await delay(250)) {
    if (!told) console.error(`waiting for another run that holds ${folder}`);
    told = true;
  }
  try {
    return await work();
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function take(folder) {
  const owner = path.join(folder, 'pid');
  try {
    fs.mkdirSync(folder);
    fs.writeFileSync(owner, String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned(folder, owner)) fs.rmSync(folder, { recursive: true, force: true });
  return false;
}

function isAbandoned(folder, owner) {
  try {
    const pid = Number(fs.readFileSync(owner, 'utf8'));
    return pid > 0 && !isAlive(pid);
  } catch {
    // Between mkdir and the pid file the owner is unknown for a moment; much later it never came.
    return Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 10_000;
  }
}

/** Whether a process with that id runs. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
