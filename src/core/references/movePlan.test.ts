import { beforeEach, describe, expect, test } from 'vitest';
import { InMemoryFileSystem, memoryUri } from '../../../test/support/inMemoryFileSystem';
import { TestClock } from '../../../test/support/testClock';
import { basenameOf } from '../util/uri';
import { formatPathOf } from './formatReference';
import { type DocumentEdits, type MoveRequest, planMove } from './movePlan';
import { type Move, MoveSet } from './moveSet';
import { parseReferences } from './parseReferences';
import { placed, ReferenceIndex } from './referenceIndex';

const root = memoryUri('work');
const at = (...names: string[]): string => memoryUri('work', ...names);

let files: InMemoryFileSystem;
let index: ReferenceIndex;
let parsed: number;

beforeEach(() => {
  files = new InMemoryFileSystem();
  parsed = 0;
  const parse = (text: string): ReturnType<typeof parseReferences> => {
    parsed++;
    return parseReferences(text);
  };
  index = new ReferenceIndex({ fileSystem: files, clock: new TestClock(), parse });
});

const documents = (): string[] => files.files.filter((uri) => uri.endsWith('.md'));
const named = (name: string): readonly string[] => files.files.filter((uri) => basenameOf(uri) === name);

function plan(moves: readonly Move[], more: Partial<MoveRequest> = {}, listed = named): Promise<readonly DocumentEdits[]> {
  const request: MoveRequest = {
    moves: new MoveSet(moves),
    isMoved: false,
    documents: documents(),
    open: new Map(),
    folders: [root],
    inside: [root],
    isLeftAlone: () => false,
    readAsEditor: () => Promise.resolve(undefined),
    ...more,
  };
  return planMove({ fileSystem: files, index, parse: parseReferences, named: listed, formatPath: formatPathOf }, request);
}

function applied(plans: readonly DocumentEdits[], uri: string, text = files.textOf(uri) ?? ''): string {
  const lines = text.split(/(?<=\r\n|\r(?!\n)|\n)/);
  for (const { line, start, end, text: replacement } of plans.find((each) => each.uri === uri)?.edits.toReversed() ?? []) {
    lines[line] = (lines[line] ?? '').slice(0, start) + replacement + (lines[line] ?? '').slice(end);
  }
  return lines.join('');
}

describe('what has to be written when files move', () => {
  test('is the same before and after the move', async () => {
    files.put(at('a.md'), 'One\r\n\rsee [x](src/x.ts) and @src/x.ts#L3\n[[note]]');
    files.put(at('b.md'), 'Nothing of it: [y](src/y.ts)');
    files.put(at('src', 'x.ts'), '');
    files.put(at('src', 'y.ts'), '');
    files.put(at('notes', 'note.md'), '[a](../a.md) [x](../src/x.ts)');
    const moves = [
      { from: at('src', 'x.ts'), to: at('src', 'z.ts') },
      { from: at('notes'), to: at('old notes') },
    ];
    const before = await plan(moves);
    expect(before.map(({ uri }) => uri)).toEqual(expect.arrayContaining([at('a.md'), at('notes', 'note.md')]));
    expect(applied(before, at('a.md'))).toBe('One\r\n\rsee [x](src/z.ts) and @src/z.ts#L3\n[[note]]');
    expect(applied(before, at('notes', 'note.md'))).toBe('[a](../a.md) [x](../src/z.ts)');
    for (const { from, to } of moves) await files.rename(from, to);
    const after = await plan(moves, { isMoved: true });
    expect(applied(after, at('a.md'))).toBe('One\r\n\rsee [x](src/z.ts) and @src/z.ts#L3\n[[note]]');
    expect(applied(after, at('old notes', 'note.md'))).toBe('[a](../a.md) [x](../src/z.ts)');
    expect(after).toHaveLength(2);
  });

  test('finds wiki links by name whether the list of files is old, new or in between', async () => {
    files.put(at('a.md'), '[[app.ts]] [[folder]] [[note]]');
    files.put(at('src', 'app.ts'), '');
    files.put(at('src', 'folder', 'x.ts'), '');
    files.put(at('old', 'note.md'), '');
    const [before, after] = [[at('src', 'app.ts'), at('old', 'note.md')], [at('lib', 'main.ts'), at('new', 'note.md')]];
    const moves = [
      { from: at('src', 'app.ts'), to: at('lib', 'main.ts') },
      { from: at('src', 'folder'), to: at('lib', 'other') },
      { from: at('old'), to: at('new') },
    ];
    for (const { from, to } of moves) await files.rename(from, to);
    for (const uris of [before, after, [before[1] ?? ''], [after[1] ?? '']]) {
      const plans = await plan(moves, { isMoved: true }, (name) => uris.filter((uri) => basenameOf(uri) === name));
      expect(applied(plans, at('a.md'))).toBe('[[main.ts]] [[folder]] [[note]]');
    }
  });

  test('counts from the text of editors, also of documents that are nowhere on disk', async () => {
    files.put(at('x.ts'), '');
    files.put(at('a.md'), '[x](x.ts)');
    const open = new Map([
      [at('a.md'), 'typed\n\n[x](x.ts)'],
      ['untitled:Untitled-1', '@./x.ts'],
    ]);
    const plans = await plan([{ from: at('x.ts'), to: at('y.ts') }], { open });
    expect(plans.map(({ uri, edits }) => [uri, edits])).toEqual([
      [at('a.md'), [{ line: 2, start: 4, end: 8, text: 'y.ts' }]],
      ['untitled:Untitled-1', [{ line: 0, start: 1, end: 7, text: './y.ts' }]],
    ]);
  });

  test('passes over what is large, binary or gone, and does not write where encodings are in doubt', async () => {
    files.put(at('x.ts'), '');
    files.put(at('large.md'), `[x](x.ts)${' '.repeat(1_000_000)}`);
    files.put(at('binary.md'), new Uint8Array([0x5b, 0x78, 0, 0, 1]));
    files.put(at('latin.md'), Buffer.from('é [x](x.ts)', 'latin1'));
    files.put(at('broken.md'), '[x](x.ts)');
    files.fail(at('broken.md'), 'noPermission');
    const move = [{ from: at('x.ts'), to: at('y.ts') }];
    expect(await plan(move, { documents: [...documents(), at('gone.md')] })).toEqual([]);
    const plans = await plan(move, { readAsEditor: () => Promise.resolve('e\u0301 [x](x.ts)') });
    expect(plans).toEqual([{ uri: at('latin.md'), edits: [{ line: 0, start: 7, end: 11, text: 'y.ts' }] }]);
  });

  test('leaves to others what is theirs, and stops when it is cancelled', async () => {
    files.put(at('x.ts'), '');
    files.put(at('a.md'), '[x](x.ts) @x.ts');
    const move = [{ from: at('x.ts'), to: at('y.ts') }];
    const plans = await plan(move, { isLeftAlone: ({ syntax }) => syntax === 'link' });
    expect(applied(plans, at('a.md'))).toBe('[x](x.ts) @y.ts');
    expect(await plan(move, { signal: AbortSignal.abort() })).toEqual([]);
  });

  test('finds each of a thousand files that move at once, and a folder of as many', async () => {
    const names = Array.from({ length: 1000 }, (_, number) => `f${number}.ts`);
    for (const name of names) files.put(at('src', name), '');
    files.put(at('a.md'), names.map((name) => `@src/${name}`).join('\n'));
    const expected = names.map((name) => `@lib/${name}`).join('\n');
    const one = await plan(names.map((name) => ({ from: at('src', name), to: at('lib', name) })));
    expect(applied(one, at('a.md'))).toBe(expected);
    expect(applied(await plan([{ from: at('src'), to: at('lib') }]), at('a.md'))).toBe(expected);
  });

  test('looks at nothing outside', async () => {
    files.put(memoryUri('secret', 'x.ts'), '');
    files.put(at('a.md'), '[x](../secret/x.ts) @/secret/x.ts @x.ts');
    files.put(at('x.ts'), '');
    files.forgetCalls();
    await plan([{ from: at('x.ts'), to: at('y.ts') }]);
    expect(files.calls.filter((call) => call.includes('secret'))).toEqual([]);
  });
});

describe('the index', () => {
  const move = [{ from: at('x.ts'), to: at('y.ts') }];

  test('reads every document once, and again when it changed', async () => {
    files.put(at('x.ts'), '');
    for (let i = 0; i < 50; i++) files.put(at(`${i}.md`), i % 10 === 0 ? '[x](x.ts)' : '[b](b.ts)');
    await index.fill(documents());
    expect([parsed, index.size]).toEqual([50, 50]);
    files.forgetCalls();
    expect(await plan(move)).toHaveLength(5);
    expect([parsed, files.callsOf('read')]).toEqual([50, []]);
    files.put(at('1.md'), 'now @x.ts');
    files.drop(at('10.md'));
    expect((await plan(move)).map(({ uri }) => uri)).toContain(at('1.md'));
    expect([parsed, index.size]).toEqual([51, 49]);
  });

  test('does not believe a file that was written a moment ago', async () => {
    files.put(at('a.md'), '[x](x.ts)', new TestClock().now());
    await index.fill(documents());
    expect(index.size).toBe(0);
    expect(await index.concerned(documents(), new MoveSet(move))).toHaveLength(1);
  });

  test('remembers no more than it may, and finds everything all the same', async () => {
    const small = new ReferenceIndex({ fileSystem: files, clock: new TestClock(), parse: parseReferences }, 10);
    for (let i = 0; i < 20; i++) files.put(at(`${i}.md`), '[x](x.ts)');
    expect(await small.concerned(documents(), new MoveSet(move))).toHaveLength(20);
    expect(small.size).toBe(5);
  });

  test('finds names as other file systems spell them', async () => {
    files.put(at('a.md'), '@X.TS');
    files.put(at('b.md'), '[[Notes/Läufe]]');
    expect((await index.concerned(documents(), new MoveSet(move))).map(({ uri }) => uri)).toEqual([at('a.md')]);
    const folder = [{ from: at('notes'), to: at('n') }];
    expect((await index.concerned(documents(), new MoveSet(folder))).map(({ uri }) => uri)).toEqual([at('b.md')]);
    const file = [{ from: at('notes', 'läufe.md'), to: at('n') }];
    expect((await index.concerned(documents(), new MoveSet(file))).map(({ uri }) => uri)).toEqual([at('b.md')]);
  });
});

test('lines are those of the editor', () => {
  const text = 'a\r\nb\rc\n@x.ts \u2028 @y.ts\n\n@z.ts';
  expect(placed(parseReferences(text), text).map(({ path, line, character }) => [path, line, character])).toEqual([
    ['x.ts', 3, 1],
    ['y.ts', 3, 9],
    ['z.ts', 5, 1],
  ]);
});
