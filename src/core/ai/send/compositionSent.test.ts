import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InMemoryFileSystem, memoryUri } from '../../../../test/support/inMemoryFileSystem';
import { isAIEvent } from '../../events/aiEvents';
import { compositionSent, type Sent } from './compositionSent';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const file = { path: 'a.ts', state: 'ok', isInlined: true, nested: 0 } as const;

const sent: Sent = {
  uuid: 'u-1',
  uri: memoryUri('doc.md'),
  target: 'clipboard',
  text: 'A secret composition',
  tokens: 3,
  prompts: [memoryUri('p.md'), memoryUri('p.md'), memoryUri('gone.md')],
  values: new Map([
    ['name', ['Ada Lovelace']],
    ['list', ['one', 'two']],
    ['empty', ['']],
  ]),
  files: [
    { ...file, uri: memoryUri('a.ts') },
    { ...file, uri: memoryUri('big.txt'), state: 'tooLarge', isInlined: false },
    { ...file, uri: memoryUri('outside.txt'), state: 'outside', isInlined: false },
  ],
  commit: 'c0ffee',
  masked: 2,
  at: 1000,
};

describe('compositionSent', () => {
  it('keeps hashes and names, and no text', async () => {
    const files = new InMemoryFileSystem();
    files.put(memoryUri('p.md'), 'The prompt');
    files.put(memoryUri('a.ts'), 'const a = 1;');
    files.put(memoryUri('outside.txt'), 'private');
    const event = await compositionSent(files, sent);
    expect(event).toEqual({
      type: 'compositionSent',
      uuid: 'u-1',
      uri: memoryUri('doc.md'),
      target: 'clipboard',
      hash: hashOf('A secret composition'),
      tokens: 3,
      prompts: [{ uri: memoryUri('p.md'), hash: hashOf('The prompt') }],
      values: [
        { name: 'name', hash: hashOf('Ada Lovelace') },
        { name: 'list', hash: hashOf('one\ntwo') },
      ],
      files: [{ uri: memoryUri('a.ts'), hash: hashOf('const a = 1;'), inlined: true }],
      commit: 'c0ffee',
      masked: 2,
      at: 1000,
    });
    expect(isAIEvent(JSON.parse(JSON.stringify(event)))).toBe(true);
    expect(JSON.stringify(event)).not.toMatch(/secret|Lovelace|The prompt/);
    expect(files.calls.some((call) => call.includes('outside'))).toBe(false);
  });

  it('leaves out what is not known', async () => {
    const event = await compositionSent(new InMemoryFileSystem(), { ...sent, uuid: undefined, commit: undefined });
    expect(Object.keys(event)).not.toContain('uuid');
    expect(Object.keys(event)).not.toContain('commit');
    expect(event).toMatchObject({ prompts: [], files: [] });
  });
});
