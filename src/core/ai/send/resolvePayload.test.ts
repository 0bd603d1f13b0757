import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryFileSystem, memoryUri } from '../../../../test/support/inMemoryFileSystem';
import { noFileLister } from '../../../../test/support/noFileLister';
import { TestClock } from '../../../../test/support/testClock';
import type { Log } from '../../ports/log';
import { WorkspaceReferences } from '../../references/workspaceReferences';
import { estimateTokens } from '../tokens';
import { type PayloadRequest, type ResolvedPayload, resolvePayload, withTexts } from './resolvePayload';

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const work = memoryUri('work');
const inWork = (...names: readonly string[]): string => memoryUri('work', ...names);
let files: InMemoryFileSystem;
let references: WorkspaceReferences;

beforeEach(() => {
  files = new InMemoryFileSystem();
  references = new WorkspaceReferences({ fileSystem: files, fileLister: noFileLister, clock: new TestClock(), log: quiet, home: memoryUri('home') });
  references.files.setFolders([work]);
});
afterEach(() => references.dispose());

function resolve(text: string, request: Partial<PayloadRequest> = {}): Promise<ResolvedPayload> {
  const isPrompt = (uri: string): boolean => uri.endsWith('.prompt.md');
  const defaults = { uri: inWork('prompt.md'), text, folders: [work], values: new Map(), references: 'inline', signal: new AbortController().signal } as const;
  return resolvePayload({ references, isPrompt }, { ...defaults, ...request });
}

describe('resolvePayload', () => {
  it('sends the body as one copies it', async () => {
    const { text, parts, tokens, files, missing } = await resolve('---\ntitle: T\n---\n\nDo it \\* now.\r\nThen stop.\n\n');
    expect(text).toBe('Do it \\* now.\nThen stop.');
    expect(parts).toEqual([{ kind: 'composition', label: '', text, start: 0, tokens: estimateTokens(text) }]);
    expect([tokens, files, missing]).toEqual([estimateTokens(text), [], []]);
  });

  it('fills placeholders and tells those that are left', async () => {
    const { text, missing } = await resolve('{{text:who}} does {{text:what}} and {{text:what}} with\n{{list:things}}', {
      values: new Map([
        ['who', ['She']],
        ['things', ['a', 'b']],
      ]),
    });
    expect(text).toBe('She does {{text:what}} and {{text:what}} with\n- a\n- b');
    expect(missing).toEqual(['what']);
  });

  it('puts each file behind the text once, under its path and in a fence', async () => {
    files.put(inWork('src', 'a.ts'), 'const a = 1;\n');
    files.put(inWork('notes.md'), '# Notes\n```js\nx\n```\n');
    const { text, parts, files: told } = await resolve('Read [a](src/a.ts) and #file:notes.md, then [[src/a.ts]] again.');
    expect(text).toBe(
      'Read [a](src/a.ts) and #file:notes.md, then [[src/a.ts]] again.\n\n' +
        'File `src/a.ts`:\n\n```ts\nconst a = 1;\n```\n\n' +
        'File `notes.md`:\n\n````markdown\n# Notes\n```js\nx\n```\n````',
    );
    expect(parts.map(({ kind, label }) => [kind, label])).toEqual([['composition', ''], ['file', 'src/a.ts'], ['file', 'notes.md']]);
    for (const { start, text: part } of parts) expect(text.slice(start, start + part.length)).toBe(part);
    expect(told.map(({ path, isInlined }) => [path, isInlined])).toEqual([['src/a.ts', true], ['notes.md', true]]);
  });

  it('puts in only the lines that are named, unless all of the file is wanted', async () => {
    files.put(inWork('a.ts'), 'one\ntwo\nthree\nfour\n');
    files.put(inWork('b.ts'), 'one\ntwo\n');
    const { parts } = await resolve('See [a](a.ts#L2-L3), [b](b.ts#L2) and [b](b.ts).');
    expect(parts.slice(1).map(({ text }) => text)).toEqual(['File `a.ts`, lines 2-3:\n\n```ts\ntwo\nthree\n```', 'File `b.ts`:\n\n```ts\none\ntwo\n```']);
  });

  it('sends the body of a prompt that is referred to, with its placeholders filled', async () => {
    files.put(inWork('x.prompt.md'), '---\ntitle: X\n---\nSay {{text:word}} to {{text:whom}}.\n');
    const { parts, missing } = await resolve('Do as [x](x.prompt.md) says.', { values: new Map([['word', ['hello']]]) });
    expect(parts[1]?.text).toBe('File `x.prompt.md`:\n\n```markdown\nSay hello to {{text:whom}}.\n```');
    expect(missing).toEqual(['whom']);
  });

  it('takes double braces in other files for what they are', async () => {
    files.put(inWork('template.txt'), '---\na: b\n---\n{{text:word}}');
    const { parts, missing } = await resolve('[x](template.txt)');
    expect(parts[1]?.text).toContain('---\na: b\n---\n{{text:word}}');
    expect(missing).toEqual([]);
  });

  it('leaves what cannot be put in as it is written, and says why', async () => {
    files.put(inWork('big.txt'), 'x'.repeat(1_100_000));
    files.put(inWork('picture.png'), new Uint8Array([0x89, 0x50, 0, 0, 1, 2, 3, 0]));
        files.put(memoryUri('other', 'file.txt'), 'outside');
    files.put(inWork('folder', 'x.txt'), 'x');
    const text = 'See [a](big.txt), [b](picture.png), [c](gone.txt), [d](../other/file.txt), [e](folder), @somebody, [self](prompt.md).';
    const payload = await resolve(text);
    expect(payload.text).toBe(text);
    expect(payload.files.map(({ path, state, isInlined }) => [path, state, isInlined])).toEqual([
      ['big.txt', 'tooLarge', false],
      ['picture.png', 'binary', false],
      ['gone.txt', 'missing', false],
      ['../other/file.txt', 'outside', false],
      ['folder', 'directory', false],
    ]);
    expect(files.calls.filter((call) => call.includes('/other/'))).toEqual([]);
  });

  it('follows no reference of a file, and says so', async () => {
    files.put(inWork('a.md'), 'See [b](b.md) and [c](c.md).');
    files.put(inWork('b.md'), 'The text of b.');
    const { text, files: told } = await resolve('Read [a](a.md).');
    expect(text).not.toContain('The text of b.');
    expect(told).toMatchObject([{ path: 'a.md', isInlined: true, nested: 2 }]);
  });

  it('leaves references alone when asked to', async () => {
    files.put(inWork('a.md'), 'The text of a.');
    const { text, files: told } = await resolve('Read [a](a.md).', { references: 'link' });
    expect(text).toBe('Read [a](a.md).');
    expect(told).toMatchObject([{ path: 'a.md', state: 'ok', isInlined: false }]);
  });

  it('stops putting files in when all together are too long', async () => {
    for (let number = 0; number < 6; number++) files.put(inWork(`f${number}.txt`), 'word '.repeat(190_000));
    const { files: told } = await resolve(Array.from({ length: 6 }, (_, number) => `[f](f${number}.txt)`).join('\n'));
    expect(told.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'tooMuch', 'tooMuch']);
  });

  it('sends a file that vanishes meanwhile as the reference that it is', async () => {
    files.put(inWork('a.md'), 'The text of a.');
    const gone = { ...pick(references), read: () => Promise.reject(new Error('gone')) };
    const request = { uri: inWork('p.md'), text: '[a](a.md)', folders: [work], values: new Map(), references: 'inline', signal: new AbortController().signal } as const;
    expect(await resolvePayload({ references: gone, isPrompt: () => false }, request)).toMatchObject({ text: '[a](a.md)', files: [{ state: 'unreadable' }] });
  });

  it('has places and figures of its own when its texts change', async () => {
    files.put(inWork('a.txt'), 'The token is abc.');
    const payload = await resolve('A long long long secret in [a](a.txt).');
    const masked = withTexts(payload, payload.parts.map(({ text }) => text.replaceAll('long ', '')));
    expect(masked.text).toBe(payload.text.replaceAll('long ', ''));
    expect(masked.tokens).toBeLessThan(payload.tokens);
    for (const part of masked.parts) expect(masked.text.startsWith(part.text, part.start)).toBe(true);
    expect(masked.files).toEqual(payload.files);
  });

  it('ends when nobody wants it any longer', async () => {
    await expect(resolve('[a](a.md)', { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('lets no file out of its fence', async () => {
    const line = fc.oneof(fc.constantFrom('```', '````', '`````', ' ```', '~~~', 'File `x`:', '', '> ```', '```ts'), fc.string({ maxLength: 10 }));
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
        const content = `x${lines.join('\n')}`.replaceAll('\0', '');
        files.put(inWork('a.txt'), content);
        const { parts } = await resolve('[a](a.txt)');
        const [, , open = '', ...rest] = (parts[1]?.text ?? '').split('\n');
        const fence = /^`{3,}/.exec(open)?.[0] ?? '';
        const closing = rest.findIndex((text) => new RegExp(`^ {0,3}\`{${fence.length},}[ \\t]*$`).test(text));
        expect(closing).toBe(rest.length - 1);
      }),
      { numRuns: 100 },
    );
  });

  it('is exactly its parts, whatever the text', async () => {
    const piece = fc.oneof(fc.constantFrom('{{text:a}}', '{{list:b}}', '[x](x.md)', '@x.md', '---\n', '\r\n', '\n', '`'), fc.string({ maxLength: 8 }));
    files.put(inWork('x.md'), 'Text of x.');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 10 }), async (pieces) => {
        const { text, parts } = await resolve(pieces.join(''), { values: new Map([['a', ['[x](x.md)']]]) });
        expect(parts.map(({ text }) => text).join('\n\n')).toBe(text);
        for (const part of parts) expect(text.startsWith(part.text, part.start)).toBe(true);
      }),
    );
  });
});

function pick(all: WorkspaceReferences): Pick<WorkspaceReferences, 'whenLoaded' | 'parse' | 'resolve'> {
  return { whenLoaded: () => all.whenLoaded(), parse: (text) => all.parse(text), resolve: (...args) => all.resolve(...args) };
}
