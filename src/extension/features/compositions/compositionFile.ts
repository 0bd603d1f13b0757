import * as vscode from 'vscode';
import { compositionBody, readCompositionHead } from '../../../core/history/compositionText';
import { FileSystemError } from '../../../core/ports/fileSystem';
import { decode } from '../../../core/prompts/textEncoding';
import { type Disposable, DisposableStore, toDisposable } from '../../../core/util/dispose';
import { basenameOf } from '../../../core/util/uri';
import { type HistorySave, reportHistorySave } from '../../historySaves';
import { forMessage } from '../../messageText';
import { Debounce } from './debounce';
import { saveInEditor } from './editorSave';
import { FileOnDisk } from './fileOnDisk';
import { DURABLE_LIMIT, type KeeperParts, type KeptDocument, SAVE_LIMIT } from './keptDocument';
import { SaveTrouble } from './saveTrouble';

/** The first change of a document comes before the news that it has unsaved changes. Milliseconds. */
const SETTLING = 100;

/** Until something is tried again that failed. Milliseconds. */
const RETRY_DELAY = 3000;

/**
 * A composition in its own file, open in an editor. What is typed goes into a durable draft first and is then saved in the editor, which
 * writes the file in place: should that be torn or refused, the draft has the text.
 */
export class CompositionFile extends DisposableStore implements KeptDocument {
  readonly #parts: KeeperParts;
  readonly #document: vscode.TextDocument;
  readonly #uri: string;
  readonly #drafts: Debounce;
  readonly #saves: Debounce;
  readonly #cleans: Debounce;
  readonly #disk: FileOnDisk;
  readonly #trouble: SaveTrouble;
  #saving: Promise<void> | undefined;
  #nextTry: Disposable | undefined;
  /** What the draft has; `undefined` without one. */
  #draft: { readonly version: number; readonly text: string } | undefined;
  /** The editor refused to save and told the user; it is not asked again until the user has done something about it. */
  #isRefused = false;

  constructor(parts: KeeperParts, document: vscode.TextDocument) {
    super();
    this.#parts = parts;
    this.#document = document;
    this.#uri = document.uri.toString();
    this.#disk = new FileOnDisk(parts.app.fileSystem, document.uri);
    this.#trouble = new SaveTrouble(document, 'file');
    const delay = (): number => parts.host.setting('promptstack.history.autosaveDelay');
    this.#drafts = this.add(new Debounce(parts.clock, { delay, limit: DURABLE_LIMIT }, () => void this.#keepDraft()));
    this.#saves = this.add(new Debounce(parts.clock, { delay, limit: SAVE_LIMIT }, () => void this.#save()));
    this.#cleans = this.add(new Debounce(parts.clock, { delay: () => SETTLING, limit: SETTLING }, () => void this.#becameClean()));
    this.add(toDisposable(() => reportHistorySave(document, undefined)));
    if (document.isDirty) this.#touch();
    else {
      this.#report('saved');
      this.#rememberDisk();
    }
  }

  get isCurrent(): boolean {
    return this.#parts.app.history.isCompositionFile(this.#uri);
  }

  edited(): void {
    if (this.#document.isDirty) this.#touch();
    else this.#cleans.touch();
  }

  saved(): void {
    this.#disk.forget();
    if (!this.#saving) void this.#afterSave();
  }

  async willSave(): Promise<void> {
    await this.#keepOverlooked();
  }

  flush(): void {
    this.#drafts.cancel();
    this.#saves.flush();
  }

  closed(): Promise<void> {
    this.dispose();
    return Promise.resolve();
  }

  #touch(): void {
    this.#drafts.touch();
    this.#saves.touch();
  }

  /** It may be again what is on disk: read anew, given up, or undone. */
  async #becameClean(): Promise<void> {
    if (this.#document.isDirty || this.#saving || !(await this.#isWhole()) || this.#document.isDirty) return;
    this.#drafts.cancel();
    this.#saves.cancel();
    this.#nextTry?.dispose();
    const givenUp = this.#isRefused ? this.#draft?.text : undefined;
    this.#isRefused = false;
    if (this.#draft) void this.#endDraft(givenUp);
    this.#rememberDisk();
    this.#succeeded();
  }

  /** @param givenUp text that the editor could not save and the user gave up for what is on disk: it becomes a composition of its own. */
  async #endDraft(givenUp: string | undefined): Promise<void> {
    const { recorder } = this.#parts.history;
    const text = this.#document.getText();
    try {
      if (givenUp !== undefined && givenUp !== text) await this.#keepApart(givenUp);
      // With the text of the file, the draft is worth nothing and goes.
      await recorder.keepDraft(this.#uri, text);
    } catch (error) {
      this.#parts.host.log.error(`The draft of ${this.#uri} stays`, error);
      return;
    }
    await this.#fileSaved();
  }

  /** @returns whether the text of this moment is durable */
  async #keepDraft(): Promise<boolean> {
    const { version, isDirty, isClosed } = this.#document;
    if (!isDirty || isClosed || this.#draft?.version === version) return true;
    const text = this.#document.getText();
    try {
      await this.#parts.history.recorder.keepDraft(this.#uri, text);
      this.#draft = { version, text };
      return true;
    } catch (error) {
      this.#parts.host.log.error(`A draft of ${this.#uri} could not be kept`, error);
      // The editor saves without one what is too long for it.
      if (FileSystemError.is(error, 'tooLarge')) return true;
      this.#failed(error, () => this.#save());
      return false;
    }
  }

  #save(): Promise<void> {
    if (this.#saving) {
      this.#saves.touch();
      return this.#saving;
    }
    return (this.#saving = this.#saveOnce().finally(() => {
      this.#saving = undefined;
    }));
  }

  async #saveOnce(): Promise<void> {
    this.#drafts.cancel();
    if (!this.#document.isDirty || this.#document.isClosed) return;
    if (!this.#isRefused) this.#report('saving');
    if (!(await this.#keepDraft())) return;
    if (this.#isRefused) return this.#report('failed');
    await this.#keepOverlooked();
    if (this.#document.isClosed) return;
    if (!this.#document.isDirty || (await saveInEditor(this.#document))) return this.#afterSave();
    this.#isRefused = true;
    this.#parts.host.log.warn(`The editor did not save ${this.#uri}; a draft has its text`);
    this.#report('failed');
  }

  async #afterSave(): Promise<void> {
    this.#isRefused = false;
    if (!(await this.#isWhole())) return;
    await this.#fileSaved();
    this.#rememberDisk();
    this.#succeeded();
    // What was typed meanwhile has lost its draft to the save.
    if (this.#document.isDirty && !this.isDisposed) this.#drafts.touch();
  }

  /**
   * On a full disk the editor may take the part for the whole that could be written. Then it has nothing unsaved, so the file is written
   * here, now and again until there is space. @returns whether the file has all of the text
   */
  async #isWhole(): Promise<boolean> {
    if (this.#document.isDirty) return true;
    try {
      await this.#disk.complete(this.#document.getText());
      return true;
    } catch (error) {
      this.#parts.host.log.error(`${this.#uri} was not written as a whole`, error);
      this.#failed(error, () => this.#afterSave());
      return false;
    }
  }

  /** @param again is done after a while, whether or not somebody writes on. */
  #failed(error: unknown, again: () => Promise<void>): void {
    this.#report('failed');
    this.#trouble.tell(error, this.#retry);
    this.#nextTry?.dispose();
    this.#nextTry = this.#parts.clock.schedule(RETRY_DELAY, () => void again());
  }

  async #fileSaved(): Promise<void> {
    this.#draft = undefined;
    try {
      await this.#parts.history.recorder.fileSaved(this.#uri);
    } catch (error) {
      this.#parts.host.log.error(`The history did not take note of ${this.#uri}`, error);
    }
  }

  /** The version that another program wrote and that saving would replace becomes a composition of its own. */
  async #keepOverlooked(): Promise<void> {
    try {
      const bytes = await this.#disk.takeOverlooked();
      const decoded = bytes && decode(bytes);
      if (decoded?.ok && decoded.text !== this.#document.getText()) void tellOfOther(this.#document, await this.#keepApart(decoded.text));
    } catch (error) {
      this.#parts.host.log.error(`What another program wrote into ${this.#uri} could not be kept`, error);
    }
  }

  /** @returns URI of the composition that has the text from now on. @throws {FileSystemError} */
  async #keepApart(text: string): Promise<string> {
    const { directory, prompts, tags } = readCompositionHead(text).head;
    return (await this.#parts.history.create({ body: compositionBody(text), prompts, tags, ...(directory !== undefined && { directory }) })).uri;
  }

  #rememberDisk(): void {
    this.#disk.remember().catch((error: unknown) => this.#parts.host.log.error(`${this.#uri} could not be read`, error));
  }

  #succeeded(): void {
    this.#trouble.end();
    this.#report('saved');
  }

  readonly #retry = async (): Promise<void> => {
    this.#isRefused = false;
    this.#trouble.forgive();
    this.#saves.cancel();
    await (this.#document.isDirty ? this.#save() : this.#afterSave());
  };

  #report(state: HistorySave['state']): void {
    if (!this.isDisposed) reportHistorySave(this.#document, { kind: 'file', state, retry: this.#retry });
  }
}

async function tellOfOther(document: vscode.TextDocument, uri: string): Promise<void> {
  const show = vscode.l10n.t('Show');
  const message = vscode.l10n.t('"{0}" was also changed elsewhere. That version is kept as a composition of its own.', basenameOf(document.uri.toString()));
  if ((await vscode.window.showInformationMessage(forMessage(message), show)) === show) await vscode.window.showTextDocument(vscode.Uri.parse(uri, true));
}
