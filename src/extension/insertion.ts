import * as vscode from 'vscode';
import type { App } from '../core/app';
import { FileSystemError } from '../core/ports/fileSystem';
import type { PromptProblem, TextRange } from '../core/prompts/problems';
import { hasErrors, type Prompt } from '../core/prompts/prompt';
import type { PromptDocument } from '../core/prompts/promptDocument';
import { buildSnippet, plainText } from '../core/prompts/snippet';
import { type PlacedSnippet, placeOnNewLines, placeOverSelections } from '../core/prompts/snippetPlacement';
import { basenameOf } from '../core/util/uri';
import { announceSnippet } from './insertedSnippets';
import { forMessage } from './messageText';
import { problemMessage } from './problemText';
import { announceInsertion, asSnippetEdit, provenanceEdits } from './provenance';
import { toRange } from './textRange';

/**
 * Where a prompt goes: in place of the selections, on a line of its own below each cursor (or on the cursor's line when that is
 * blank), or in place of the given ranges.
 */
type InsertionPlace = 'cursor' | 'newLine' | readonly vscode.Range[];

/**
 * The one way in which a prompt gets into a document: as a snippet with a tab stop for each placeholder, indented as its place, in one
 * undo step. The use is recorded.
 *
 * @param editor `undefined` for a new Markdown document.
 * @returns false when nothing was inserted; the user has been told why.
 */
export async function insertPromptAt(app: App, editor: vscode.TextEditor | undefined, uri: string, where: InsertionPlace = 'cursor'): Promise<boolean> {
  const document = await readForInsertion(app, uri);
  if (!document) return false;
  const target = editor ?? (await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown' })));
  if (!(await insertText(app, target, document, where))) {
    refuseEditor(document);
    return false;
  }
  app.usage.recordUse(uri).catch((error: unknown) => app.log.error('The use of a prompt was not recorded', error));
  announceInsertion(target.document, [uri]);
  return true;
}

/** Tells why the active editor cannot take a prompt and offers what can be done with it instead. */
export async function refuseTarget(app: App, uri: string): Promise<void> {
  const document = await readForInsertion(app, uri);
  if (!document) return;
  const message = vscode.l10n.t('The active editor has no text to insert "{0}" into.', document.prompt.title);
  offer(vscode.window.showWarningMessage, message, [
    [vscode.l10n.t('Copy Instead'), () => copyBody(document)],
    [vscode.l10n.t('Insert in New File'), () => insertPromptAt(app, undefined, uri)],
  ]);
}

/**
 * The prompt as its file is now.
 * @returns `undefined` when it is gone, cannot be read, has errors or is empty; the user has been told.
 */
export async function readForInsertion(app: App, uri: string): Promise<PromptDocument | undefined> {
  const known = app.library.get(uri);
  let document: PromptDocument;
  try {
    document = await app.library.read(uri);
  } catch (error) {
    if (!FileSystemError.is(error)) throw error;
    refuseUnreadable(error, known, uri);
    return undefined;
  }
  const problem = document.prompt.problems.find(({ severity }) => severity === 'error');
  if (problem) {
    refuseProblem(document.prompt, problem);
    return undefined;
  }
  if (document.body === '') {
    const message = vscode.l10n.t('"{0}" has no text to insert.', document.prompt.title);
    offer(vscode.window.showWarningMessage, message, [[vscode.l10n.t('Open Prompt'), () => openAt(uri)]]);
    return undefined;
  }
  return document;
}

async function insertText(app: App, editor: vscode.TextEditor, { body, prompt }: PromptDocument, where: InsertionPlace): Promise<boolean> {
  const { document, selections } = editor;
  if (vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return false;
  const lines = { lineAt: (line: number) => document.lineAt(line).text };
  const snippet = buildSnippet(body);
  const placed =
    where === 'newLine'
      ? placeOnNewLines(snippet, lines, selections.map(({ active }) => active))
      : placeOverSelections(snippet, lines, where === 'cursor' ? selections : where);
  await Promise.all([...new Set(placed.map((each) => each.snippet))].map(announceSnippet));
  const beside = await provenanceEdits(app, document, [prompt.uri], placed.map(({ range }) => toRange(range)));
  const version = document.version;
  const done = await apply(editor, placed, beside);
  // An editor that is read-only for another reason takes the snippet without a word and stays as it is.
  return done && document.version !== version;
}

/** @param beside what else changes in the same step. */
async function apply(editor: vscode.TextEditor, placed: readonly PlacedSnippet[], beside: readonly vscode.TextEdit[]): Promise<boolean> {
  const [first, ...rest] = placed;
  if (!first) return false;
  if (beside.length === 0 && rest.every(({ snippet }) => snippet === first.snippet)) {
    const ranges = placed.map(({ range }) => toRange(range));
    return editor.insertSnippet(new vscode.SnippetString(first.snippet), ranges, { undoStopBefore: true, undoStopAfter: true, keepWhitespace: true });
  }
  // Unlike a single snippet, an edit has tab stops in the active editor only, and leaves the focus where it is.
  const { document, viewColumn } = editor;
  if (viewColumn !== undefined) await vscode.window.showTextDocument(document, { viewColumn });
  const edit = new vscode.WorkspaceEdit();
  const snippets = placed.map(({ range, snippet }) => {
    const one = new vscode.SnippetTextEdit(toRange(range), new vscode.SnippetString(snippet));
    one.keepWhitespace = true;
    return one;
  });
  edit.set(document.uri, [...beside.map(asSnippetEdit), ...snippets]);
  return vscode.workspace.applyEdit(edit);
}

function refuseProblem(prompt: Prompt, problem: PromptProblem): void {
  const message = vscode.l10n.t('"{0}" cannot be inserted. {1}', prompt.title, problemMessage(problem));
  offer(vscode.window.showErrorMessage, message, [[vscode.l10n.t('Show Problem'), () => openAt(prompt.uri, problem.range)]]);
}

function refuseUnreadable(error: FileSystemError, known: Prompt | undefined, uri: string): void {
  const title = known?.title ?? basenameOf(uri);
  const problem = known && hasErrors(known) ? known.problems.find(({ severity }) => severity === 'error') : undefined;
  if (error.reason === 'notFound') {
    void vscode.window.showErrorMessage(forMessage(vscode.l10n.t('"{0}" cannot be inserted. Its file no longer exists.', title)));
  } else if (known && problem) refuseProblem(known, problem);
  else void vscode.window.showErrorMessage(forMessage(vscode.l10n.t('"{0}" cannot be inserted. Its file cannot be read.', title)));
}

function refuseEditor(document: PromptDocument): void {
  const message = vscode.l10n.t('"{0}" cannot be inserted. The active editor is read-only.', document.prompt.title);
  offer(vscode.window.showWarningMessage, message, [[vscode.l10n.t('Copy Instead'), () => copyBody(document)]]);
}

/** Shows a message with actions and does not wait for the answer. */
function offer(
  show: (message: string, ...actions: string[]) => Thenable<string | undefined>,
  message: string,
  actions: readonly (readonly [label: string, run: () => Promise<unknown>])[],
): void {
  const labels = actions.map(([label]) => label);
  const answer = show(forMessage(message), ...labels).then((choice) => actions.find(([label]) => label === choice)?.[1]());
  void answer.then(undefined, (error: unknown) => vscode.window.showErrorMessage(forMessage(error instanceof Error ? error.message : String(error))));
}

async function copyBody(document: PromptDocument): Promise<void> {
  await vscode.env.clipboard.writeText(plainText(document.body));
}

async function openAt(uri: string, range?: TextRange): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), range ? { selection: toRange(range) } : {});
}
