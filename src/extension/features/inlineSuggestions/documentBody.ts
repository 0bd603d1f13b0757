import type * as vscode from 'vscode';

/** Frontmatter is never so long; what has no end within that is a document that begins with a line. */
const MAX_LINES = 200;

/** The first line behind the frontmatter. Frontmatter that is not closed yet has no line behind it. */
export function firstBodyLine(document: Pick<vscode.TextDocument, 'lineAt' | 'lineCount'>): number {
  if (!/^---[ \t]*$/.test(document.lineAt(0).text)) return 0;
  const last = Math.min(document.lineCount, MAX_LINES);
  for (let line = 1; line < last; line++) if (/^(?:---|\.\.\.)[ \t]*$/.test(document.lineAt(line).text)) return line + 1;
  const isBegun = document.lineCount === 2 || /^[\w-]+:(?: |$)/.test(document.lineAt(Math.min(1, document.lineCount - 1)).text);
  return isBegun ? document.lineCount : 0;
}
