import { describe, expect, it } from 'vitest';
import { lineRangeOf, linesOfFragment } from '../../../core/references/fragment';
import { firstLines, headingLine } from './excerpt';

describe('the place that a fragment names', () => {
  it.each([
    ['L10', { first: 10, last: 10 }],
    ['10', { first: 10, last: 10 }],
    ['L3-L7', { first: 3, last: 7 }],
    ['L3-7', { first: 3, last: 7 }],
    ['L7C2-L9C1', { first: 7, last: 9 }],
    ['L9-L2', { first: 9, last: 9 }],
    ['L0', undefined],
    ['Level 3', undefined],
    [undefined, undefined],
  ])('%s', (fragment, lines) => {
    expect(lineRangeOf(fragment)).toEqual(lines);
  });

  it('is a heading by its words or by its anchor, and no line of code', () => {
    const text = '---\na: b\n---\n# One\n```sh\n# Setup & use\n```\n## Setup & use ##\n### Über uns';
    expect(headingLine(text, 'setup--use')).toBe(7);
    expect(headingLine(text, 'Setup & use')).toBe(7);
    expect(headingLine(text, 'über-uns')).toBe(8);
    expect(headingLine(text, 'two')).toBeUndefined();
  });

  it('cuts out lines, and leaves a text whole for anything else', () => {
    expect(linesOfFragment('a\r\nb\nc\nd', 'L2-L3')).toBe('b\nc');
    expect(linesOfFragment('a\nb', 'L5')).toBe('');
    expect(linesOfFragment('a\nb', 'heading')).toBe('a\nb');
  });
});

it('shows the beginning of a text in lines of bearable length', () => {
  expect(firstLines('a\nb\n\n')).toBe('a\nb');
  expect(firstLines(Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n')).split('\n')).toHaveLength(13);
  expect(firstLines('x'.repeat(1_000_000)).length).toBeLessThan(200);
});
