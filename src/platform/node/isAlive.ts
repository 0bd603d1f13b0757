import { codeOf } from './nodeErrors';

/** Whether there is a process with that number, whoever owns it. Numbers are used again: it may be another one by now. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
