import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../core/ports/log';
import { GitFileLister } from './gitFileLister';
import { uriOf } from './nodePaths';

const gitIsAbsent = spawnSync('git', ['--version']).status !== 0;
const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe.skipIf(gitIsAbsent)('GitFileLister', () => {
  let folder: string;
  let trusted: boolean;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'promptstack-git-')));
    trusted = true;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function git(at: string, ...args: string[]): void {
    execFileSync('git', ['-C', join(folder, at), '-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'protocol.file.allow=always', '-c', 'commit.gpgsign=false', ...args], { stdio: 'ignore' });
  }

  function put(path: string, text = ''): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  function repository(at: string, ...files: string[]): void {
    for (const file of files) put(join(at, file), 'x');
    git(at, 'init', '-q');
    git(at, 'add', '-A');
    git(at, 'commit', '-qm', 'x');
  }

  async function listed(at = '', signal = new AbortController().signal): Promise<string[] | undefined> {
    const paths: string[] = [];
    const lister = new GitFileLister(() => trusted, quiet);
    return (await lister.list(uriOf(join(folder, at)), (batch) => paths.push(...batch), signal)) ? paths.sort() : undefined;
  }

  it('lists what is tracked or new, and not what is ignored or gone', async () => {
    repository('r', 'a.md', 'dir/ü b.md', 'gone.md', 'tracked.log', 'sparse.md');
    put('r/.gitignore', '*.log\n/out/\n');
    put('r/new.md');
    put('r/ignored.log');
    put('r/out/x.md');
    unlinkSync(join(folder, 'r/gone.md'));
    git('r', 'update-index', '--skip-worktree', 'sparse.md');
    unlinkSync(join(folder, 'r/sparse.md'));
    expect(await listed('r')).toEqual(['.gitignore', 'a.md', 'dir/ü b.md', 'new.md', 'tracked.log']);
    expect(await listed('r/dir')).toEqual(['ü b.md']);
  });

  it('names a file in conflict once', async () => {
    repository('r', 'a.md');
    git('r', 'checkout', '-qb', 'other');
    put('r/a.md', 'one');
    git('r', 'commit', '-qam', 'one');
    git('r', 'checkout', '-q', '-');
    put('r/a.md', 'two');
    git('r', 'commit', '-qam', 'two');
    expect(() => git('r', 'merge', 'other')).toThrow();
    expect(await listed('r')).toEqual(['a.md']);
  });

  it('looks into submodules and other repositories inside', async () => {
    repository('library', 'l.md', 'deep/d.md');
    repository('r', 'a.md', 'nested/n.md');
    git('r', 'rm', '-rq', '--cached', 'nested');
    git('r/nested', 'init', '-q');
    git('r', 'submodule', '--quiet', 'add', join(folder, 'library'), 'modules/lib');
    put('r/modules/lib/new.md');
    const files = await listed('r');
    expect(files).toEqual(expect.arrayContaining(['a.md', 'nested/n.md', 'modules/lib/l.md', 'modules/lib/deep/d.md', 'modules/lib/new.md']));
    expect(files).not.toContain('nested/');
  });

  it('does not follow links', async () => {
    repository('r', 'a.md');
    put('elsewhere/secret.md');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'r', 'link'));
    expect(await listed('r')).toEqual(['a.md', 'link']);
  });

  it('cannot tell outside of repositories, nor in a folder that is ignored as a whole, nor elsewhere than on disk', async () => {
    put('plain/a.md');
    expect(await listed('plain')).toBeUndefined();
    repository('r', 'a.md');
    put('r/.gitignore', 'out/');
    put('r/out/x.md');
    expect(await listed('r/out')).toBeUndefined();
    expect(await new GitFileLister(() => true, quiet).list('vscode-vfs://github/a/b', () => undefined, new AbortController().signal)).toBe(false);
  });

  it('never runs where the workspace is not trusted, and runs no program that a repository names', async () => {
    repository('r', 'a.md');
    const proof = join(folder, 'proof');
    const script = join(folder, 'run.sh');
    writeFileSync(script, `#!/bin/sh\ntouch '${proof}'\n`);
    chmodSync(script, 0o755);
    git('r', 'config', 'core.fsmonitor', script);
    git('r', 'config', 'core.pager', script);
    git('r', 'config', 'alias.ls-files', `!${script}`);
    expect(await listed('r')).toEqual(['a.md']);
    expect(existsSync(proof)).toBe(false);
    trusted = false;
    expect(await listed('r')).toBeUndefined();
  });

  it('is not led astray by the environment', async () => {
    repository('r', 'a.md');
    repository('other', 'b.md');
    process.env['GIT_DIR'] = join(folder, 'other', '.git');
    process.env['GIT_WORK_TREE'] = join(folder, 'other');
    try {
      expect(await listed('r')).toEqual(['a.md']);
    } finally {
      delete process.env['GIT_DIR'];
      delete process.env['GIT_WORK_TREE'];
    }
  });

  it('stops when it is told to', async () => {
    repository('r', 'a.md');
    const controller = new AbortController();
    const listing = listed('r', controller.signal);
    controller.abort();
    expect(await listing).toBeUndefined();
  });

  it('knows the ignore rules of the user', async () => {
    const kept = process.env['XDG_CONFIG_HOME'];
    const config = process.env['GIT_CONFIG_GLOBAL'];
    process.env['XDG_CONFIG_HOME'] = folder;
    process.env['GIT_CONFIG_GLOBAL'] = join(folder, 'none');
    try {
      const lister = new GitFileLister(() => true, quiet);
      expect(await lister.userRules()).toBeUndefined();
      put('git/ignore', '*.tmp');
      expect(await lister.userRules()).toBe('*.tmp');
      put('mine', '*.bak');
      put('none', `[core]\n\texcludesFile = ${join(folder, 'mine')}\n`);
      expect(await lister.userRules()).toBe('*.bak');
    } finally {
      if (kept === undefined) delete process.env['XDG_CONFIG_HOME'];
      else process.env['XDG_CONFIG_HOME'] = kept;
      if (config === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
      else process.env['GIT_CONFIG_GLOBAL'] = config;
    }
  });
});
