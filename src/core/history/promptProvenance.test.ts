import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositionBody, readCompositionHead, writeComposition } from './compositionText';
import { namePrompts } from './promptProvenance';

const head = { uuid: '0f0e0d0c-0000-4000-8000-000000000001', created: Date.UTC(2026, 0, 5) };

function named(text: string, uris: readonly string[]): string {
  return namePrompts(text, uris).reduceRight((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

describe('prompts of a composition', () => {
  it('are named once, in the order of their first use', () => {
    const first = named(writeComposition(head, '\nText'), ['file:///a%20b.md']);
    const second = named(named(first, ['file:///c.md']), ['file:///a%20b.md']);
    expect(readCompositionHead(second).head.prompts).toEqual(['file:///a%20b.md', 'file:///c.md']);
    expect(namePrompts(second, ['file:///c.md'])).toEqual([]);
  });

  it('are named in a list below its key as it is', () => {
    const text = writeComposition({ ...head, prompts: ['file:///a.md'] }, 'Text');
    expect(named(text, ['file:///b.md'])).toContain('prompts:\n  - "file:///a.md"\n  - "file:///b.md"\n');
  });

  it('are not named where somebody took the frontmatter away', () => {
    expect(namePrompts('Text', ['file:///a.md'])).toEqual([]);
    expect(namePrompts('', ['file:///a.md'])).toEqual([]);
  });

  it('leave the body and everything else as it is', () => {
    const uris = fc.array(fc.webUrl(), { maxLength: 4 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), uris, uris, (body, prompts, more) => {
        const text = writeComposition({ ...head, prompts, tags: ['a, b'] }, body);
        const before = readCompositionHead(text).head;
        const result = named(text, more);
        expect(compositionBody(result)).toBe(compositionBody(text));
        expect(readCompositionHead(result).head).toEqual({ ...before, prompts: [...new Set([...before.prompts, ...more])] });
      }),
      { numRuns: 40 },
    );
  });
});
