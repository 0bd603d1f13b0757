import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import type { Feature, Host } from '../../host';
import { EditorOfUser } from '../../insertionTarget';
import { isPromptDocument, registerInPromptLanguages } from '../../promptDocuments';
import { RecentFiles } from '../../recentFiles';
import type { FileCompletion, FileItem } from './fileCompletion';

/** What VS Code runs after a suggestion was accepted; not for users, so it is in no menu. */
const acceptedCommand = '_promptstack.referenceCompleted';

/** Behind the first four a reference begins; the others are parts of paths that are no words to the editor, where it would not ask again. */
const triggerCharacters = ['(', '[', ':', '@', '/', '.', '-', '_'];

/** Milliseconds that a prompt document is in front before the workspace is listed, so that a window can start first. */
const LISTING_PAUSE = 500;

/** References to files of the workspace: suggested while they are written, and added in one go. */
export const references: Feature = (app, host) => {
  const owned = new DisposableStore();
  const recent = owned.add(new RecentFiles(host.context.workspaceState));
  const user = owned.add(new EditorOfUser());
  owned.add(feedFiles(app));
  owned.add(listForPromptDocuments(app, host));
  owned.add(suggestFiles(app, host, recent));
  owned.add(vscode.commands.registerCommand(acceptedCommand, (uri: string) => recent.add(uri)));
  owned.add(
    host.registerCommand('promptstack.addFileReferences', async () => {
      const place = user.capture();
      const { addReferences } = await import('./addReferences');
      await addReferences(app, recent, place);
    }),
  );
  return owned;
};

/** Keeps the files of the workspace informed about which folders there are and what the user hides in them. */
function feedFiles({ references: { files } }: App): Disposable {
  const setExcludes = (): void => files.setExcludes(new Map((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => [uri.toString(), excludesOf(uri)])));
  const setFolders = (): void => {
    setExcludes();
    files.setFolders((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()));
  };
  const owned = new DisposableStore();
  setFolders();
  owned.add(vscode.workspace.onDidChangeWorkspaceFolders(setFolders));
  owned.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('files.exclude')) setExcludes();
    }),
  );
  return owned;
}

/** The patterns of `files.exclude` that are switched on; those that depend on a sibling (`when`) hide only what is generated from it. */
function excludesOf(folder: vscode.Uri): string[] {
  const patterns: unknown = vscode.workspace.getConfiguration('files', folder).get('exclude');
  return Object.entries(patterns ?? {}).flatMap(([pattern, value]) => (value === true ? [pattern] : []));
}

/** Lists the workspace in the background once somebody writes a prompt, so that the first list of suggestions is there at once. */
function listForPromptDocuments(app: App, host: Host): Disposable {
  const owned = new DisposableStore();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document || !isPromptDocument(app, host, document)) return;
    owned.dispose();
    app.references.files.whenReady().catch((error: unknown) => host.log.error('The files of the workspace were not listed', error));
  };
  const beginLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(begin, LISTING_PAUSE);
  };
  owned.add(vscode.window.onDidChangeActiveTextEditor(beginLater));
  owned.add({ dispose: () => clearTimeout(timer) });
  beginLater();
  return owned;
}

function suggestFiles(app: App, host: Host, recent: RecentFiles): Disposable {
  let loaded: Promise<FileCompletion> | undefined;
  const load = async (): Promise<FileCompletion> => {
    const { FileCompletion } = await import('./fileCompletion');
    return new FileCompletion(app, recent, acceptedCommand);
  };
  const provider: vscode.CompletionItemProvider<FileItem> = {
    async provideCompletionItems(document, position, token) {
      const before = document.lineAt(position.line).text.slice(0, position.character);
      if (!/\]\(|\[\[|#file:|@/.test(before) || !host.setting('promptstack.references.completion', document)) return undefined;
      return (await (loaded ??= load())).provide(document, position, token);
    },
    async resolveCompletionItem(item, token) {
      const { fileDetails } = await import('./fileDetails');
      return Object.assign(item, await fileDetails(app.references, item.uri, token));
    },
  };
  return registerInPromptLanguages(host, (selector) => vscode.languages.registerCompletionItemProvider(selector, provider, ...triggerCharacters));
}
