import { describe, expect, it } from 'vitest';
import { tabMeaning } from './tabMeaning';

/** `marked` holds `|` at the cursor, or two around the selection. */
function meaning(key: 'tab' | 'shiftTab', marked: string, more: { isPlaceholder?: boolean; isCode?: boolean; isOneLine?: boolean; above?: string } = {}): string {
  const start = marked.indexOf('‸');
  const second = marked.indexOf('‸', start + 1);
  const place = { isPlaceholder: false, isCode: false, isOneLine: true, above: '', ...more };
  return tabMeaning(key, { text: marked.replaceAll('‸', ''), start, end: second === -1 ? start : second - 1, ...place });
}

describe.each(['tab', 'shiftTab'] as const)('%s', (key) => {
  it.each([
    ['between words', 'Review ‸the change'],
    ['at the end of a line', 'Review the change‸'],
    ['at the beginning of a paragraph', '‸Review the change'],
    ['at the beginning of a heading', '‸# Goal'],
    ['in the text of a list item', '- one‸ two'],
    ['at the end of a list item', '  1. one‸'],
    ['in a quote', '> quoted‸ text'],
    ['in indented text', '    indented‸ text'],
    ['behind a line across the page', '- - -‸'],
  ])('navigates %s', (_, marked) => {
    expect(meaning(key, marked)).toBe('navigate');
  });

  it.each([
    ['in the white space before text', '  ‸  text'],
    ['right behind that white space', '    ‸text'],
    ['before a list item', '‸- one'],
    ['in the marker of a list item', '-‸ one'],
    ['at the beginning of the text of a list item', '- ‸one'],
    ['at the beginning of a task', '- [ ] ‸one'],
    ['in an empty list item', '- ‸'],
    ['in a list item in a quote', '> - ‸one'],
    ['on a line of white space', '    ‸'],
    ['in a table row', '| a ‸| b |'],
    ['with text selected', 'Review ‸the‸ change'],
  ])('edits %s', (_, marked) => {
    expect(meaning(key, marked)).toBe('edit');
  });

  it('navigates from a selected placeholder wherever it stands', () => {
    for (const marked of ['‸{{text:a}}‸', '- ‸{{text:a}}‸', '    ‸{{text:a}}‸', '| ‸{{text:a}}‸ |']) {
      expect(meaning(key, marked, { isPlaceholder: true, isCode: marked.startsWith(' ') })).toBe('navigate');
    }
  });

  it('edits in code and frontmatter, but not on the lines around frontmatter', () => {
    expect(meaning(key, 'const a‸ = 1', { isCode: true })).toBe('edit');
    expect(meaning(key, '```js‸', { isCode: true })).toBe('edit');
    expect(meaning(key, '‸---', { isCode: true })).toBe('navigate');
  });

  it('edits a selection of several lines', () => {
    expect(meaning(key, 'text‸', { isOneLine: false })).toBe('edit');
  });
});

it('on an empty line Tab indents where the text above is indented or a list; Shift+Tab has nothing to do there', () => {
  for (const above of ['- item', '    code', '  more of an item']) {
    expect(meaning('tab', '‸', { above })).toBe('edit');
    expect(meaning('shiftTab', '‸', { above })).toBe('navigate');
  }
  expect(meaning('tab', '‸', { above: 'text' })).toBe('navigate');
  expect(meaning('tab', '‸')).toBe('navigate');
});
