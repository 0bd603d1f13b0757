import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compositionFilter, filterKeys, formatFilter, parseSearchInput, withFilter } from './searchInput';

const local = (year: number, month: number, day: number): number => new Date(year, month - 1, day).getTime();
const nothing = { text: '', tags: [], folder: undefined, from: undefined, to: undefined, isMissing: false, unclear: [] };

describe('what is typed into the search', () => {
  test.each([
    ['', {}],
    ['two words', { text: 'two words' }],
    // Behind a blank the last word is no longer only begun.
    ['done ', { text: 'done ' }],
    ['tag:review', { tags: ['review'] }],
    ['tag:review TAG:Review tag:"two words"', { tags: ['Review', 'two words'] }],
    ['find tag:review this', { text: 'find  this', tags: ['review'] }],
    ['find tag:review', { text: 'find', tags: ['review'] }],
    ['find tag:review ', { text: 'find', tags: ['review'] }],
    ['in:this', { folder: 'this' }],
    ['in:one in:"my folder"', { folder: 'my folder' }],
    ['in:"my folder', { folder: 'my folder' }],
    ['after:2026-01 before:2026-02-05', { from: local(2026, 1, 1), to: local(2026, 2, 5) }],
    ['after:2025 after:2026 before:2027 before:2028', { from: local(2026, 1, 1), to: local(2027, 1, 1) }],
    ['is:missing', { isMissing: true }],
    ['after:202 tag: in:"" before:2026-13', { unclear: ['after:202', 'tag:', 'in:""', 'before:2026-13'] }],
    ['is:lost http://a.b tagged:x', { text: 'is:lost http://a.b tagged:x' }],
    ['"tag:review" x', { text: '"tag:review" x' }],
    ['"some tag:review" x', { text: '"some tag:review" x' }],
    ['-tag:review', { text: '-tag:review' }],
    ['(tag:review)', { text: '(tag:review)' }],
    ['"open tag:a', { text: '"open', tags: ['a'] }],
  ])('%j', (typed, expected) => {
    expect(parseSearchInput(typed)).toEqual({ ...nothing, ...expected });
  });

  test('anything can be typed, and no word of it is lost', () => {
    const piece = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('tag:', 'in:', 'is:missing', 'before:2026', '"', ' ', '-', 'after:x', '\n'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const typed = pieces.join('');
        const { text, tags, folder, unclear } = parseSearchInput(typed);
        const all = [text, ...tags, folder ?? '', ...unclear].join(' ').toLowerCase();
        for (const word of typed.toLowerCase().match(/\p{L}+/gu) ?? []) {
          const isKey = ['tag', 'in', 'is', 'missing', 'before', 'after'].includes(word);
          // A later folder replaces an earlier one.
          if (!isKey && !/in:/i.test(typed)) expect(all).toContain(word);
        }
      }),
    );
  });

  test('text without a colon is text', () => {
    const words = fc.string({ unit: 'grapheme' }).map((typed) => typed.replaceAll(':', ''));
    fc.assert(
      fc.property(words, (typed) => {
        expect(parseSearchInput(typed)).toEqual({ ...nothing, text: typed.trimStart() });
      }),
    );
  });

  test('a filter that is put in is read again, beside what was there', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.replace(/["\s]/g, '') !== '');
    fc.assert(
      fc.property(value, fc.constantFrom('', 'word', 'tag:a x', 'in:b "some words"'), (tag, before) => {
        const plain = tag.replace(/["\s]+/g, ' ').trim();
        const typed = withFilter(withFilter(before, 'tag', tag), 'in', tag);
        const input = parseSearchInput(typed);
        expect(input.tags).toContain(plain);
        expect(input.folder).toBe(plain);
        expect(input.text.trim()).toBe(parseSearchInput(before).text.trim());
      }),
    );
  });

  test('a filter replaces the one of its kind, a tag comes beside others', () => {
    expect(withFilter('', 'tag', 'a')).toBe('tag:a ');
    expect(withFilter('word tag:a', 'tag', 'b c')).toBe('word tag:a tag:"b c" ');
    expect(withFilter('word tag:', 'tag', 'b')).toBe('word tag:b ');
    expect(withFilter('in:this word', 'in', 'other')).toBe('word in:other ');
    expect(withFilter('after:2020 before:2021', 'after', '2026-01-01')).toBe('before:2021 after:2026-01-01 ');
  });

  test('every key is understood', () => {
    for (const key of filterKeys) expect(parseSearchInput(formatFilter(key, 'missing')).text).toBe('');
  });
});

describe('the filter for the repository', () => {
  const folders = { workspace: 'file:///home/me/web%20app', directories: ['file:///home/me/api', 'file:///home/me/api-old', 'file:///srv/docs'] };
  const directory = (typed: string, known = folders as Parameters<typeof compositionFilter>[1]) => compositionFilter(parseSearchInput(typed), known)?.directory;

  test.each([
    ['in:this', folders.workspace],
    ['in:"Web App"', folders.workspace],
    ['in:api', 'file:///home/me/api'],
    ['in:API-', 'file:///home/me/api-old'],
    ['in:ocs', 'file:///srv/docs'],
    ['in:file:///srv/docs', 'file:///srv/docs'],
    ['in:none', null],
  ])('%s', (typed, expected) => {
    expect(directory(typed)).toBe(expected);
  });

  test('without a workspace, this is what was written outside of any', () => {
    expect(directory('in:this', { workspace: undefined, directories: [] })).toBe(null);
  });

  test('a folder that nobody knows cannot be searched', () => {
    expect(compositionFilter(parseSearchInput('in:nowhere'), folders)).toBeUndefined();
  });

  test('only what is asked for restricts', () => {
    expect(compositionFilter(parseSearchInput('word after:x'), folders)).toEqual({});
    expect(compositionFilter(parseSearchInput('tag:a before:2026 is:missing'), folders)).toEqual({ tags: ['a'], to: local(2026, 1, 1), isMissing: true });
  });
});
