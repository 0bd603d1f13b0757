import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { addItem, editItem, listAt, type MarkdownList, MAX_ITEMS, removeItem, textsOf } from '../../../core/prompts/markdownList';
import type { Host } from '../../host';
import { forMessage } from '../../messageText';
import { pickListAction, type ListAction } from './itemPick';
import { type Subject, writeList } from './listSubject';

/**
 * Lets the user add, edit, delete and reorder the items of the list at the cursor, or of the list that a placeholder becomes, and
 * writes them in one undo step. Escape leaves the text as it is, after a question when there is something to lose.
 *
 * @param at a position in the active editor instead of the cursor, as hovers pass it; anything else is ignored.
 */
export async function editListItems(app: App, host: Host, at: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const subject = editor && subjectAt(host, editor, positionOf(at) ?? editor.selection.active);
  if (!subject) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('There is no list at the cursor.'), 4000);
    return;
  }
  if (subject.list.items.length > MAX_ITEMS) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This list has more than {0} items. Edit it in the text.', MAX_ITEMS));
    return;
  }
  await app.placeholderValues.whenReady();
  const list = await editUntilDone(app, subject);
  if (!list || list === subject.list) return;
  if (!(await writeList(host, subject, list))) return offerCopy(list);
  if (subject.name === undefined) return;
  app.placeholderValues.record(subject.name, textsOf(list).join('\n')).catch((error: unknown) => host.log.error('A value was not recorded', error));
}

/** @returns the list as it is to be written; `undefined` when the user thinks better of it. */
async function editUntilDone(app: App, subject: Subject): Promise<MarkdownList | undefined> {
  const model = subject.list.items[0]?.line;
  const values = subject.name === undefined ? [] : app.placeholderValues.of(subject.name);
  let list = subject.list;
  let action: ListAction | undefined;
  for (;;) {
    action = await pickListAction({ list, isChanged: list !== subject.list, model, values, title: titleOf(subject), active: action?.active });
    list = action.list;
    switch (action.kind) {
      case 'done':
        return list;
      case 'add': {
        const text = await askText(vscode.l10n.t('Add Item'), '');
        if (text) list = addItem(list, text, model);
        break;
      }
      case 'edit': {
        const before = list.items[action.active ?? 0]?.line.text ?? '';
        const text = await askText(vscode.l10n.t('Edit Item'), before);
        if (text === '') list = removeItem(list, action.active ?? 0);
        else if (text !== undefined && text !== before) list = editItem(list, action.active ?? 0, text);
        break;
      }
      case 'cancel': {
        if (list === subject.list) return undefined;
        const answer = await askToDiscard();
        if (answer === 'write') return list;
        if (answer === 'discard') return undefined;
      }
    }
  }
}

function titleOf({ name }: Subject): string {
  return name === undefined ? vscode.l10n.t('List Items') : vscode.l10n.t('Items of {0}', name);
}

/** @returns `undefined` when the user went back; an empty text deletes. */
async function askText(title: string, value: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({ title, value, ignoreFocusOut: true, placeHolder: vscode.l10n.t('Text of the item') });
  return text?.trim();
}

async function askToDiscard(): Promise<'write' | 'discard' | undefined> {
  const write = vscode.l10n.t('Write List');
  const discard = vscode.l10n.t('Discard Changes');
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t('The items of the list have changed.'), { modal: true }, write, discard);
  return answer === write ? 'write' : answer === discard ? 'discard' : undefined;
}

async function offerCopy(list: MarkdownList): Promise<void> {
  const copy = vscode.l10n.t('Copy List');
  const message = vscode.l10n.t('The list cannot be written: its place in the document has changed, or the document is read-only.');
  if ((await vscode.window.showWarningMessage(forMessage(message), copy)) !== copy) return;
  await vscode.env.clipboard.writeText(textsOf(list).map((text) => `- ${text}\n`).join(''));
}

function subjectAt(host: Host, { document }: vscode.TextEditor, position: vscode.Position): Subject | undefined {
  const structure = host.structures.of(document);
  const placeholder = structure.placeholderAt(position);
  if (placeholder?.type === 'list') return { document, version: document.version, list: { items: [] }, name: placeholder.name, placeholder };
  if (structure.isCodeOrFrontmatter(position.line)) return undefined;
  const list = listAt({ lineCount: document.lineCount, lineAt: (line) => document.lineAt(line).text }, position.line);
  return list && { document, version: document.version, list, name: undefined, place: list };
}

function positionOf(at: unknown): vscode.Position | undefined {
  if (typeof at !== 'object' || at === null || !('line' in at) || !('character' in at)) return undefined;
  const { line, character } = at;
  return Number.isSafeInteger(line) && Number.isSafeInteger(character) ? new vscode.Position(Number(line), Number(character)) : undefined;
}
