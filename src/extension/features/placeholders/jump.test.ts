import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlaceholders } from '../../../core/prompts/placeholders';
import { spanToSelect } from './jump';

/** `text` with `|` at the cursor, or around the selection; the result marks what gets selected with `[ ]`. */
function jump(marked: string, direction: 'next' | 'previous'): string {
  const start = marked.indexOf('|');
  const second = marked.indexOf('|', start + 1);
  const text = marked.replaceAll('|', '');
  const selection = { start, end: second === -1 ? start : second - 1 };
  const found = spanToSelect(parsePlaceholders(text).placeholders, selection, direction);
  return found ? `${text.slice(0, found.start)}[${text.slice(found.start, found.end)}]${text.slice(found.end)}` : text;
}

describe('Next Placeholder', () => {
  it.each([
    ['|a {{text:x}} b {{list:y}}', 'a [{{text:x}}] b {{list:y}}'],
    ['a |{{text:x}} b {{list:y}}', 'a [{{text:x}}] b {{list:y}}'],
    ['a {{te|xt:x}} b {{list:y}}', 'a {{text:x}} b [{{list:y}}]'],
    ['a |{{text:x}}| b {{list:y}}', 'a {{text:x}} b [{{list:y}}]'],
    ['a |{{text:x}}|{{list:y}}', 'a {{text:x}}[{{list:y}}]'],
    ['a {{text:x}} b {{list:y}}|', 'a [{{text:x}}] b {{list:y}}'],
    ['a {{text:x}} b |{{list:y}}|', 'a [{{text:x}}] b {{list:y}}'],
    ['only |{{text:x}}| one', 'only [{{text:x}}] one'],
    ['none| here', 'none here'],
  ])('%s selects %s', (before, after) => {
    expect(jump(before, 'next')).toBe(after);
  });
});

describe('Previous Placeholder', () => {
  it.each([
    ['a {{text:x}} b {{list:y}}|', 'a {{text:x}} b [{{list:y}}]'],
    ['a {{text:x}} b |{{list:y}}|', 'a [{{text:x}}] b {{list:y}}'],
    ['a {{text:x}} b {{li|st:y}}', 'a [{{text:x}}] b {{list:y}}'],
    ['a {{text:x}}|{{list:y}}|', 'a [{{text:x}}]{{list:y}}'],
    ['|a {{text:x}} b {{list:y}}', 'a {{text:x}} b [{{list:y}}]'],
    ['a |{{text:x}}| b {{list:y}}', 'a {{text:x}} b [{{list:y}}]'],
    ['none| here', 'none here'],
  ])('%s selects %s', (before, after) => {
    expect(jump(before, 'previous')).toBe(after);
  });
});

it('visits every placeholder once before it comes back, in either direction', () => {
  const texts = fc.array(fc.constantFrom('{{text:a}}', '{{list:b}}', 'word', '\n', ''), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(texts, fc.constantFrom('next' as const, 'previous' as const), (parts, direction) => {
      const spans = parsePlaceholders(parts.join('')).placeholders;
      const visited: number[] = [];
      let at = { start: 0, end: 0 };
      spans.forEach(() => {
        at = spanToSelect(spans, at, direction) ?? at;
        visited.push(at.start);
      });
      expect([...visited].sort((a, b) => a - b)).toEqual(spans.map(({ start }) => start));
      if (spans.length > 0) expect(spanToSelect(spans, at, direction)?.start).toBe(visited[0]);
    }),
  );
});
