import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { NodeFileSystem } from '../../platform/node/nodeFileSystem';
import { uriOf } from '../../platform/node/nodePaths';
import { SystemClock } from '../../platform/node/systemClock';
import { matchIgnore, parseGlobs, parseIgnore } from './gitIgnore';
import { stackAbove } from './ignoreStack';
import { walkFiles } from './folderWalk';

const gitIsAbsent = spawnSync('git', ['--version']).status !== 0;

function ignores(text: string, path: string, isDirectory = false): boolean | undefined {
  return matchIgnore(parseIgnore(text), path, isDirectory);
}

test.each<[rules: string, path: string, ignored: boolean | undefined]>([
  ['*.log', 'a/b.log', true],
  ['*.log\n!keep.log', 'a/keep.log', false],
  ['/a.txt', 'b/a.txt', undefined],
  ['doc/*.txt', 'doc/a/b.txt', undefined],
  ['doc/**/*.txt', 'doc/a/b/c.txt', true],
  ['doc/**/*.txt', 'doc/c.txt', true],
  ['**/logs', 'x/y/logs', true],
  ['abc/**', 'abc/x/y', true],
  ['abc/**', 'abc', undefined],
  ['# comment', '# comment', undefined],
  ['\\#name', '#name', true],
  ['\\!name', '!name', true],
  ['trailing   ', 'trailing', true],
  ['kept\\ ', 'kept ', true],
  ['Case', 'case', undefined],
  ['[Bb]in', 'bin', true],
  ['[!a-c]x', 'dx', true],
  ['[!a-c]x', 'ax', undefined],
  ['[[:digit:]]x', '7x', true],
  ['[broken', '[broken', undefined],
  ['a?c', 'a/c', undefined],
  ['crlf.txt\r\n', 'crlf.txt', true],
  ['\uFEFFfirst', 'first', true],
])('%j on %j', (rules, path, ignored) => {
  expect(ignores(rules, path)).toBe(ignored);
});

it('takes a slash at the end for folders alone', () => {
  expect(ignores('build/', 'build', true)).toBe(true);
  expect(ignores('build/', 'build', false)).toBeUndefined();
});

it('reads the patterns of files.exclude, with braces', () => {
  const rules = parseGlobs(['**/.git', 'out', '**/*.{js,map}', 'a b/**']);
  expect(['.git', 'x/.git', 'out', 'x/y.js', 'y.map', 'a b/c'].filter((path) => matchIgnore(rules, path, false) !== true)).toEqual([]);
  expect(['x/out', 'y.ts', 'git', 'a b'].filter((path) => matchIgnore(rules, path, false) === true)).toEqual([]);
});

it('ends in reasonable time on patterns made to take long', () => {
  const text = 'a'.repeat(4000);
  expect(ignores(`${'*a'.repeat(30)}b`, text)).toBeUndefined();
  expect(ignores(`x${'/**/a*'.repeat(20)}b`, `x/${'a/'.repeat(200)}`)).toBeUndefined();
  expect(parseGlobs(['{a,b}'.repeat(40)]).length).toBeLessThan(10_000);
});

describe.skipIf(gitIsAbsent)('compared with git', () => {
  let folder: string;
  let count = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'promptstack-ignore-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const segment = fc.constantFrom('a', 'b', 'ab', 'a b', 'abc', 'b.c', 'Ab', '[a]', 'é', '#a', '!b', 'a-b', 'a ');
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
  const token = fc.constantFrom(
    ...['a', 'b', 'c', 'ab', '*', '**', '?', '/', '/', '.', '[a-b]', '[!a]', '[^b-]', '[]a]', '[[:alpha:]]', '\\', '\\*', ' ', '-', 'é', '***', '[', '{a,b}', '#', '!'],
  );
  const pattern = fc.oneof(
    fc.array(token, { minLength: 1, maxLength: 6 }).map((tokens) => tokens.join('')),
    path,
    path.map((each) => `!${each}`),
    fc.tuple(fc.constantFrom('', '/', '**/', '!', '!/', '*/', '\\'), segment, fc.constantFrom('', '/', '/*', '/**', '/**/b', '*', '  ', '\\ ', '**', '/**/')).map((parts) => parts.join('')),
  );
  const rules = fc.array(pattern, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n'));
  const tree = fc.record({
    files: fc.uniqueArray(path, { minLength: 5, maxLength: 25 }),
    ignoreFiles: fc.uniqueArray(fc.tuple(fc.oneof(fc.constant(''), path), rules), { minLength: 1, maxLength: 4, selector: ([at]) => at }),
    exclude: fc.option(rules, { nil: undefined }),
  });

  function build(root: string, { files, ignoreFiles, exclude }: { files: string[]; ignoreFiles: [string, string][]; exclude: string | undefined }): void {
    mkdirSync(root);
    execFileSync('git', ['init', '-q', root]);
    if (exclude !== undefined) writeFileSync(join(root, '.git', 'info', 'exclude'), exclude);
    for (const [at, text] of [...ignoreFiles.map(([at, text]) => [join(at, '.gitignore'), text] as const), ...files.map((file) => [file, ''] as const)]) {
      try {
        mkdirSync(dirname(join(root, at)), { recursive: true });
        writeFileSync(join(root, at), text, { flag: 'wx' });
      } catch {
        // A file stands where a folder should be: the tree has one file less.
      }
    }
  }

  async function walked(root: string): Promise<string[]> {
    const found: string[] = [];
    const [fileSystem, clock, uri] = [new NodeFileSystem(), new SystemClock(), uriOf(root)];
    await walkFiles(uri, uri, await stackAbove(fileSystem, uri, undefined), {
      fileSystem,
      clock,
      userRules: undefined,
      isExcluded: () => false,
      onFiles: (at, names) => found.push(...names.map((name) => (at === '' ? name : `${at}/${name}`))) > 0,
      signal: new AbortController().signal,
    });
    return found.sort();
  }

  it('lists the same files as git in any tree', async () => {
    const listed = (root: string): string[] =>
      execFileSync('git', ['-c', 'core.excludesFile=', '-C', root, 'ls-files', '-co', '--exclude-standard', '-z'], { encoding: 'utf8' })
        .split('\0')
        .filter((each) => each !== '')
        .sort();
    await fc.assert(
      fc.asyncProperty(tree, async (shape) => {
        const root = join(folder, `tree-${count++}`);
        build(root, shape);
        expect(await walked(root)).toEqual(listed(root));
        rmSync(root, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  it('says of any path what git says', () => {
    const root = join(folder, 'check');
    mkdirSync(root);
    execFileSync('git', ['init', '-q', root]);
    fc.assert(
      fc.property(rules, fc.uniqueArray(path, { minLength: 1, maxLength: 40 }), (text, paths) => {
        writeFileSync(join(root, '.gitignore'), text);
        const { stdout } = spawnSync('git', ['-c', 'core.excludesFile=', '-C', root, 'check-ignore', '--no-index', '--stdin', '-z'], { input: paths.join('\0'), encoding: 'utf8' });
        const ignored = new Set(stdout.split('\0'));
        const parsed = parseIgnore(text);
        const own = paths.filter((each) => {
          const segments = each.split('/');
          return segments.some((_, at) => matchIgnore(parsed, segments.slice(0, at + 1).join('/'), at < segments.length - 1) === true);
        });
        expect(own).toEqual(paths.filter((each) => ignored.has(each)));
      }),
      { numRuns: 150 },
    );
  });
});
