import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Log } from '../../core/ports/log';
import { pathOf } from './nodePaths';

/** Git gets no longer than this, in milliseconds. */
const TIMEOUT_MS = 60_000;
const MAX_USER_RULES = 1024 * 1024;
const MAX_NESTED = 500;
const MAX_DEPTH = 8;

/** What no repository may decide: a program to run for the listing, or that a folder of files is taken for a repository. */
const GUARDS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'safe.bareRepository=explicit', '--no-optional-locks', '--literal-pathspecs'];
/** Of the variables that steer git only those that say where the user's own configuration is. */
const KEPT = new Set(['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_CEILING_DIRECTORIES', 'GIT_EXEC_PATH', 'GIT_SSL_NO_VERIFY']);

/**
 * See `FileLister.list`. Submodules and other repositories inside are listed like folders; files that are tracked but not there are left
 * out.
 */
export async function listWithGit(folder: string, onFiles: (paths: readonly string[]) => void, signal: AbortSignal, log: Log): Promise<boolean> {
  const nested = { left: MAX_NESTED };
  let delivered = 0;
  const list = async (path: string, prefix: string, depth: number): Promise<boolean> => {
    const inside: string[] = [];
    let hasModules = false;
    const listed = await listRepository(path, signal, (paths) => {
      const files = withoutFolders(paths, inside).map((each) => prefix + each);
      delivered += files.length;
      hasModules ||= paths.includes('.gitmodules');
      if (files.length > 0) onFiles(files);
    });
    if (!listed) return false;
    for (const each of new Set([...inside, ...(hasModules ? await submodulesOf(path, signal) : [])])) {
      if (depth >= MAX_DEPTH || nested.left-- <= 0 || signal.aborted) break;
      await list(join(path, each), `${prefix}${each}/`, depth + 1);
    }
    return true;
  };
  try {
    // A folder that is ignored as a whole has no files for git, but the user opened it for those that it has.
    return (await list(pathOf(folder), '', 0)) && delivered > 0;
  } catch (error) {
    log.warn(`git did not list ${folder}: ${error instanceof Error ? error.message : String(error)}`);
    if (delivered > 0) throw error;
    return false;
  }
}

/** Text of the file that `core.excludesFile` names for the user, or of the one that git looks for otherwise. */
export async function readUserRules(): Promise<string | undefined> {
  const configured = await outputOf(['config', '--global', '--path', '-z', '--get', 'core.excludesFile'], homedir());
  const named = configured?.replace(/\0$/, '');
  const path = named === undefined || named === '' ? join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'git', 'ignore') : named;
  try {
    const bytes = await readFile(path);
    return bytes.length > MAX_USER_RULES ? undefined : bytes.toString('utf8');
  } catch {
    return undefined;
  }
}

/** Other repositories come as a folder with a slash at the end; git does not look into them. */
function withoutFolders(paths: readonly string[], folders: string[]): readonly string[] {
  if (!paths.some((path) => path.endsWith('/'))) return paths;
  const files: string[] = [];
  for (const path of paths) {
    if (path.endsWith('/')) folders.push(path.slice(0, -1));
    else files.push(path);
  }
  return files;
}

/** Paths of the submodules that .gitmodules names, of any depth below this repository's own. */
async function submodulesOf(path: string, signal: AbortSignal): Promise<readonly string[]> {
  const output = await outputOf(['config', '-f', '.gitmodules', '-z', '--get-regexp', String.raw`^submodule\..*\.path$`], path, signal);
  if (output === undefined) return [];
  return output
    .split('\0')
    .map((entry) => entry.slice(entry.indexOf('\n') + 1))
    .filter((each) => each !== '' && !each.startsWith('/') && !each.split('/').includes('..'));
}

/** @returns false when git knows no repository there */
async function listRepository(path: string, signal: AbortSignal, onPaths: (paths: readonly string[]) => void): Promise<boolean> {
  const reader = new TaggedPaths(onPaths);
  const args = ['ls-files', '-t', '-z', '--cached', '--others', '--deleted', '--exclude-standard'];
  const code = await run(args, path, signal, (chunk) => reader.push(chunk));
  if (code !== 0 && reader.any) throw new Error(`git ended with ${code ?? 'a signal'}`);
  reader.end();
  return code === 0;
}

/**
 * Reads what `ls-files -t -z` writes: a letter, a blank and a path each. What is not on disk comes twice in a row (`R` after another
 * letter), or is marked with `S`.
 */
class TaggedPaths {
  any = false;
  readonly #onPaths: (paths: readonly string[]) => void;
  #rest: Buffer = Buffer.alloc(0);
  #last: string | undefined;

  constructor(onPaths: (paths: readonly string[]) => void) {
    this.#onPaths = onPaths;
  }

  push(chunk: Buffer): void {
    this.any = true;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = bytes.lastIndexOf(0);
    this.#rest = bytes.subarray(end + 1);
    if (end === -1) return;
    const paths: string[] = [];
    for (const entry of bytes.toString('utf8', 0, end).split('\0')) {
      const tag = entry.charCodeAt(0);
      const path = entry.slice(2);
      if (path === this.#last) {
        if (tag === 82) this.#last = undefined;
        continue;
      }
      if (this.#last !== undefined) paths.push(this.#last);
      this.#last = tag === 83 || tag === 82 || path === '' ? undefined : path;
    }
    if (paths.length > 0) this.#onPaths(paths);
  }

  end(): void {
    if (this.#last !== undefined) this.#onPaths([this.#last]);
    this.#last = undefined;
  }
}

async function outputOf(args: readonly string[], folder: string, signal?: AbortSignal): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const code = await run(args, folder, signal, (chunk) => {
    size += chunk.length;
    if (size <= MAX_USER_RULES) chunks.push(chunk);
  });
  return code === 0 ? Buffer.concat(chunks).toString('utf8') : undefined;
}

/** @returns the exit code; `undefined` when git is not there or was ended */
function run(args: readonly string[], folder: string, signal: AbortSignal | undefined, onOutput: (chunk: Buffer) => void): Promise<number | undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(undefined);
    // Not started in the folder itself, where Windows would look for a git.exe before anywhere else.
    const child = spawn('git', [...GUARDS, '-C', folder, ...args], {
      cwd: dirname(process.execPath),
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      timeout: TIMEOUT_MS,
    });
    const stop = (): void => void child.kill();
    signal?.addEventListener('abort', stop, { once: true });
    const finish = (code: number | undefined): void => {
      signal?.removeEventListener('abort', stop);
      resolve(code);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      onOutput(chunk);
      // Otherwise dozens of chunks come in one turn of the event loop.
      child.stdout.pause();
      setImmediate(() => child.stdout.resume());
    });
    child.once('error', () => finish(undefined));
    child.once('close', (code) => finish(code ?? undefined));
  });
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.toUpperCase().startsWith('GIT_') || KEPT.has(name.toUpperCase()));
  return { ...Object.fromEntries(kept), GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
}
