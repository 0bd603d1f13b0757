import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryUri } from '../../../test/support/inMemoryFileSystem';
import { TestClock } from '../../../test/support/testClock';
import { FileIndex } from './fileIndex';
import { numberOfUri, PathSearch } from './pathSearch';
import type { FileSearchOptions } from './workspaceFiles';

const root = memoryUri('work');

function indexOf(paths: readonly string[]): FileIndex {
  const index = new FileIndex();
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    index.add(index.folder(root, slash === -1 ? '' : path.slice(0, slash)), path.slice(slash + 1));
  }
  return index;
}

async function search(paths: readonly string[], query: string, options?: FileSearchOptions): Promise<string[]> {
  return (await new PathSearch(new TestClock()).search(indexOf(paths), query, options)).map(({ path }) => path);
}

function uri(path: string): string {
  return memoryUri('work', ...path.split('/'));
}

describe('what is found', () => {
  it.each<[query: string, best: string, paths: string[]]>([
    ['app', 'src/app.ts', ['app/index.ts', 'src/application.ts', 'src/app.ts', 'src/map.ts']],
    ['app.ts', 'src/app.ts', ['src/app.tsx', 'src/app.ts', 'src/my-app.ts']],
    ['fc', 'src/fileCache.ts', ['src/affect.ts', 'src/fileCache.ts', 'src/fabric.ts']],
    ['uc', 'src/user-controller.ts', ['src/lucky.ts', 'src/user-controller.ts']],
    ['cache', 'src/fileCache.ts', ['cache/a.ts', 'src/xcacheable.ts', 'src/fileCache.ts']],
    ['util/uri', 'core/util/uri.ts', ['util/x/curious.ts', 'core/util/uri.ts', 'uri/util.ts']],
    ['core uri', 'src/core/uri.ts', ['src/other/uri.ts', 'src/core/uri.ts', 'core/utility.ts']],
    ['uri core', 'src/core/uri.ts', ['src/other/uri.ts', 'src/core/uri.ts']],
    ['src\\app', 'src/app.ts', ['lib/app.ts', 'src/app.ts']],
    ['./src/app', 'src/app.ts', ['lib/app.ts', 'src/app.ts']],
    ['../src/app', 'src/app.ts', ['lib/app.ts', 'src/app.ts']],
    ['README', 'README.md', ['docs/readme-notes.md', 'README.md']],
    ['readme', 'README.md', ['test/e2e/readme.test.ts', 'README.md']],
    ['App', 'src/App.ts', ['src/app.ts', 'src/App.ts', 'src/app2.ts']],
    ['Über', 'docs/Übersicht.md', ['docs/Übersicht.md', 'docs/uber.md']],
    ['page', 'app/(auth)/[id]/page.tsx', ['app/(auth)/[id]/page.tsx', 'app/p/a/g/e.ts']],
    ['docs/', 'docs/a.md', ['src/docs.ts', 'docs/a.md', 'old/docsx/b.md']],
  ])('%j finds %j first', async (query, best, paths) => {
    expect((await search(paths, query))[0]).toBe(best);
    expect((await search([...paths].reverse(), query))[0]).toBe(best);
  });

  it('names count for more than folders', async () => {
    expect(await search(['test/other.ts', 'src/test.ts', 'src/latest.ts', 'src/txexsxt.ts'], 'test')).toEqual(['src/test.ts', 'src/latest.ts', 'src/txexsxt.ts', 'test/other.ts']);
  });

  it('marks the letters that match', async () => {
    const [hit] = await new PathSearch(new TestClock()).search(indexOf(['src/fileCache.ts']), 'fica');
    expect(hit).toMatchObject({ uri: uri('src/fileCache.ts'), folder: root, path: 'src/fileCache.ts', matches: [[4, 6], [8, 10]] });
  });

  it('puts recent files first, then those near the document', async () => {
    const paths = ['a/note.md', 'b/c/note.md', 'b/note.md', 'b/c/d/note.md', 'x/note.md', 'b/c/own.md'];
    const from = uri('b/c/own.md');
    expect(await search(paths, 'note', { from, recent: [uri('x/note.md'), uri('gone.md')] })).toEqual(['x/note.md', 'b/c/note.md', 'b/note.md', 'b/c/d/note.md', 'a/note.md']);
    expect(await search(paths, '', { from, recent: [uri('a/note.md'), from] })).toEqual(['a/note.md', 'b/c/note.md', 'b/note.md', 'b/c/d/note.md', 'x/note.md']);
    expect(await search(paths, 'own', { from })).toEqual([]);
    expect(await search(paths, 'zzz', { recent: [uri('x/note.md')] })).toEqual([]);
  });

  it('gives no more than asked for, and nothing once it was cancelled', async () => {
    const paths = Array.from({ length: 300 }, (_, number) => `src/file${number}.ts`);
    expect(await search(paths, 'file', { limit: 7 })).toHaveLength(7);
    expect(await search(paths, 'file')).toHaveLength(50);
    expect(await search(paths, '')).toHaveLength(50);
    expect(await search(paths, 'file', { signal: AbortSignal.abort() })).toEqual([]);
  });
});

describe('any query', () => {
  const name = fc.array(fc.constantFrom('a', 'b', 'C', 'é', '.', '-', '1'), { minLength: 1, maxLength: 5 }).map((chars) => chars.join(''));
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
  const paths = fc.uniqueArray(path, { minLength: 1, maxLength: 30 });
  const query = fc.array(fc.constantFrom('a', 'b', 'c', 'é', '.', '/', ' ', '1'), { maxLength: 5 }).map((chars) => chars.join(''));

  it('finds every path that has its letters in order, word by word, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(paths, query, async (all, typed) => {
        const words = typed.split(/\s+/).map((word) => word.replace(/^(?:\.{0,2}\/)+/, '')).filter((word) => word !== '');
        const has = (text: string, word: string): boolean => {
          let next = 0;
          for (const char of text.toLowerCase()) if (char === word[next]) next++;
          return next === word.length;
        };
        const expected = all.filter((each) => words.every((word) => has(each, word)));
        expect((await search(all, typed, { limit: 100 })).sort()).toEqual(expected.sort());
      }),
      { numRuns: 500 },
    );
  });

  it('finds the same while it is typed as at once, also while files come and go', async () => {
    await fc.assert(
      fc.asyncProperty(paths, paths, query, async (all, more, typed) => {
        const index = indexOf(all);
        const typing = new PathSearch(new TestClock());
        for (let end = 1; end <= typed.length; end++) {
          const each = more[end];
          if (each !== undefined) index.add(index.folder(root, ''), each.replaceAll('/', '_'));
          index.remove(root, all[end] ?? '');
          const found = await typing.search(index, typed.slice(0, end));
          expect(found).toEqual(await new PathSearch(new TestClock()).search(index, typed.slice(0, end)));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('FileIndex', () => {
  it('knows what was added and not removed, like a set', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('add', 'remove', 'removeBelow', 'compact'), path), { maxLength: 80 }), (steps) => {
        let index = new FileIndex();
        let set = new Set<string>();
        for (const [step, each] of steps) {
          const slash = each.lastIndexOf('/');
          if (step === 'add') {
            expect(index.add(index.folder(root, slash === -1 ? '' : each.slice(0, slash)), each.slice(slash + 1))).toBe(!set.has(each));
            set.add(each);
          } else if (step === 'remove') expect(index.remove(root, each)).toBe(set.delete(each));
          else if (step === 'compact') index = index.compacted(0);
          else {
            index.removeBelow(root, each);
            set = new Set([...set].filter((other) => !other.startsWith(`${each}/`)));
          }
        }
        expect(index.size).toBe(set.size);
        for (const each of ['a', 'a/b', 'b/c/d', ...set]) expect(numberOfUri(index, uri(each)) !== -1, each).toBe(set.has(each));
      }),
      { numRuns: 500 },
    );
  });

  it('holds many files', () => {
    const index = new FileIndex();
    for (let number = 0; number < 20_000; number++) index.add(index.folder(root, `d${number % 300}`), `file-${number}.ts`);
    for (let number = 0; number < 20_000; number += 2) expect(index.remove(root, `d${number % 300}/file-${number}.ts`)).toBe(true);
    const smaller = index.compacted(0);
    expect([index.size, smaller.size, smaller.end]).toEqual([10_000, 10_000, 10_000]);
    expect(smaller.numberOf(root, 'd1/file-1.ts')).not.toBe(-1);
    expect(smaller.numberOf(root, 'd2/file-2.ts')).toBe(-1);
  });
});
