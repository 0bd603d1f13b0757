import type { TextPosition, TextRange } from './problems';

/** The lines of an editor's text. */
export interface TextLines {
  /** Without its line end. @param line zero-based, an existing line. */
  lineAt(line: number): string;
}

/** A snippet and the text it replaces; its indentation is already that of its place, so the editor must not adjust it. */
export interface PlacedSnippet {
  readonly range: TextRange;
  readonly snippet: string;
}

/** Puts `snippet` in place of each selection, its further lines indented as the line that the selection starts on. */
export function placeOverSelections(snippet: string, lines: TextLines, selections: readonly TextRange[]): PlacedSnippet[] {
  return selections.map((range) => {
    const before = lines.lineAt(range.start.line).slice(0, range.start.character);
    return { range, snippet: indented(snippet, indentationOf(before)) };
  });
}

/**
 * Puts `snippet` on a line of its own below each cursor, indented as the cursor's line. A cursor on a blank line gets that line; two
 * on one line get one snippet.
 */
export function placeOnNewLines(snippet: string, lines: TextLines, cursors: readonly TextPosition[]): PlacedSnippet[] {
  return [...new Set(cursors.map(({ line }) => line))]
    .sort((a, b) => a - b)
    .map((line) => {
      const text = lines.lineAt(line);
      const indentation = indentationOf(text);
      const end = { line, character: text.length };
      const body = indented(snippet, indentation);
      return { range: { start: end, end }, snippet: indentation === text ? body : `\n${indentation}${body}` };
    });
}

/** Blanks and tabs at the beginning of `text`. */
export function indentationOf(text: string): string {
  return /^[ \t]*/.exec(text)?.[0] ?? '';
}

/** Indents every line of `snippet` but the first; blank lines stay blank. */
export function indented(snippet: string, indentation: string): string {
  return indentation === '' ? snippet : snippet.replace(/\n(?!\n|$)/g, `\n${indentation}`);
}
