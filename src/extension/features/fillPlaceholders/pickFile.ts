import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import { basenameOf } from '../../../core/util/uri';
import type { Taken } from '../../../protocol/fillForm';
import { referenceContext } from '../../documentReferences';
import { forLabel } from '../../messageText';
import { keepOrder } from '../../quickPickOrder';

/** Rows that fit a glance and stay cheap to send to the window at every keystroke. */
const LIMIT = 100;
/** Milliseconds between two looks at a workspace that is still being listed. */
const RELOAD_PAUSE = 250;

const NOTHING: Taken = { text: null, message: null };

/**
 * Lets the user choose a file of the workspace, and whether to take a reference to it or its text.
 * @param document that gets the text
 * @param label name of the field
 */
export async function pickFile(app: App, document: vscode.Uri, label: string, recent: readonly string[]): Promise<Taken> {
  if (!vscode.workspace.workspaceFolders?.length) return { text: null, message: vscode.l10n.t('Open a folder to pick files from it.') };
  const uri = await new FilePick(app, document, label, recent).answer;
  if (uri === undefined) return NOTHING;
  const { references } = app;
  const context = referenceContext(document);
  const reference = references.format('link', references.pathTo(uri, context, 'link'), await references.titleOf(uri));
  const rows = [
    { label: vscode.l10n.t('Insert Reference'), description: forLabel(reference), whole: false },
    { label: vscode.l10n.t('Insert Text of File'), description: forLabel(basenameOf(uri)), whole: true },
  ];
  const choice = await vscode.window.showQuickPick(rows, { title: label, placeHolder: vscode.l10n.t('What to insert') });
  if (!choice) return NOTHING;
  return choice.whole ? textOf(app, uri) : { text: reference, message: null };
}

async function textOf(app: App, uri: string): Promise<Taken> {
  try {
    return { text: (await app.references.read(uri)).replace(/(?:\r\n|\n|\r)$/, ''), message: null };
  } catch (error) {
    app.log.warn(`${uri} was not read: ${String(error)}`);
    return { text: null, message: vscode.l10n.t('The text of "{0}" cannot be read.', basenameOf(uri)) };
  }
}

interface FileRow extends vscode.QuickPickItem {
  readonly uri: string;
}

/** A Quick Pick that searches the workspace as the user types. */
class FilePick {
  /** URI of the file; `undefined` when the user gave up. */
  readonly answer: Promise<string | undefined>;
  readonly #app: App;
  readonly #document: vscode.Uri;
  readonly #recent: readonly string[];
  readonly #owned = new DisposableStore();
  readonly #pick = this.#owned.add(vscode.window.createQuickPick<FileRow>());
  #search = new AbortController();
  #shown: Promise<void> = Promise.resolve();
  #reload: NodeJS.Timeout | undefined;

  constructor(app: App, document: vscode.Uri, label: string, recent: readonly string[]) {
    this.#app = app;
    this.#document = document;
    this.#recent = recent;
    const pick = this.#pick;
    pick.title = label;
    pick.placeholder = vscode.l10n.t('Search files by name or path');
    keepOrder(pick);
    this.answer = new Promise((resolve) => {
      const end = (uri: string | undefined): void => {
        resolve(uri);
        clearTimeout(this.#reload);
        this.#search.abort();
        this.#owned.dispose();
      };
      // The rows of what is typed may be on their way.
      const accept = async (): Promise<void> => {
        await this.#shown;
        if (pick.activeItems[0]) end(pick.activeItems[0].uri);
      };
      this.#owned.add(pick.onDidAccept(() => void accept()));
      this.#owned.add(pick.onDidHide(() => end(undefined)));
    });
    this.#owned.add(pick.onDidChangeValue(() => this.#update()));
    this.#owned.add(app.references.files.onDidChange(() => this.#updateLater()));
    this.#update();
    pick.show();
  }

  #update(): void {
    this.#search.abort();
    this.#search = new AbortController();
    this.#pick.busy = true;
    this.#shown = this.#find(this.#pick.value, this.#search.signal).catch((error: unknown) => this.#app.log.error('Searching files failed', error));
  }

  async #find(query: string, signal: AbortSignal): Promise<void> {
    const { files } = this.#app.references;
    if (files.state === 'idle') {
      void files.whenReady().then(
        () => this.#updateLater(),
        () => undefined,
      );
    }
    const hits = await files.search(query, { limit: LIMIT, from: this.#document.toString(), recent: this.#recent, signal });
    if (signal.aborted) return;
    this.#pick.items = hits.map(({ uri, path }) => {
      const slash = path.lastIndexOf('/');
      return { uri, label: forLabel(path.slice(slash + 1)), description: forLabel(path.slice(0, Math.max(0, slash))), iconPath: fileIcon, alwaysShow: true };
    });
    this.#pick.busy = files.state !== 'ready';
  }

  /** The list fills as the workspace is listed, without being built for every file. */
  #updateLater(): void {
    if (this.#owned.isDisposed) return;
    this.#reload ??= setTimeout(() => {
      this.#reload = undefined;
      this.#update();
    }, RELOAD_PAUSE);
  }
}

const fileIcon = new vscode.ThemeIcon('file');
