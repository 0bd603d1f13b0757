import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { type DocumentEdits, planMove } from '../../../core/references/movePlan';
import { type Move, MoveSet } from '../../../core/references/moveSet';
import { MAX_DOCUMENT_BYTES, ReferenceIndex } from '../../../core/references/referenceIndex';
import type { Disposable } from '../../../core/util/dispose';
import { SystemClock } from '../../../platform/node/systemClock';
import type { Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';
import { linksLeftToMarkdown } from './markdownLinks';
import { promptNameTest } from './promptFileNames';
import { saveEdited } from './saveEdited';

const CARRY_OVER_ATTEMPTS = 50;
/** In milliseconds. */
const CARRY_OVER_PAUSE = 100;

/** Documents whose references were offered to be updated. */
interface Offer {
  readonly moves: readonly Move[];
  readonly plans: readonly DocumentEdits[];
  /** Those that were changed before: nobody saves them but the user. */
  readonly dirty: ReadonlySet<string>;
}

/** Finds what has to be written when files move, and writes it. */
export class ReferenceUpdater implements Disposable {
  readonly #app: App;
  readonly #host: Host;
  readonly #index: ReferenceIndex;
  readonly #abort = new AbortController();
  #offer: Offer | undefined;

  constructor(app: App, host: Host) {
    this.#app = app;
    this.#host = host;
    this.#index = new ReferenceIndex({ fileSystem: app.fileSystem, clock: new SystemClock(), parse: (text) => app.references.parse(text) });
  }

  /** Reads all prompt documents, so that the first move is quick as well. */
  async prepare(): Promise<void> {
    await this.#index.fill(await this.#documents(new MoveSet([]), this.#abort.signal), this.#abort.signal);
  }

  /** The edits for files that are about to move, as VS Code shows them in its question and its preview. */
  async offer(moves: readonly Move[], token: vscode.CancellationToken): Promise<vscode.WorkspaceEdit | undefined> {
    this.#offer = undefined;
    const cancelled = new AbortController();
    const subscription = token.onCancellationRequested(() => cancelled.abort());
    try {
      const signal = AbortSignal.any([cancelled.signal, this.#abort.signal]);
      const plans = await this.#plan(moves, false, signal);
      if (plans.length === 0) return undefined;
      this.#offer = { moves, plans, dirty: dirtyDocuments() };
      return workspaceEdit(plans);
    } finally {
      subscription.dispose();
    }
  }

  /** Saves the documents in which the user accepted what was offered for these moves. */
  async saveAccepted(moves: readonly Move[]): Promise<void> {
    const offer = this.#offer;
    if (!offer || JSON.stringify(offer.moves) !== JSON.stringify(moves)) return;
    this.#offer = undefined;
    const places = new MoveSet(moves);
    const clean = offer.plans.filter(({ uri }) => !offer.dirty.has(uri));
    await saveEdited(clean.map(({ uri, edits }) => ({ uri: places.moved(uri), edits })), this.#host.log);
  }

  /**
   * Updates references to files that have moved, without a question.
   * @param carried where documents with changes have moved to: what is on disk there is not what an editor will show
   */
  async update(moves: readonly Move[], carried: readonly string[]): Promise<void> {
    const late = await stillWithoutChanges(carried);
    const plans = (await this.#plan(moves, true, this.#abort.signal)).filter(({ uri }) => !late.includes(uri));
    if (plans.length === 0) return;
    const dirty = dirtyDocuments();
    // Not as a refactoring: then VS Code would also save what the user has not saved yet.
    if (!(await vscode.workspace.applyEdit(workspaceEdit(plans)))) {
      void vscode.window.showWarningMessage(vscode.l10n.t('References to the moved files could not be updated.'));
      return;
    }
    await saveEdited(plans.filter(({ uri }) => !dirty.has(uri)), this.#host.log);
  }

  dispose(): void {
    this.#abort.abort();
  }

  async #plan(moves: readonly Move[], isMoved: boolean, signal: AbortSignal): Promise<readonly DocumentEdits[]> {
    const { references, fileSystem, library } = this.#app;
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    const inside = [...folders, ...library.sources.map(({ root }) => root)];
    const documents = await this.#documents(new MoveSet(isMoved ? moves : []), signal);
    const ports = {
      fileSystem,
      index: this.#index,
      parse: references.parse.bind(references),
      formatPath: references.formatPath.bind(references),
      named: (name: string) => references.files.named(name).map(({ uri }) => uri),
    };
    return planMove(ports, {
      moves: new MoveSet(moves),
      isMoved,
      documents: documents.filter((uri) => vscode.workspace.fs.isWritableFileSystem(uri.slice(0, uri.indexOf(':'))) !== false),
      open: this.#open(new Set(documents)),
      folders,
      inside,
      isLeftAlone: linksLeftToMarkdown(moves),
      readAsEditor,
      signal,
    });
  }

  /** Every prompt document on disk: of the workspace, by its name, and of the library. @param moves those that are done already */
  async #documents(moves: MoveSet, signal: AbortSignal): Promise<readonly string[]> {
    const { references, library } = this.#app;
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([Promise.all([references.files.whenReady(), library.whenReady()]), aborted]);
    const isPromptDocumentName = promptNameTest(this.#host.setting('promptstack.languages'));
    const uris = references.files.withName(isPromptDocumentName);
    return [...new Set([...uris, ...library.prompts.map(({ uri }) => uri)].map((uri) => moves.moved(uri)))];
  }

  /** Text of the prompt documents that are open: those on disk, and others in the workspace or nowhere yet. */
  #open(documents: ReadonlySet<string>): ReadonlyMap<string, string> {
    const isOurs = (document: vscode.TextDocument): boolean =>
      documents.has(document.uri.toString()) ||
      ((document.uri.scheme === 'untitled' || vscode.workspace.getWorkspaceFolder(document.uri) !== undefined) &&
        isPromptDocument(this.#app, this.#host, document));
    const open = vscode.workspace.textDocuments.filter((document) => !document.isClosed && isOurs(document));
    return new Map(open.map((document) => [document.uri.toString(), document.getText()] as const).filter(([, text]) => text.length <= MAX_DOCUMENT_BYTES));
  }
}

/** Waits until documents have the changes that they had before they moved. @returns those that do not get them */
async function stillWithoutChanges(uris: readonly string[]): Promise<readonly string[]> {
  for (let attempt = 0; ; attempt++) {
    const dirty = dirtyDocuments();
    const late = uris.filter((uri) => !dirty.has(uri));
    if (late.length === 0 || attempt === CARRY_OVER_ATTEMPTS) return late;
    await new Promise((resolve) => setTimeout(resolve, CARRY_OVER_PAUSE));
  }
}

function dirtyDocuments(): ReadonlySet<string> {
  return new Set(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri.toString()));
}

/** VS Code asks by itself before it applies this; what needs confirmation would come without a tick in its preview, edit by edit. */
function workspaceEdit(plans: readonly DocumentEdits[]): vscode.WorkspaceEdit {
  const metadata = { label: vscode.l10n.t('Update references to moved files'), needsConfirmation: false };
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, edits } of plans) {
    const target = vscode.Uri.parse(uri, true);
    for (const { line, start, end, text } of edits) edit.replace(target, new vscode.Range(line, start, line, end), text, metadata);
  }
  return edit;
}

/** Text in the encoding that VS Code takes a file to have; `undefined` when it takes characters for broken, which saving would lose. */
async function readAsEditor(uri: string): Promise<string | undefined> {
  try {
    const text = (await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true))).getText();
    return text.includes('\uFFFD') ? undefined : text;
  } catch {
    return undefined;
  }
}
