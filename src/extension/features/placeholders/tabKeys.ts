import type * as vscode from 'vscode';
import { tabMeaning } from '../../../core/prompts/tabMeaning';
import type { Host } from '../../host';

/** What Tab or Shift+Tab means in a prompt document at the selection of its editor. */
export function tabMeans(host: Host, editor: vscode.TextEditor, key: 'tab' | 'shiftTab'): 'navigate' | 'edit' {
  const { document, selection, selections } = editor;
  if (selections.length > 1 || !host.setting('promptstack.placeholders.tabNavigation')) return 'edit';
  const structure = host.structures.of(document);
  if (structure.placeholders.length === 0) return 'edit';
  const { line } = selection.active;
  const selected = selection.isSingleLine ? structure.placeholderAt(selection.start) : undefined;
  return tabMeaning(key, {
    text: document.lineAt(line).text,
    start: selection.start.character,
    end: selection.end.character,
    isOneLine: selection.isSingleLine,
    isPlaceholder: selected?.start === selection.start.character && selected.end === selection.end.character,
    isCode: structure.isCodeOrFrontmatter(line),
    above: lineAbove(document, line),
  });
}

/** Blank lines to look over; whoever left more of them behind is not in the list above any more. */
const MAX_BLANK = 3;

/** The closest line above that is not blank; empty when there is none close by. */
function lineAbove(document: vscode.TextDocument, line: number): string {
  for (let above = line - 1; above >= Math.max(0, line - MAX_BLANK); above--) {
    const { text, isEmptyOrWhitespace } = document.lineAt(above);
    if (!isEmptyOrWhitespace) return text;
  }
  return '';
}
