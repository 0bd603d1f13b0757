import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** `npm` of the Node that runs us; a script on Windows. */
export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Runs a program to its end.
 * @param options.quiet collects the output instead of showing it
 * @returns `{ code, output }`; a program that cannot be started or is killed has a code other than 0
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.once('close', (code, signal) => resolve({ code: signal ? 1 : code, output }));
  });
}

/** As {@link run}, but fails with the output when the program fails. */
export async function mustRun(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code !== 0) throw new Error(`${command} ${args.join(' ')} failed (${result.code})\n${result.output}`);
  return result.output;
}
