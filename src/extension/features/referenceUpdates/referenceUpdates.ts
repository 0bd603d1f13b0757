import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Move } from '../../../core/references/moveSet';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { isInside } from '../../../core/util/uri';
import type { Feature, Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';
import type { ReferenceUpdater } from './referenceUpdater';

/** Pause after the first prompt document was shown, in milliseconds, before its neighbours are read. */
const WARM_UP_DELAY = 4000;

/** Keeps references right when files are renamed or moved. */
export const referenceUpdates: Feature = (app, host) => new ReferenceUpdates(app, host);

class ReferenceUpdates extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  #updater: Promise<ReferenceUpdater> | undefined;
  #warmUp: ReturnType<typeof setTimeout> | undefined;
  /** Where documents with changes are about to be: VS Code carries the changes over some time after it told of the move. */
  #carried: readonly string[] = [];

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    this.add(vscode.workspace.onWillRenameFiles((event) => event.waitUntil(this.#offer(event))));
    this.add(vscode.workspace.onDidRenameFiles(({ files }) => void this.#follow(movesOf(files))));
    this.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.#prepare(editor)));
    this.add(toDisposable(() => clearTimeout(this.#warmUp)));
    this.#prepare(vscode.window.activeTextEditor);
  }

  /** What VS Code shows and applies before it renames. */
  async #offer({ files, token }: vscode.FileWillRenameEvent): Promise<vscode.WorkspaceEdit | undefined> {
    const moves = movesOf(files);
    const dirty = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString());
    this.#carried = moves.flatMap(({ from, to }) => dirty.filter((uri) => isInside(uri, from)).map((uri) => to + uri.slice(from.length)));
    if (this.#mode !== 'prompt') return undefined;
    try {
      return await (await this.#load()).offer(moves, token);
    } catch (error) {
      this.#host.log.error('References to files that are renamed could not be updated', error);
      return undefined;
    }
  }

  async #follow(moves: readonly Move[]): Promise<void> {
    this.#app.references.files.note(moves.flatMap(({ from, to }) => [{ uri: from, kind: 'deleted' }, { uri: to, kind: 'created' }] as const));
    if (this.#mode === 'never') return;
    try {
      const updater = await this.#load();
      await (this.#mode === 'always' ? updater.update(moves, this.#carried) : updater.saveAccepted(moves));
    } catch (error) {
      this.#host.log.error('References to files that were renamed could not be updated', error);
    }
  }

  get #mode(): 'prompt' | 'always' | 'never' {
    return this.#host.setting('promptstack.references.updateOnMove');
  }

  #load(): Promise<ReferenceUpdater> {
    this.#updater ??= Promise.all([import('./referenceUpdater'), this.#app.references.whenLoaded()]).then(([{ ReferenceUpdater }]) =>
      this.add(new ReferenceUpdater(this.#app, this.#host)),
    );
    return this.#updater;
  }

  /** Somebody works with prompts: by the time a file is renamed, it is known what they refer to. */
  #prepare(editor: vscode.TextEditor | undefined): void {
    if (this.#warmUp !== undefined || !editor || this.#mode === 'never' || !isPromptDocument(this.#app, this.#host, editor.document)) return;
    const run = async (): Promise<void> => (await this.#load()).prepare();
    const failed = (error: unknown): void => this.#host.log.error('What prompt documents refer to could not be read', error);
    this.#warmUp = setTimeout(() => void run().catch(failed), WARM_UP_DELAY);
  }
}

function movesOf(files: vscode.FileRenameEvent['files']): readonly Move[] {
  return files.map(({ oldUri, newUri }) => ({ from: oldUri.toString(), to: newUri.toString() }));
}
