import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { referenceColumn, referenceLines } from '../../../core/references/referenceLines';
import { referenceContext, referencesOf } from '../../documentReferences';
import type { InsertionTarget } from '../../insertionTarget';
import { forMessage } from '../../messageText';
import type { RecentFiles } from '../../recentFiles';
import { type ChosenFile, pickFiles } from './filePick';
import { reviewTitles, type TitledFile } from './titleReview';

/** More references of a document than this are not looked up only to mark their files in a list. */
const MAX_MARKED = 300;

/**
 * Lets the user choose files and their titles and puts references to them at the cursor, in one undo step.
 * @param place brings back the editor in which the user was; called again before the text is inserted
 */
export async function addReferences(app: App, recent: RecentFiles, place: () => Promise<InsertionTarget>): Promise<void> {
  const target = await place();
  const document = typeof target === 'string' ? undefined : target.document;
  if (target === 'notText') return warn(vscode.l10n.t('The active editor has no text to add file references to.'));
  if (document && vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false) {
    return warn(vscode.l10n.t('File references cannot be added. The active editor is read-only.'));
  }
  const referenced = document ? referencedIn(app, document) : Promise.resolve(new Set<string>());
  let chosen: readonly ChosenFile[] = [];
  for (;;) {
    const picked = await pickFiles({ app, recent, referenced, from: document?.uri, chosen });
    if (!picked || picked.length === 0) return;
    chosen = picked;
    const reviewed = await reviewTitles(await titled(app, chosen, await referenced));
    if (reviewed === undefined) return;
    if (reviewed.isAccepted) return insert(app, recent, place, reviewed.files);
    chosen = reviewed.files;
  }
}

/** URIs of the files that a document refers to already. */
async function referencedIn(app: App, document: vscode.TextDocument): Promise<ReadonlySet<string>> {
  const context = referenceContext(document.uri);
  const found = referencesOf(app, document).slice(0, MAX_MARKED);
  const targets = await Promise.all(found.map((reference) => app.references.resolve(reference, context).catch(() => undefined)));
  return new Set(targets.flatMap((target) => (target ? [target.uri] : [])));
}

/** @returns the files with their titles: those given before, else those that the files have. */
async function titled(app: App, files: readonly ChosenFile[], referenced: ReadonlySet<string>): Promise<TitledFile[]> {
  return Promise.all(
    files.map(async (file) => ({ ...file, title: file.title ?? (await app.references.titleOf(file.uri)), isReferenced: referenced.has(file.uri) })),
  );
}

async function insert(app: App, recent: RecentFiles, place: () => Promise<InsertionTarget>, files: readonly TitledFile[]): Promise<void> {
  if (files.length === 0) return;
  const target = await place();
  if (target === 'notText') return offerCopy(linksTo(app, files, undefined), vscode.l10n.t('The active editor has no text to add file references to.'));
  const editor = target === 'none' ? await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown' })) : target;
  const { document } = editor;
  const links = linksTo(app, files, document.uri);
  const selection = document.validateRange(editor.selection);
  const range = selection.isEmpty ? emptyRange(document, selection.start) : selection;
  const first = document.lineAt(range.start.line).text.slice(0, range.start.character);
  const text = referenceLines(links, first, document.lineAt(range.end.line).text.slice(range.end.character));
  const version = document.version;
  const done = await editor.edit((edit) => edit.replace(range, text), { undoStopBefore: true, undoStopAfter: true });
  // An editor that is read-only for another reason takes the text without a word and stays as it is.
  if (!done || document.version === version) return offerCopy(links, vscode.l10n.t('File references cannot be added. The active editor is read-only.'));
  for (const { uri } of [...files].reverse()) recent.add(uri);
}

function emptyRange(document: vscode.TextDocument, { line, character }: vscode.Position): vscode.Range {
  const column = referenceColumn(document.lineAt(line).text, character);
  return new vscode.Range(line, column, line, column);
}

function linksTo({ references }: App, files: readonly TitledFile[], document: vscode.Uri | undefined): string[] {
  const context = referenceContext(document ?? vscode.Uri.from({ scheme: 'untitled', path: 'references.md' }));
  return files.map(({ uri, title }) => references.format('link', references.pathTo(uri, context, 'link'), title));
}

function warn(message: string): void {
  void vscode.window.showWarningMessage(forMessage(message));
}

/** What the user chose is not lost with the editor. */
function offerCopy(links: readonly string[], message: string): void {
  const copy = vscode.l10n.t('Copy Instead');
  void vscode.window.showWarningMessage(forMessage(message), copy).then((answer) => {
    if (answer === copy) return vscode.env.clipboard.writeText(links.join('\n'));
    return undefined;
  });
}
