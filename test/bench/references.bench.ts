/**
 * References in a tree of 100,000 files on disk: how long a completion takes (the search alone, as for each keystroke), the first one
 * after the start included, beside `git ls-files` alone, beside the listing of the editor's own file search (its ripgrep, as it asks it for
 * every new search; what it ranks with comes on top) and beside listing and fuse.js over all paths; how long listing takes with git
 * and without; what the index costs; and how long the references of a long document take to read.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import Fuse from 'fuse.js';
import type { FileLister } from '../../src/core/ports/fileLister';
import type { Log } from '../../src/core/ports/log';
import { LiveWorkspaceFiles } from '../../src/core/references/liveWorkspaceFiles';
import { parseReferences } from '../../src/core/references/parseReferences';
import { GitFileLister } from '../../src/platform/node/gitFileLister';
import { NodeFileSystem } from '../../src/platform/node/nodeFileSystem';
import { uriOf } from '../../src/platform/node/nodePaths';
import { SystemClock } from '../../src/platform/node/systemClock';
import { Random } from '../support/random';
import { median, memory, percentile, report, time } from './support/figures';

const size = 100_000;
const log: Log = { debug: () => undefined, info: () => undefined, warn: (message) => console.error(message), error: (message) => console.error(message) };
const noLister: FileLister = { list: () => Promise.resolve(false) };
const words = 'app user file cache index view model test util core data list item query order price theme token parse write read event store page form panel graph node edge tree mail chat'.split(' ');
const extensions = ['ts', 'tsx', 'js', 'py', 'md', 'json', 'css', 'go', 'rs', 'java'];

/** Folders of some 12 files, up to six deep, with a .gitignore file in every twentieth. Beside `size` files there are ignored ones. */
function createTree(root: string): void {
  const random = new Random(3);
  const folders = [''];
  const word = (): string => random.pick(words);
  for (let count = 0; count < size; ) {
    const parent = random.pick(folders);
    const folder = parent.split('/').length > 6 ? word() : path.posix.join(parent, `${word()}-${random.below(50)}`);
    if (folders.includes(folder)) continue;
    folders.push(folder);
    fs.mkdirSync(path.join(root, folder), { recursive: true });
    if (random.below(20) === 0) {
      fs.writeFileSync(path.join(root, folder, '.gitignore'), '*.log\nbuild/\n!keep.log\n/tmp-*\n');
      fs.mkdirSync(path.join(root, folder, 'build'));
      for (const name of ['a.js', 'b.js']) fs.writeFileSync(path.join(root, folder, 'build', name), '');
    }
    for (let each = 0; each < 12 && count < size; each++, count++) {
      const name = random.below(3) === 0 ? `${word()}${capital(word())}` : `${word()}-${word()}`;
      fs.writeFileSync(path.join(root, folder, `${name}${each}.${random.pick(extensions)}`), '');
    }
  }
  execFileSync('git', ['init', '-q', root]);
  execFileSync('git', ['-C', root, 'add', '-A']);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function filesOf(root: string, fileLister: FileLister): LiveWorkspaceFiles {
  const watch = (): ReturnType<NodeFileSystem['watch']> => ({ onDidChange: () => ({ dispose: () => undefined }), dispose: () => undefined });
  const files = new LiveWorkspaceFiles({ fileSystem: new NodeFileSystem(), fileLister, clock: new SystemClock(), log, watch });
  files.setFolders([uriOf(root)]);
  files.setExcludes(new Map([[uriOf(root), ['**/.git', '**/.svn', '**/.hg', '**/.DS_Store', '**/Thumbs.db']]]));
  return files;
}

/** Names as they are typed, letter by letter: whole, as beginnings of words, with a folder in front. */
function keystrokes(paths: readonly string[], count: number): string[] {
  const random = new Random(9);
  return Array.from({ length: count }).flatMap((_, number) => {
    const segments = random.pick(paths).split('/');
    const name = segments.at(-1) ?? '';
    const typed = number % 3 === 0 ? name.slice(0, 12) : number % 3 === 1 ? `${(segments.at(-2) ?? '').slice(0, 4)}/${name.slice(0, 6)}` : name.replace(/[a-z]{2,}/g, (word) => word.slice(0, 2)).slice(0, 8);
    return Array.from(typed, (_char, at) => typed.slice(0, at + 1));
  });
}

/** The longest time that the event loop did not turn while something ran, in milliseconds. */
async function worstPause(run: () => Promise<unknown>): Promise<number> {
  let worst = 0;
  let last = performance.now();
  const tick = (): void => {
    worst = Math.max(worst, performance.now() - last);
    last = performance.now();
    timer = setImmediate(tick);
  };
  let timer = setImmediate(tick);
  await run();
  clearImmediate(timer);
  return worst;
}

function gitLines(root: string): string[] {
  return spawnSync('git', ['-C', root, 'ls-files', '-co', '--exclude-standard', '-z'], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout.split('\0').filter(Boolean);
}

/** The editor's ripgrep, where the browser-hosted VS Code of the tests is installed. */
const ripgrep = path.resolve('.vscode-test/offline/node_modules/code-server/lib/vscode/node_modules/@vscode/ripgrep-universal/bin', `${process.platform}-${process.arch}`, 'rg');

/** @returns milliseconds; `undefined` where the editor is not installed */
async function editorListing(root: string): Promise<number | undefined> {
  if (!fs.existsSync(ripgrep)) return undefined;
  const list = (): number => {
    const args = ['--files', '--hidden', '--case-sensitive', '--no-require-git', '-g', '!**/.git', '--follow', '--no-config'];
    return spawnSync(ripgrep, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout.split('\n').length;
  };
  list();
  return time(list);
}

async function measure(root: string): Promise<void> {
  const git = new GitFileLister(() => true, log);
  const from = uriOf(path.join(root, 'prompt.md'));
  gitLines(root);
  const gitAlone = await time(() => gitLines(root));

  const editorFiles = await editorListing(root);

  const before = memory();
  const files = filesOf(root, git);
  const first = await time(() => files.search('app', { from }));
  const paused = await worstPause(() => files.whenReady());
  const bytes = memory() - before;
  const listed = files.size;

  const paths = gitLines(root);
  const typed = keystrokes(paths, 60);
  const times: number[] = [];
  const cpu: number[] = [];
  for (const query of typed) {
    const used = process.cpuUsage();
    times.push(await time(() => files.search(query, { from, limit: 50 })));
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1000);
  }

  const fuse = new Fuse(paths, { threshold: 0.4, ignoreLocation: true });
  const fuseTimes: number[] = [];
  for (const query of typed.filter((_, number) => number % 60 === 30)) fuseTimes.push(await time(() => fuse.search(query, { limit: 50 })));

  report({
    name: 'complete_ms',
    size: listed,
    value: percentile(times, 0.95),
    unit: 'ms',
    beside: { median_ms: median(times), cpu_ms: percentile(cpu, 0.95), median_cpu_ms: median(cpu), worst_ms: Math.max(...times), first_ms: first, git_ls_files_ms: gitAlone, ...(editorFiles === undefined ? {} : { editor_files_ms: editorFiles }), fuse_ms: percentile(fuseTimes, 0.95), list_and_fuse_ms: gitAlone + percentile(fuseTimes, 0.95), keystrokes: typed.length },
  });
  report({ name: 'file_index_bytes', size: listed, value: bytes / listed, unit: 'bytes' });
  files.dispose();

  const withGit = filesOf(root, git);
  const gitMs = await time(() => withGit.whenReady());
  const walking = filesOf(root, noLister);
  let walkPause = 0;
  const walkMs = await time(async () => (walkPause = await worstPause(() => walking.whenReady())));
  if (walking.size !== withGit.size) throw new Error(`${walking.size} files without git, ${withGit.size} with it`);
  report({ name: 'list_files_ms', size: listed, value: gitMs, unit: 'ms', beside: { git_ls_files_ms: gitAlone, without_git_ms: walkMs, longest_pause_ms: paused, longest_pause_without_git_ms: walkPause } });
  for (const each of [withGit, walking]) each.dispose();
}

function measureParsing(): void {
  const paragraph = 'Read [the guide](docs/guide.md#setup) and `code`, then @src/core/app.ts and #file:src/x.ts. See [[note|Note]].\n\n- a list **item** with text and more text\n\n```ts\nconst x = [1](2);\n```\n\n';
  const text = paragraph.repeat(Math.ceil(200_000 / paragraph.length));
  const times = Array.from({ length: 30 }, () => {
    const start = performance.now();
    parseReferences(text);
    return performance.now() - start;
  });
  report({ name: 'parse_references_ms', size: text.length, value: median(times), unit: 'ms', beside: { us_per_kb: (median(times) * 1000) / (text.length / 1000) } });
}

measureParsing();
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'promptstack-references-'));
try {
  createTree(root);
  await measure(root);
} finally {
  fs.rmSync(root, { recursive: true, force: true });
}
