import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileChange } from '../../core/ports/fileSystem';
import { uriOf } from './nodePaths';
import { TreeWatcher } from './treeWatcher';

let base = '';
let watcher: TreeWatcher | undefined;
let seen: FileChange[] = [];
const path = (...names: string[]): string => join(base, ...names);

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'promptstack-watch-')));
  seen = [];
});
afterEach(() => {
  watcher?.dispose();
  rmSync(base, { recursive: true, force: true });
});

async function watch(root: string): Promise<void> {
  watcher = new TreeWatcher(root);
  watcher.onDidChange((changes) => seen.push(...changes));
  await new Promise((resolve) => setTimeout(resolve, 100));
}

function reported(kind: FileChange['kind'], ...names: string[]): Promise<void> {
  const uri = uriOf(path(...names));
  return expect.poll(() => seen.some((change) => change.kind === kind && change.uri === uri), { timeout: 30_000, interval: 20 }).toBe(true);
}

describe('a watched folder', () => {
  it('reports files that come, change and go, at any depth', async () => {
    mkdirSync(path('root', 'deep', 'er'), { recursive: true });
    await watch(path('root'));
    writeFileSync(path('root', 'deep', 'er', 'a.md'), 'one');
    await reported('created', 'root', 'deep', 'er', 'a.md');
    writeFileSync(path('root', 'deep', 'er', 'a.md'), 'two');
    await reported('changed', 'root', 'deep', 'er', 'a.md');
    renameSync(path('root', 'deep', 'er', 'a.md'), path('root', 'b.md'));
    await reported('deleted', 'root', 'deep', 'er', 'a.md');
    await reported('created', 'root', 'b.md');
  });

  it('reports a new folder and then what comes into it', async () => {
    mkdirSync(path('root'));
    await watch(path('root'));
    mkdirSync(path('root', 'new', 'deep'), { recursive: true });
    await reported('created', 'root', 'new');
    writeFileSync(path('root', 'new', 'deep', 'a.md'), 'a');
    await reported('created', 'root', 'new', 'deep', 'a.md');
    rmSync(path('root', 'new'), { recursive: true });
    await reported('deleted', 'root', 'new');
  });

  it('may not exist yet, go, and come back', async () => {
    await watch(path('not', 'yet', 'root'));
    mkdirSync(path('not', 'yet', 'root'), { recursive: true });
    await reported('created', 'not', 'yet', 'root');
    writeFileSync(path('not', 'yet', 'root', 'a.md'), 'a');
    await reported('created', 'not', 'yet', 'root', 'a.md');
    rmSync(path('not'), { recursive: true });
    await reported('deleted', 'not', 'yet', 'root');
    seen = [];
    mkdirSync(path('not', 'yet', 'root'), { recursive: true });
    await reported('created', 'not', 'yet', 'root');
    writeFileSync(path('not', 'yet', 'root', 'b.md'), 'b');
    await reported('created', 'not', 'yet', 'root', 'b.md');
  });

  it('is silent about hidden files and node_modules', async () => {
    mkdirSync(path('root'));
    await watch(path('root'));
    for (const name of ['.git', 'node_modules']) {
      mkdirSync(path('root', name));
      writeFileSync(path('root', name, 'a.md'), 'a');
    }
    writeFileSync(path('root', '.hidden.md'), 'a');
    writeFileSync(path('root', 'shown.md'), 'a');
    await reported('created', 'root', 'shown.md');
    expect(new Set(seen.map(({ uri }) => uri))).toEqual(new Set([uriOf(path('root', 'shown.md'))]));
  });

  it('is silent after it was let go of', async () => {
    mkdirSync(path('root'));
    await watch(path('root'));
    watcher?.dispose();
    writeFileSync(path('root', 'a.md'), 'a');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(seen).toEqual([]);
  });
});
