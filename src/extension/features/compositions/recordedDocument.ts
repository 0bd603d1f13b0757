import type * as vscode from 'vscode';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { type HistorySave, reportHistorySave } from '../../historySaves';
import { Debounce } from './debounce';
import { DURABLE_LIMIT, type KeeperParts, type KeptDocument } from './keptDocument';
import { SaveTrouble } from './saveTrouble';

/** A document whose text the history records, saved or not. Its own file is never touched. */
export class RecordedDocument extends DisposableStore implements KeptDocument {
  readonly #parts: KeeperParts;
  readonly #document: vscode.TextDocument;
  readonly #uri: string;
  readonly #debounce: Debounce;
  readonly #trouble: SaveTrouble;
  /** Last text of an untitled document: the editor empties it before it closes it. */
  #text = '';
  #recordedVersion: number | undefined;

  /** @param isRecorded its text was recorded just now */
  constructor(parts: KeeperParts, document: vscode.TextDocument, isRecorded = false) {
    super();
    this.#parts = parts;
    this.#document = document;
    this.#uri = document.uri.toString();
    this.#trouble = new SaveTrouble(document, 'recording');
    const delay = (): number => parts.host.setting('promptstack.history.autosaveDelay');
    this.#debounce = this.add(new Debounce(parts.clock, { delay, limit: DURABLE_LIMIT }, () => void this.#record()));
    this.add(toDisposable(() => reportHistorySave(document, undefined)));
    this.#noteText();
    if (isRecorded) this.#recordedVersion = document.version;
    else if (document.isDirty) this.#debounce.touch();
    this.#report('saved');
  }

  get isCurrent(): boolean {
    return this.#parts.history.recorder.isTracked(this.#uri);
  }

  /** What was written last; of an untitled document that is closing, before the editor emptied it. */
  get lastText(): string {
    return this.#document.isUntitled ? this.#text : this.#document.getText();
  }

  edited({ contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    // The first change comes before the news, without changes, that there are unsaved ones.
    if (contentChanges.length === 0) {
      if (this.#document.isDirty && this.#document.version !== this.#recordedVersion) this.#debounce.touch();
      return;
    }
    this.#noteText();
    const isReadAgain = !this.#document.isDirty && !this.#document.isUntitled && reason === undefined;
    // Read from disk again, or given up: what was written stays recorded until somebody goes on writing.
    if (isReadAgain) this.#debounce.cancel();
    else this.#debounce.touch();
  }

  saved(): void {
    this.#debounce.touch();
    this.#debounce.flush();
  }

  willSave(): Promise<void> {
    return Promise.resolve();
  }

  flush(): void {
    this.#debounce.flush();
  }

  async closed(): Promise<void> {
    const isPending = this.#debounce.isPending;
    this.#debounce.cancel();
    if (isPending && this.lastText !== '') await this.#record(this.lastText);
    this.dispose();
  }

  #noteText(): void {
    if (this.#document.isUntitled) this.#text = this.#document.getText() || this.#text;
  }

  async #record(text?: string): Promise<void> {
    const { version } = this.#document;
    if (this.isDisposed || !this.isCurrent || (text === undefined && version === this.#recordedVersion)) return;
    this.#report('saving');
    try {
      await this.#parts.history.recorder.record(this.#uri, text ?? this.#document.getText());
      this.#recordedVersion = version;
      this.#trouble.end();
      this.#report('saved');
    } catch (error) {
      this.#parts.host.log.error(`${this.#uri} could not be recorded`, error);
      this.#report('failed');
      this.#trouble.tell(error, this.#retry);
    }
  }

  readonly #retry = async (): Promise<void> => {
    this.#trouble.forgive();
    this.#debounce.cancel();
    await this.#record();
  };

  #report(state: HistorySave['state']): void {
    if (!this.isDisposed) reportHistorySave(this.#document, { kind: 'recording', state, retry: this.#retry });
  }
}
