/*
 * Runs a program for as long as standard input stays open, then ends it with all that it started. Whoever holds the other end may thus die
 * in any way without leaving a server behind. Must be started as the leader of a process group of its own.
 *   node guard.mjs <program> <arguments…>
 */
import { spawn } from 'node:child_process';

const graceMs = 3_000;
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

const end = () => {
  child.kill('SIGTERM');
  setTimeout(() => process.kill(-process.pid, 'SIGKILL'), graceMs).unref();
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.stdin.on('close', end).resume();
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code) => process.exit(code ?? 1));
