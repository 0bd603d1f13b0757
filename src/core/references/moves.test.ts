import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../../test/support/propertySeed';
import { basenameOf, dirnameOf, isInside, joinUri } from '../util/uri';
import { formatPathOf, formatReference } from './formatReference';
import { type FilesBeforeMove, referenceEditsForMoves } from './moves';
import { MoveSet } from './moveSet';
import { parseReferences } from './parseReferences';
import type { FileReference } from './reference';
import { pathCandidates, relativePath, wikiNames } from './referencePaths';

const root = 'file:///work';
const at = (path: string): string => joinUri(root, ...path.split('/'));

function tree(files: readonly string[], folders: readonly string[] = [root]): FilesBeforeMove {
  const uris = new Set(files.map((file) => (file.startsWith('file:') ? file : at(file))));
  const exists = (uri: string): boolean => uris.has(uri) || [...uris].some((each) => isInside(each, uri));
  return {
    folders,
    locate: (uri) => Promise.resolve(exists(uri) ? uri : undefined),
    named: (name) => [...uris].filter((uri) => basenameOf(uri) === name),
  };
}

/** The text of a document after files moved. */
async function moved(text: string, document: string, files: readonly string[], ...moves: readonly (readonly [string, string])[]): Promise<string> {
  const changes = await referenceEditsForMoves(
    { uri: at(document), references: parseReferences(text) },
    new MoveSet(moves.map(([from, to]) => ({ from: at(from), to: at(to) }))),
    tree([...files, document]),
  );
  return spliced(text, changes);
}

function spliced(text: string, changes: readonly { readonly reference: FileReference; readonly path: string }[]): string {
  return changes.toReversed().reduce((result, { reference, path }) => {
    return result.slice(0, reference.pathStart) + formatPathOf(reference, path) + result.slice(reference.pathEnd);
  }, text);
}

describe('references to a file that gets another name', () => {
  test('keep their syntax, their manner and everything around the path', async () => {
    const text = [
      '[Guide](../docs/guide.md#setup "The guide") ![](../docs/guide.md)',
      '[Guide](/docs/guide.md) [Guide](<../docs/guide.md>) [Guide](./../docs/guide.md)',
      '#file:docs/guide.md, @docs/guide.md and #file:../docs/guide.md',
      '[[guide]] [[guide|The guide]] [[docs/guide.md#setup]] [[../docs/guide]]',
    ].join('\n');
    expect(await moved(text, 'prompts/a.md', ['docs/guide.md'], ['docs/guide.md', 'docs/hand book.md'])).toBe(
      [
        '[Guide](../docs/hand%20book.md#setup "The guide") ![](../docs/hand%20book.md)',
        '[Guide](/docs/hand%20book.md) [Guide](<../docs/hand book.md>) [Guide](../docs/hand%20book.md)',
        '#file:docs/hand%20book.md, @docs/hand%20book.md and #file:../docs/hand%20book.md',
        '[[hand book]] [[hand book|The guide]] [[docs/hand book.md#setup]] [[../docs/hand book]]',
      ].join('\n'),
    );
  });

  test('are left alone in code, and when they led nowhere or somewhere else', async () => {
    const text = '`[a](old.md)` [b](older.md) [c](sub/old.md) [d](https://x.org/old.md)\n\n```\n@old.md #file:old.md\n```\n';
    expect(await moved(text, 'a.md', ['old.md', 'sub/old.md'], ['old.md', 'new.md'])).toBe(text);
    expect(await moved('[a](old.md)', 'a.md', [], ['old.md', 'new.md'])).toBe('[a](old.md)');
  });

  test('follow names that differ in case only, and swaps through a third name', async () => {
    expect(await moved('[a](Read.md)', 'a.md', ['Read.md'], ['Read.md', 'READ.md'])).toBe('[a](READ.md)');
    let text = '[x](x.md) [y](y.md)';
    text = await moved(text, 'a.md', ['x.md', 'y.md'], ['x.md', 't.md']);
    text = await moved(text, 'a.md', ['t.md', 'y.md'], ['y.md', 'x.md']);
    text = await moved(text, 'a.md', ['t.md', 'x.md'], ['t.md', 'y.md']);
    expect(text).toBe('[x](y.md) [y](x.md)');
    expect(await moved('[x](x.md) [y](y.md)', 'a.md', ['x.md', 'y.md'], ['x.md', 'y.md'], ['y.md', 'x.md'])).toBe('[x](y.md) [y](x.md)');
  });
});

describe('references to a folder that moves', () => {
  test('follow it, and so do those to files in it', async () => {
    const text = '[s](src/) [f](src/core/app.ts#L10) #file:src/core/app.ts @src/core/ [other](srcs/x.md)';
    const files = ['src/core/app.ts', 'srcs/x.md'];
    expect(await moved(text, 'a.md', files, ['src', 'packages/main src'])).toBe(
      '[s](packages/main%20src/) [f](packages/main%20src/core/app.ts#L10) #file:packages/main%20src/core/app.ts @packages/main%20src/core/ [other](srcs/x.md)',
    );
  });

  test('between documents that both move stay as they are', async () => {
    const text = '[b](b.md) [c](../c.md) [up](../../top.md)';
    const files = ['x/in/b.md', 'x/c.md', 'top.md'];
    expect(await moved(text, 'x/in/a.md', files, ['x', 'deep/y'])).toBe('[b](b.md) [c](../c.md) [up](../../../top.md)');
  });
});

describe('references of a document that moves', () => {
  test('are relative to its new place; those from the root and by name stay', async () => {
    const text = '[b](b.md) [self](a.md) [c](sub/c.md) #file:sub/c.md [[b]] [d](/sub/c.md)';
    expect(await moved(text, 'a.md', ['b.md', 'sub/c.md'], ['a.md', 'sub/a.md'])).toBe(
      '[b](../b.md) [self](a.md) [c](c.md) #file:sub/c.md [[b]] [d](/sub/c.md)',
    );
  });

  test('are written out where another file would take their place', async () => {
    const files = ['notes/x.md', 'a.md', 'x.md'];
    expect(await moved('[[x]]', 'notes/b.md', files, ['notes/b.md', 'b.md'])).toBe('[[notes/x]]');
    expect(await moved('[[only]]', 'b.md', ['sub/only.md', 'other.md'], ['other.md', 'else/only.md'])).toBe('[[sub/only]]');
  });
});

test('several root folders: the name of the root stays in front', async () => {
  const folders = ['file:///work/app', 'file:///work/lib'];
  const files = tree(['app/a.md', 'lib/x.ts', 'lib/y.ts'], folders);
  const text = '#file:lib/x.ts #file:y.ts [x](../lib/x.ts)';
  const moves = new MoveSet([
    { from: at('lib/x.ts'), to: at('lib/src/x.ts') },
    { from: at('lib/y.ts'), to: at('app/y.ts') },
  ]);
  const changes = await referenceEditsForMoves({ uri: at('app/a.md'), references: parseReferences(text) }, moves, files);
  expect(spliced(text, changes)).toBe('#file:lib/src/x.ts #file:y.ts [x](../lib/src/x.ts)');
});

/** What a reference leads to, told without the code under test. */
async function target(reference: FileReference, documentUri: string, files: FilesBeforeMove): Promise<string | undefined> {
  for (const { uri } of pathCandidates(reference, { documentUri, folders: files.folders })) if (await files.locate(uri)) return uri;
  if (reference.syntax !== 'wiki') return undefined;
  for (const path of wikiNames(reference.path)) {
    const found = files.named(path.slice(path.lastIndexOf('/') + 1)).filter((uri) => uri.endsWith(joinUri('', ...path.split('/'))));
    if (found.length === 1) return found[0];
  }
  return undefined;
}

describe('any tree and any move', () => {
  const name = fc.constantFrom('a', 'b', 'a b', 'ü(1)', 'x#y', "it's", '%41', '.hidden', 'a.b');
  const fileName = fc.tuple(name, fc.constantFrom('.md', '.ts', '')).map(([stem, extension]) => stem + extension);
  const file = fc.tuple(fc.array(name, { maxLength: 2 }), fileName).map(([folders, own]) => [...folders.map((each) => `${each}-dir`), own].join('/'));
  const mention = fc.record({
    syntax: fc.constantFrom('link' as const, 'wiki' as const, 'hash' as const, 'at' as const),
    file: fc.nat(),
    manner: fc.constantFrom('document', 'root', 'slash', 'name', 'stem', 'missing'),
  });
  const plan = fc.record({ files: fc.uniqueArray(file, { minLength: 2, maxLength: 8 }), mentions: fc.array(mention, { minLength: 1, maxLength: 8 }), pick: fc.nat(), depth: fc.nat(2), to: file });

  function written({ syntax, file: index, manner }: { syntax: FileReference['syntax']; file: number; manner: string }, files: readonly string[], document: string): string {
    const path = files[index % files.length] ?? '';
    const own = path.slice(path.lastIndexOf('/') + 1);
    const beside = relativePath(dirnameOf(at(document)), at(path)) ?? path;
    const paths: Record<string, string> = { document: beside, root: path, slash: `/${path}`, name: own, stem: own.replace(/\.md$/, ''), missing: `gone/${path}` };
    return formatReference(syntax, paths[manner] ?? path, 'title');
  }

  test('every reference leads to the same file as before, and no more is written than has to be', async () => {
    const property = fc.asyncProperty(plan, async ({ files, mentions, pick, depth, to }) => {
      const [document = ''] = files;
      const segments = (files[pick % files.length] ?? '').split('/');
      const from = segments.slice(0, Math.max(1, segments.length - depth)).join('/');
      const isFree = !files.some((each) => each === to || each.startsWith(`${to}/`) || to.startsWith(`${each}/`) || to.startsWith(`${from}/`));
      fc.pre(isFree);
      // A wiki link to `a` cannot be told from one to `a.md`.
      fc.pre([...files, to].every((each) => /\.(?:md|ts)$/.test(each)) || mentions.every(({ syntax }) => syntax !== 'wiki'));
      const moves = new MoveSet([{ from: at(from), to: at(to) }]);
      const text = mentions.map((each) => written(each, files, document)).join('\n\n');
      const references = parseReferences(text);
      const before = tree(files);
      const changes = await referenceEditsForMoves({ uri: at(document), references }, moves, before);
      const after = tree(files.map((each) => moves.moved(at(each))));
      const result = parseReferences(spliced(text, changes));
      expect(result.map(({ syntax, title, fragment }) => [syntax, title, fragment])).toEqual(references.map(({ syntax, title, fragment }) => [syntax, title, fragment]));
      const newDocument = moves.moved(at(document));
      for (const [index, reference] of references.entries()) {
        const [was, changed] = [await target(reference, at(document), before), changes.some((change) => change.reference === reference)];
        if (was === undefined) expect(changed).toBe(false);
        else expect([reference.path, await target(result[index] as FileReference, newDocument, after)]).toEqual([reference.path, moves.moved(was)]);
        const isRight = was !== undefined && (await target(reference, newDocument, after)) === moves.moved(was);
        if (changed && isRight) expect(reference.syntax).toBe('link');
      }
    });
    await fc.assert(property, { numRuns: 400 });
  });
});
