import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import { followPromptEditor } from '../../activeEditor';
import type { Feature, Host } from '../../host';
import { followSnippets } from '../../insertedSnippets';
import { isPromptDocument, registerInPromptLanguages } from '../../promptDocuments';
import type { FilledValues } from './filledValues';
import { Highlights } from './highlights';
import { spanToSelect } from './jump';
import type { NearMissProblems } from './nearMissProblems';
import { tabMeans } from './tabKeys';

/** Highlights placeholders, moves between them, explains and renames them, and remembers what was filled in. */
export const placeholders: Feature = (app, host) => {
  const owned = new DisposableStore();
  const parts = new LaterParts(app, host, owned);
  owned.add(new Highlights(app, host, (document) => void parts.judge(document)));
  owned.add(
    followPromptEditor(app, host, (editor) => {
      updateContext(host, editor);
      if (editor) void parts.filledValues();
    }),
  );
  owned.add(followSnippets(async (snippet) => (await parts.filledValues()).announce(snippet)));
  owned.add(host.registerCommand('promptstack.nextPlaceholder', (key) => press(host, 'next', key === 'tab' ? 'tab' : undefined)));
  owned.add(host.registerCommand('promptstack.previousPlaceholder', (key) => press(host, 'previous', key === 'shiftTab' ? 'shiftTab' : undefined)));
  registerProviders(app, host, owned, parts);
  return owned;
};

/** What is not needed to start: loaded once there is a prompt document, or something in it to report. */
class LaterParts {
  readonly #app: App;
  readonly #host: Host;
  readonly #owned: DisposableStore;
  #filledValues: Promise<FilledValues> | undefined;
  #problems: Promise<NearMissProblems> | undefined;

  constructor(app: App, host: Host, owned: DisposableStore) {
    this.#app = app;
    this.#host = host;
    this.#owned = owned;
  }

  filledValues(): Promise<FilledValues> {
    return (this.#filledValues ??= import('./filledValues').then((part) => this.#owned.add(new part.FilledValues(this.#app, this.#host))));
  }

  /** Reports what only looks like a placeholder in a document that is on screen. */
  async judge(document: vscode.TextDocument): Promise<void> {
    if (!this.#problems && (!isPromptDocument(this.#app, this.#host, document) || this.#host.structures.of(document).nearMisses.length === 0)) return;
    this.#problems ??= import('./nearMissProblems').then((part) => this.#owned.add(new part.NearMissProblems(this.#app, this.#host)));
    (await this.#problems).update(document);
  }
}

function registerProviders(app: App, host: Host, owned: DisposableStore, parts: LaterParts): void {
  const completion: vscode.CompletionItemProvider = {
    provideCompletionItems: async (document, position, token) => {
      const { ValueCompletion } = await import('./valueCompletion');
      return new ValueCompletion(app, host, await parts.filledValues()).provideCompletionItems(document, position, token);
    },
  };
  const rename: vscode.RenameProvider = {
    prepareRename: async (document, position) => (await import('./rename')).prepareRename(host, document, position),
    provideRenameEdits: async (document, position, newName) => (await import('./rename')).renamePlaceholder(host, document, position, newName),
  };
  const hover: vscode.HoverProvider = {
    provideHover: async (document, position) =>
      isPromptDocument(app, host, document) ? (await import('./hover')).placeholderHover(app, host, document, position) : undefined,
  };
  owned.add(registerInPromptLanguages(host, (selector) => vscode.languages.registerCompletionItemProvider(selector, completion)));
  // Only where placeholders are at home: a rename provider makes the editor offer to rename any word.
  owned.add(registerInPromptLanguages(host, (selector) => vscode.languages.registerRenameProvider(selector, rename)));
  owned.add(vscode.languages.registerHoverProvider({ scheme: '*' }, hover));
}

function updateContext(host: Host, editor: vscode.TextEditor | undefined): void {
  host.setContext('promptstack:isPromptDocument', editor !== undefined);
  host.setContext('promptstack:hasPlaceholders', editor !== undefined && host.structures.of(editor.document).placeholders.length > 0);
  host.setContext('promptstack:tabNavigates', editor !== undefined && tabMeans(host, editor, 'tab') === 'navigate');
  host.setContext('promptstack:shiftTabNavigates', editor !== undefined && tabMeans(host, editor, 'shiftTab') === 'navigate');
}

/** @param key that was pressed: its context key may be older than the cursor's place, so what it means is asked again. */
async function press(host: Host, direction: 'next' | 'previous', key: 'tab' | 'shiftTab' | undefined): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  if (key && tabMeans(host, editor, key) === 'edit') await vscode.commands.executeCommand(key === 'tab' ? 'tab' : 'outdent');
  else jump(host, editor, direction);
}

function jump(host: Host, editor: vscode.TextEditor, direction: 'next' | 'previous'): void {
  const { document, selection } = editor;
  const spans = host.structures.of(document).placeholders.map(({ line, start, end }) => {
    const offset = document.offsetAt(new vscode.Position(line, 0));
    return { start: offset + start, end: offset + end };
  });
  const found = spanToSelect(spans, { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) }, direction);
  if (!found) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('There are no placeholders in this document.'), 4000);
    return;
  }
  editor.selection = new vscode.Selection(document.positionAt(found.start), document.positionAt(found.end));
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
