import * as vscode from 'vscode';
import type { PlacedPlaceholder } from '../../../core/prompts/documentStructure';
import { fillPlaceholders } from '../../../core/prompts/fillPlaceholders';
import { type MarkdownList, type PlacedList, renderList, textsOf } from '../../../core/prompts/markdownList';
import type { Host } from '../../host';

/** What is edited and where it stands. */
export interface Subject {
  readonly document: vscode.TextDocument;
  /** Of the document when it was read. */
  readonly version: number;
  /** The items at the beginning. */
  readonly list: MarkdownList;
  /** Of the placeholder; `undefined` for a list that is there already. */
  readonly name: string | undefined;
  readonly placeholder?: PlacedPlaceholder;
  readonly place?: PlacedList;
}

/**
 * Writes the list where it belongs, also when the document was edited elsewhere meanwhile.
 * @returns false when its place is gone or cannot be written.
 */
export async function writeList(host: Host, subject: Subject, list: MarkdownList): Promise<boolean> {
  const { document } = subject;
  if (document.isClosed) return false;
  const found = subject.placeholder ? placeholderEdit(host, subject, textsOf(list)) : listEdit(subject, list);
  if (!found) return false;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, found.range, found.newText.replaceAll('\n', eol));
  const version = document.version;
  if (!(await vscode.workspace.applyEdit(edit)) || document.version === version) return found.isSame;
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  if (!editor) return true;
  const end = document.positionAt(document.offsetAt(found.range.start) + found.newText.replaceAll('\n', eol).length);
  editor.selection = new vscode.Selection(end, end);
  editor.revealRange(editor.selection);
  return true;
}

interface Found {
  readonly range: vscode.Range;
  readonly newText: string;
  /** The text is there already. */
  readonly isSame: boolean;
}

function placeholderEdit(host: Host, { document, placeholder, name = '' }: Subject, items: readonly string[]): Found | undefined {
  const all = host.structures.of(document).placeholders.filter((each) => each.type === 'list' && each.name === name);
  const target = all.find((each) => each.line === placeholder?.line && each.start === placeholder.start) ?? all[0];
  if (!target || items.length === 0) return undefined;
  const line = document.lineAt(target.line).text;
  const edit = fillPlaceholders(line, new Map([[name, items]])).find(({ end }) => end === target.end);
  return edit && { range: new vscode.Range(target.line, edit.start, target.line, edit.end), newText: edit.newText, isSame: false };
}

function listEdit({ document, place, version }: Subject, list: MarkdownList): Found | undefined {
  if (!place) return undefined;
  const start = document.version === version ? place.start : lineOf(document, place);
  if (start === undefined) return undefined;
  const end = start + place.end - place.start - 1;
  const before = renderList(place).join('\n');
  const newText = renderList(list).join('\n');
  return { range: new vscode.Range(start, 0, end, document.lineAt(end).text.length), newText, isSame: before === newText };
}

/** Where the lines of the list are now: as close as possible to where they were. */
function lineOf(document: vscode.TextDocument, place: PlacedList): number | undefined {
  const lines = renderList(place);
  let best: number | undefined;
  for (let start = 0; start + lines.length <= document.lineCount; start++) {
    if (lines.some((line, at) => document.lineAt(start + at).text !== line)) continue;
    if (best === undefined || Math.abs(start - place.start) < Math.abs(best - place.start)) best = start;
  }
  return best;
}
