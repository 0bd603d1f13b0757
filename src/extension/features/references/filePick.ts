import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { FileHit } from '../../../core/references/workspaceFiles';
import { DisposableStore } from '../../../core/util/dispose';
import { FileSearch } from '../../fileSearch';
import { askToReadOutside } from '../../outsideAccess';
import { forLabel } from '../../messageText';
import type { RecentFiles } from '../../recentFiles';
import { folderText, nameOf } from './fileText';

/** A file that is to be referred to. */
export interface ChosenFile {
  readonly uri: string;
  /** Its name. */
  readonly name: string;
  /** Where it is, for people. */
  readonly folder: string;
  /** What the user called it; absent: what it calls itself. */
  readonly title?: string;
}

interface FileQuestion {
  readonly app: App;
  readonly recent: RecentFiles;
  /** URIs of files that the document refers to already. */
  readonly referenced: Promise<ReadonlySet<string>>;
  /** The document that gets the references. */
  readonly from: vscode.Uri | undefined;
  /** Ticked from the beginning. */
  readonly chosen: readonly ChosenFile[];
}

/** A file, or a separator (no file). */
interface FileRow extends vscode.QuickPickItem {
  readonly file?: ChosenFile;
}

/**
 * Lets the user tick files of the workspace, or browse for others.
 * @returns them in the order in which they were ticked; `undefined` when the user gave up
 */
export async function pickFiles(question: FileQuestion): Promise<readonly ChosenFile[] | undefined> {
  const pick = new FilePick(question);
  try {
    return await pick.answer;
  } finally {
    pick.dispose();
  }
}

class FilePick {
  readonly answer: Promise<readonly ChosenFile[] | undefined>;
  readonly #question: FileQuestion;
  readonly #owned = new DisposableStore();
  readonly #pick = this.#owned.add(vscode.window.createQuickPick<FileRow>());
  readonly #browseButton = { iconPath: new vscode.ThemeIcon('folder-opened'), tooltip: vscode.l10n.t('Browse…') };
  /** By URI, in the order in which they were first ticked. */
  readonly #chosen: Map<string, ChosenFile>;
  /** URIs that are ticked now; one that is ticked again gets its old place. */
  readonly #ticked: Set<string>;
  #referenced: ReadonlySet<string> = new Set();
  #end: (files: readonly ChosenFile[] | undefined) => void = () => undefined;
  readonly #search: FileSearch;
  #shownQuery: string | undefined;
  #isBrowsing = false;

  constructor(question: FileQuestion) {
    this.#question = question;
    this.#chosen = new Map(question.chosen.map((file) => [file.uri, file]));
    this.#ticked = new Set(this.#chosen.keys());
    this.answer = new Promise((resolve) => (this.#end = resolve));
    const { app, recent, from } = question;
    this.#search = this.#owned.add(
      new FileSearch(app, this.#pick, () => ({ recent: recent.list(), ...(from && { from: from.toString() }) }), (hits, query) => this.#showFound(hits, query)),
    );
    this.#open();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #open(): void {
    const pick = this.#pick;
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.buttons = [this.#browseButton];
    this.#owned.add(pick.onDidChangeSelection((rows) => this.#tick(rows)));
    this.#owned.add(pick.onDidAccept(() => void this.#accept()));
    this.#owned.add(pick.onDidTriggerButton(() => void this.#browse()));
    this.#owned.add(pick.onDidHide(() => this.#isBrowsing || this.#end(undefined)));
    void this.#question.referenced.then((uris) => {
      this.#referenced = uris;
      if (uris.size > 0) this.#search.update();
    });
    this.#showCount();
    this.#search.update();
    pick.show();
  }

  #showCount(): void {
    const count = this.#ticked.size;
    const title = vscode.l10n.t('Add File References');
    this.#pick.title = count === 0 ? title : `${title} · ${count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', count)}`;
  }

  #showFound(hits: readonly FileHit[], query: string): void {
    const ticked = [...this.#chosen.values()].filter(({ uri }) => this.#ticked.has(uri));
    const active = query === this.#shownQuery ? this.#pick.activeItems[0]?.file?.uri : undefined;
    this.#shownQuery = query;
    this.#show(hits.map(chosenFile), ticked, active);
  }

  /**
   * Files that are ticked but were not found stay in the list, so that it always tells the whole choice.
   * @param active URI of the file that stays highlighted, if it is still there
   */
  #show(found: readonly ChosenFile[], ticked: readonly ChosenFile[], active: string | undefined): void {
    const isFound = new Set(found.map(({ uri }) => uri));
    const others = ticked.filter(({ uri }) => !isFound.has(uri));
    const separator: FileRow = { label: vscode.l10n.t('ticked before'), kind: vscode.QuickPickItemKind.Separator };
    const rows = found.map((file) => this.#row(file));
    if (others.length > 0) rows.push(separator, ...others.map((file) => this.#row(file)));
    this.#pick.items = rows;
    this.#pick.selectedItems = rows.filter(({ picked }) => picked);
    // Otherwise none is: so the Down key leads to the first one, where the Space key ticks it.
    const highlighted = rows.find(({ file }) => file && file.uri === active);
    if (highlighted) this.#pick.activeItems = [highlighted];
  }

  #row(file: ChosenFile): FileRow {
    const isReferenced = this.#referenced.has(file.uri);
    const description = [file.folder, isReferenced ? vscode.l10n.t('already referenced') : ''].filter((part) => part !== '').join(' · ');
    return { file, label: forLabel(file.name), description: forLabel(description), iconPath: icon, alwaysShow: true, picked: this.#ticked.has(file.uri) };
  }

  #tick(rows: readonly FileRow[]): void {
    this.#ticked.clear();
    for (const { file } of rows) {
      if (!file) continue;
      this.#ticked.add(file.uri);
      if (!this.#chosen.has(file.uri)) this.#chosen.set(file.uri, file);
    }
    this.#showCount();
  }

  /** With nothing ticked, Enter means the highlighted file or else the best one: for one reference nobody wants to tick first. */
  async #accept(): Promise<void> {
    await this.#search.shown;
    const active = (this.#pick.activeItems[0] ?? this.#pick.items[0])?.file;
    if (this.#ticked.size === 0 && active) return this.#end([active]);
    if (this.#ticked.size > 0) this.#end([...this.#chosen.values()].filter(({ uri }) => this.#ticked.has(uri)));
  }

  /** The dialog may take the place of this list, so the list comes back afterwards. */
  async #browse(): Promise<void> {
    this.#isBrowsing = true;
    try {
      for (const file of await browse(this.#question)) {
        if (!this.#chosen.has(file.uri)) this.#chosen.set(file.uri, file);
        this.#ticked.add(file.uri);
      }
    } catch (error) {
      this.#question.app.log.error('Browsing for files failed', error);
    }
    this.#isBrowsing = false;
    this.#showCount();
    this.#search.update();
    this.#pick.show();
  }
}

/** Files that the user chose in a dialog; those outside of the workspace only after a yes. */
async function browse({ app, from }: FileQuestion): Promise<ChosenFile[]> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? (from?.scheme === 'file' ? vscode.Uri.joinPath(from, '..') : undefined);
  const labels = { title: vscode.l10n.t('Add File References'), openLabel: vscode.l10n.t('Add References') };
  const uris = await vscode.window.showOpenDialog({ ...labels, canSelectMany: true, ...(folder && { defaultUri: folder }) });
  const files: ChosenFile[] = [];
  for (const uri of uris ?? []) {
    if (vscode.workspace.getWorkspaceFolder(uri) || (await askToReadOutside(app, uri.toString()))) files.push(browsedFile(uri));
  }
  return files;
}

const icon = new vscode.ThemeIcon('file');

function chosenFile(hit: FileHit): ChosenFile {
  return { uri: hit.uri, name: nameOf(hit.path), folder: folderText(hit) };
}

function browsedFile(uri: vscode.Uri): ChosenFile {
  const path = vscode.workspace.asRelativePath(uri);
  return { uri: uri.toString(), name: nameOf(uri.path), folder: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '' };
}
