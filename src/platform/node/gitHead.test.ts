import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitHead } from './gitHead';

let folder: string;
let repository: string;

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args], { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'promptstack-head-'));
  repository = join(folder, 'repository');
  mkdirSync(join(repository, 'deep', 'down'), { recursive: true });
  git(repository, 'init', '-q', '-b', 'main');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const commit = (): void => void git(repository, 'commit', '-q', '--allow-empty', '-m', 'c');
const headOf = (cwd: string): string => git(cwd, 'rev-parse', 'HEAD');

describe('gitHead', () => {
  it('finds what git says, from any folder below', async () => {
    commit();
    expect(await gitHead(join(repository, 'deep', 'down'))).toBe(headOf(repository));
    commit();
    git(repository, 'checkout', '-q', '-b', 'feature/one');
    commit();
    expect(await gitHead(repository)).toBe(headOf(repository));
  });

  it('reads packed references and a head without a branch', async () => {
    commit();
    git(repository, 'pack-refs', '--all', '--prune');
    expect(await gitHead(repository)).toBe(headOf(repository));
    commit();
    git(repository, 'checkout', '-q', '--detach', 'HEAD~1');
    expect(await gitHead(repository)).toBe(headOf(repository));
  });

  it('finds the head of a worktree, with its branch loose or packed', async () => {
    commit();
    const tree = join(folder, 'tree');
    git(repository, 'worktree', 'add', '-q', '-b', 'other', tree);
    git(tree, 'commit', '-q', '--allow-empty', '-m', 'c');
    expect(await gitHead(tree)).toBe(headOf(tree));
    git(repository, 'pack-refs', '--all', '--prune');
    expect(await gitHead(tree)).toBe(headOf(tree));
    expect(await gitHead(tree)).not.toBe(headOf(repository));
  });

  it('knows nothing of a repository without commits, of none, or of a broken one', async () => {
    expect(await gitHead(repository)).toBeUndefined();
    expect(await gitHead(folder)).toBeUndefined();
    for (const head of ['ref: ../../etc/passwd', 'ref: refs/../../secret', 'rubbish', '']) {
      writeFileSync(join(repository, '.git', 'HEAD'), head);
      writeFileSync(join(folder, 'secret'), 'a'.repeat(40));
      expect(await gitHead(repository)).toBeUndefined();
    }
    rmSync(join(repository, '.git'), { recursive: true });
    writeFileSync(join(repository, '.git'), 'gitdir: /nowhere/at/all');
    expect(await gitHead(repository)).toBeUndefined();
  });
});
