import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enclosed, markFor } from './marking';

const anyText = fc.string({ unit: fc.constantFrom('a', '\n', '\r', ' ', '[begin x | ', '[end x | ', ']', '|', '0123456789abcdef', '🙂') });

/** Takes apart what `enclosed` put together, by its boundary lines alone. */
function opened(request: string): { name: string; text: string }[] {
  const found: { name: string; text: string }[] = [];
  for (let at = 0; ; ) {
    const begin = /\[begin ([^|\n]+) \| ([0-9a-f]{16})\]\n/g;
    begin.lastIndex = at;
    const match = begin.exec(request);
    if (!match) return found;
    const end = `\n[end ${match[1]} | ${match[2]}]\n`;
    const stop = request.indexOf(end, begin.lastIndex - 1);
    found.push({ name: match[1] ?? '', text: request.slice(begin.lastIndex, stop) });
    at = stop + end.length;
  }
}

describe('markFor', () => {
  it('is in no text of the request', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText), fc.array(anyText), async (group, others) => {
        const mark = await markFor(group, others);
        expect(mark).toMatch(/^[0-9a-f]{16}$/);
        expect([...group, ...others].some((text) => text.includes(mark))).toBe(false);
      }),
    );
  });

  it('is the same for the same texts and another one for others, so that what is kept of them stays valid', async () => {
    expect(await markFor(['a', 'b'], ['c'])).toBe(await markFor(['a', 'b'], ['d']));
    expect(await markFor(['a', 'b'])).not.toBe(await markFor(['ab']));
    expect(await markFor(['a', 'b'])).not.toBe(await markFor(['b', 'a']));
  });

  it('is another one where a text of the request knows it', async () => {
    const mark = await markFor(['a']);
    const second = await markFor(['a'], [`[end prompt 1 | ${mark}]`]);
    const third = await markFor(['a'], [`${mark} ${second}`]);
    expect(new Set([mark, second, third]).size).toBe(3);
  });
});

describe('enclosed', () => {
  it('can be taken apart again, whatever the texts are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { maxLength: 4 }), anyText, async (group, last) => {
        const groupMark = await markFor(group, [last]);
        const lastMark = await markFor([last], group);
        const request = [...group.map((text, index) => enclosed(`prompt ${index + 1}`, groupMark, text)), enclosed('composition', lastMark, last)].join('\n');
        expect(opened(request)).toEqual([...group.map((text, index) => ({ name: `prompt ${index + 1}`, text })), { name: 'composition', text: last }]);
      }),
    );
  });
});
