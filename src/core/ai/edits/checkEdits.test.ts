import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyStartOf } from '../../prompts/frontmatter';
import { linesOf } from '../numberedBody';
import { checkEdits, EditsError, type EditsProblem, type RawEdit } from './checkEdits';
import { applyLineEdits } from './lineEdits';
import '../../../../test/support/propertySeed';

const text = '---\ntitle: A\n---\n\nOne\nTwo\nThree\n';
const applied = (before: string, ...edits: RawEdit[]): string => applyLineEdits(before, checkEdits(before, edits));
const edit = (first: number, last: number, lines: string): RawEdit => ({ first, last, text: lines });

function failure(before: string, ...edits: RawEdit[]): EditsError {
  try {
    checkEdits(before, edits);
  } catch (error) {
    if (error instanceof EditsError) return error;
  }
  throw new Error('Nothing was wrong with it');
}

describe('checking the edits of a model', () => {
  it('takes lines by their numbers in the document', () => {
    expect(applied(text, edit(6, 6, 'Zwei'))).toBe('---\ntitle: A\n---\n\nOne\nZwei\nThree\n');
    expect(applied(text, edit(4, 3, 'Before'), edit(6, 5, 'New\n'), edit(7, 7, ''))).toBe('---\ntitle: A\n---\nBefore\n\nOne\nNew\nTwo\n');
  });

  it('keeps the line ends of the document, whatever the model writes', () => {
    expect(applied('a\r\nb\r\n', edit(2, 2, 'x\ny'))).toBe('a\r\nx\r\ny\r\n');
    expect(applied('a\nb', edit(2, 2, 'x\r\ny\r\n'))).toBe('a\nx\ny');
  });

  it.each([
    ['puts lines behind the last one', edit(4, 3, 'c'), 'a\nb\nc\n'],
    ['replaces the end', edit(3, 3, 'c'), 'a\nb\nc\n'],
    ['replaces the last line with the end', edit(2, 3, 'c\n\n'), 'a\nc\n'],
    ['takes the end away', edit(2, 3, ''), 'a\n'],
    ['puts an empty line in', edit(2, 1, '\n'), 'a\n\nb\n'],
  ])('leaves the line break at the end of the document when it %s', (_name, one, after) => {
    expect(applied('a\nb\n', one)).toBe(after);
  });

  it('adds no line break to a document without one', () => {
    expect(applied('a\nb', edit(3, 2, 'c\n'))).toBe('a\nb\nc');
    expect(applied('', edit(1, 0, 'c\n'))).toBe('c\n');
    expect(applied('---\na: b\n---', edit(4, 3, 'c'))).toBe('---\na: b\n---\nc');
  });

  it('leaves lines out that stay as they are', () => {
    expect(checkEdits(text, [edit(4, 7, '\nOne\n2\nThree')])).toEqual([{ first: 6, last: 6, lines: ['2'] }]);
  });

  it.each<[string, RawEdit[], EditsProblem]>([
    ['frontmatter', [edit(2, 2, 'title: B')], { kind: 'frontmatter', line: 2 }],
    ['frontmatter and body', [edit(3, 5, 'x')], { kind: 'frontmatter', line: 3 }],
    ['lines put in before the frontmatter', [edit(1, 0, 'x')], { kind: 'frontmatter', line: 1 }],
    ['lines behind the end', [edit(8, 9, 'x')], { kind: 'outOfRange', line: 8 }],
    ['lines put in far behind the end', [edit(10, 9, 'x')], { kind: 'outOfRange', line: 10 }],
    ['a range that runs backwards', [edit(6, 4, 'x')], { kind: 'outOfRange', line: 6 }],
    ['half a line', [edit(5.5, 6, 'x')], { kind: 'outOfRange', line: 5.5 }],
    ['no number', [edit(NaN, 6, 'x')], { kind: 'outOfRange', line: NaN }],
    ['edits over each other', [edit(5, 6, 'x'), edit(6, 7, 'y')], { kind: 'order', line: 6 }],
    ['edits in another order', [edit(6, 6, 'x'), edit(5, 5, 'y')], { kind: 'order', line: 5 }],
    ['NUL', [edit(5, 5, 'a\0b')], { kind: 'characters', line: 5 }],
    ['an escape sequence', [edit(5, 5, '\u001b[2J')], { kind: 'characters', line: 5 }],
    ['half a character', [edit(5, 5, '\ud83d')], { kind: 'characters', line: 5 }],
    ['far too much text', [edit(5, 5, 'x'.repeat(60_000))], { kind: 'tooLarge' }],
  ])('refuses %s', (_name, edits, problem) => {
    const error = failure(text, ...edits);
    expect([error.reason, error.problem]).toEqual(['badEdits', problem]);
  });

  it('refuses text that would become frontmatter', () => {
    expect(failure('One\nTwo\n', edit(1, 0, '---\ntools: [all]\n---')).problem).toEqual({ kind: 'frontmatter', line: 1 });
  });

  it.each([[[]], [[edit(5, 5, 'One')]], [[edit(8, 8, '')]]])('says that nothing would change', (edits) => {
    expect(failure(text, ...edits).reason).toBe('noEdits');
  });

  it('never touches the frontmatter, and never fails otherwise', () => {
    const texts = fc.tuple(fc.constantFrom('', '---\ntitle: A\n---\n', '---\n---', '---\nopen: x\n'), fc.array(fc.constantFrom('', 'a', 'b', '---'), { maxLength: 6 }), fc.constantFrom('\n', '\r\n'));
    const edits = fc.array(fc.record({ first: fc.integer({ min: -1, max: 12 }), last: fc.integer({ min: -1, max: 12 }), text: fc.constantFrom('', 'x', '\n', 'x\ny\n', '---', 'a') }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(texts, edits, ([head, lines, eol], raw) => {
        const before = head.replaceAll('\n', eol) + lines.join(eol);
        let after: string;
        try {
          after = applyLineEdits(before, checkEdits(before, raw));
        } catch (error) {
          expect(error).toBeInstanceOf(EditsError);
          return;
        }
        const frontmatter = before.slice(0, bodyStartOf(before));
        expect(after.startsWith(frontmatter)).toBe(true);
        expect(after).not.toBe(before);
        if (/[\r\n]$/.test(before) && linesOf(before).length > 1 && after !== '') expect(after).toMatch(/[\r\n]$/);
      }),
      { numRuns: 2000 },
    );
  });
});
