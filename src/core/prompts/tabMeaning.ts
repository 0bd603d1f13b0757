import { listLineOf, headOf } from './listLine';

interface TabPlace {
  /** The cursor's line. */
  readonly text: string;
  /** The selection in that line, UTF-16 code units; equal for a cursor. */
  readonly start: number;
  readonly end: number;
  readonly isOneLine: boolean;
  /** Exactly a placeholder is selected. */
  readonly isPlaceholder: boolean;
  /** The line belongs to frontmatter or a fenced code block. */
  readonly isCode: boolean;
  /** The closest line above that is not blank, or empty. */
  readonly above: string;
}

/**
 * What Tab or Shift+Tab means at a place of a document that has placeholders: `navigate` to the next or previous one, or `edit` as in
 * any document. It edits wherever somebody may want to indent or outdent, or what Tab means to other tools: in code, in the white space
 * at the beginning of a line, in and right behind the marker of a list item, in a table row, with text selected. A selected placeholder
 * is never meant to be indented.
 */
export function tabMeaning(key: 'tab' | 'shiftTab', { text, start, end, isOneLine, isPlaceholder, isCode, above }: TabPlace): 'navigate' | 'edit' {
  if (isPlaceholder) return 'navigate';
  if (!isOneLine || start !== end) return 'edit';
  // The line that opens or closes frontmatter is a place like any other, and where the cursor is in a prompt just opened.
  if (isCode) return /^---[ \t]*$/.test(text) ? 'navigate' : 'edit';
  if (text === '') return key === 'tab' && (listLineOf(above) !== undefined || /^[ \t]/.test(above)) ? 'edit' : 'navigate';
  const item = listLineOf(text);
  if (item) return end <= headOf(item).length ? 'edit' : 'navigate';
  const [quote = ''] = /^(?:[ \t]*>)*/.exec(text) ?? [];
  const blanks = /^[ \t]*/.exec(text.slice(quote.length))?.[0].length ?? 0;
  if (blanks > 0 && end <= quote.length + blanks) return 'edit';
  return /^[ \t]*\|/.test(text.slice(quote.length)) ? 'edit' : 'navigate';
}
