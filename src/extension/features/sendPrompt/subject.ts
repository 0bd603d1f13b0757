import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { compositionBody } from '../../../core/history/compositionText';
import { basenameOf } from '../../../core/util/uri';
import { excerptText } from '../../compositionTexts';
import type { CompositionTarget, PromptTarget } from '../../contributions';
import { isPromptDocument } from '../../promptDocuments';
import type { Host } from '../../host';
import { uriOfTarget } from '../../promptTargets';

/** What is to be sent, as it was when the user said so. */
export interface Subject {
  /** URI of the document, where its references are looked for. */
  readonly uri: string;
  /** For people. */
  readonly name: string;
  /** The whole document. */
  readonly text: string;
  /** Where its placeholders can be filled: open, and no prompt of the library. */
  readonly document?: vscode.TextDocument;
  /** Of a composition that was chosen in the history. */
  readonly uuid?: string;
}

/** A failure to find it is told. */
export async function subjectOf(app: App, host: Host, target?: PromptTarget | CompositionTarget): Promise<Subject | undefined> {
  const uuid = uuidOf(target);
  if (uuid !== undefined) return compositionOf(app, uuid);
  const uri = target === undefined ? activeUri(app, host) : uriOfTarget(target as PromptTarget);
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a prompt or a composition first, or select one in the sidebar.'));
    return undefined;
  }
  const isOfLibrary = app.library.get(uri) !== undefined;
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
  const text = document?.getText() ?? (isOfLibrary ? (await app.library.read(uri)).text : await app.references.read(uri));
  const name = app.library.get(uri)?.title ?? basenameOf(uri);
  return { uri, name, text, ...(document && !isOfLibrary && { document }) };
}

/** Other strings are URIs. */
function uuidOf(target: PromptTarget | CompositionTarget | undefined): string | undefined {
  if (typeof target === 'string') return target.includes(':') ? undefined : target;
  return typeof target === 'object' && 'compositionUuid' in target && typeof target.compositionUuid === 'string' ? target.compositionUuid : undefined;
}

async function compositionOf(app: App, uuid: string): Promise<Subject | undefined> {
  const history = await app.history.load();
  await history.whenReady();
  const composition = await history.load(uuid);
  if (!composition) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This composition is no longer in the history.'));
    return undefined;
  }
  // References were written where its document is. Its text may be older than that of the document, and is what was chosen.
  const uri = isUri(composition.source) ? composition.source : composition.uri;
  return { uri, name: excerptText(composition), text: compositionBody(composition.text), uuid };
}

/** Frontmatter is written by hand as well. */
function isUri(text: string | undefined): text is string {
  try {
    return text !== undefined && vscode.Uri.parse(text, true).toString() === text;
  } catch {
    return false;
  }
}

function activeUri(app: App, host: Host): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor) return isPromptDocument(app, host, editor.document) ? editor.document.uri.toString() : undefined;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri.toString() : undefined;
}
