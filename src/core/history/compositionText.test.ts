import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositionBody, readCompositionHead, writeComposition } from './compositionText';

const uuid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const created = Date.UTC(2026, 0, 5, 14, 30);
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.array(fc.constantFrom('---', '\n', '\r\n', '\r', '...', 'uuid: x', '\uFEFF', '\0', ' ', '\ud800')).map((parts) => parts.join('')));
const oneLine = fc.string({ minLength: 1 }).map((text) => text.trim()).filter((text) => text !== '');

describe('the text of a composition', () => {
  it('is written with what people want to know in front', () => {
    const head = { uuid, created, directory: 'file:///home/me/my%20project', source: 'file:///home/me/notes.md', prompts: ['file:///p/review.md'], tags: ['draft', 'a: b'] };
    expect(writeComposition(head, '\nHello\n')).toBe(
      [
        '---',
        `uuid: ${uuid}`,
        'created: 2026-01-05T14:30:00.000Z',
        'workspace: "/home/me/my project"',
        'source: "file:///home/me/notes.md"',
        'prompts:',
        '  - "file:///p/review.md"',
        'tags:',
        '  - draft',
        '  - "a: b"',
        '---',
        '',
        'Hello',
        '',
      ].join('\n'),
    );
  });

  it('keeps any body and any head', () => {
    const head = fc.record({ directory: fc.option(oneLine.map((name) => `file:///home/${encodeURIComponent(name.toWellFormed())}`), { nil: undefined }), source: fc.option(oneLine, { nil: undefined }), prompts: fc.uniqueArray(oneLine), tags: fc.uniqueArray(oneLine) });
    fc.assert(
      fc.property(anyText, head, (body, more) => {
        const text = writeComposition({ uuid, created, ...more }, body);
        expect(compositionBody(text)).toBe(body);
        const read = readCompositionHead(text);
        expect(text.slice(read.bodyStart)).toBe(body);
        expect(read.head).toEqual({ uuid, created, ...more });
      }),
      { numRuns: 500 },
    );
  });

  it('writes folders on disk as paths, of any platform', () => {
    for (const directory of ['file:///', 'file:///c%3A/Users/me', 'file:///home/me/a%23b', 'file://server/share', 'vscode-remote://ssh-remote%2Bbox/home/me']) {
      expect(readCompositionHead(writeComposition({ uuid, created, directory }, '')).head.directory).toBe(directory);
    }
    expect(readCompositionHead('---\nworkspace: C:\\Users\\me\n---\n').head.directory).toBe('file:///c%3A/Users/me');
  });

  it('gives its lines the line ends of the body', () => {
    expect(writeComposition({ uuid, created }, 'a\r\nb')).toBe(`---\r\nuuid: ${uuid}\r\ncreated: 2026-01-05T14:30:00.000Z\r\n---\r\na\r\nb`);
  });

  it('reads what people write', () => {
    const { head, bodyStart } = readCompositionHead('---\ncreated: 2026-02-03\ntags: one, two, one\nprompts: file:///p.md\nuuid:\n---\nBody');
    expect(head).toEqual({ uuid: undefined, created: Date.UTC(2026, 1, 3), directory: undefined, source: undefined, prompts: ['file:///p.md'], tags: ['one', 'two'] });
    expect(bodyStart).toBe(76);
    expect(readCompositionHead('---\ntags: [1.10, on]\ncreated: soon\n---\n').head).toMatchObject({ tags: ['1.10', 'on'], created: undefined });
    expect(readCompositionHead('No frontmatter at all').head).toEqual({ uuid: undefined, created: undefined, directory: undefined, source: undefined, prompts: [], tags: [] });
  });

  it('reads anything without failing', () => {
    fc.assert(fc.property(anyText, (text) => void readCompositionHead(`---\n${text}`)), { numRuns: 300 });
  });
});
