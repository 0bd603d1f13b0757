import { readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { isAlive } from './isAlive';
import { codeOf } from './nodeErrors';

/** Nobody holds a lock for so long. Milliseconds. */
const staleAfter = 10 * 60_000;

/**
 * Runs `task` unless another process is at it. The lock of a process that is gone is taken over; two that do so in the same moment may
 * both run, so nothing may depend on it but double work.
 * @returns `undefined` when another one holds the lock
 */
export async function withLockFile<T>(path: string, now: number, task: () => Promise<T>): Promise<T | undefined> {
  if (!(await take(path)) && !((await isAbandoned(path, now)) && (await takeOver(path)))) return undefined;
  try {
    return await task();
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid} ${hostname()}`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function takeOver(path: string): Promise<boolean> {
  await unlink(path).catch(() => undefined);
  return await take(path);
}

async function isAbandoned(path: string, now: number): Promise<boolean> {
  try {
    if (now - (await stat(path)).mtimeMs > staleAfter) return true;
    const [pid, host] = (await readFile(path, 'utf8')).split(' ');
    return host === hostname() && !isAlive(Number(pid));
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}
