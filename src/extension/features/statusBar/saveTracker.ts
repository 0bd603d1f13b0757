import type { Disposable } from '../../../core/util/dispose';

/** How far what is in the editor is on disk. `none`: there is no file yet. */
export type SaveState = 'none' | 'unsaved' | 'saving' | 'saved' | 'failed';

/** A document, as far as saving goes. */
interface Savable {
  readonly isDirty: boolean;
  readonly isUntitled: boolean;
}

/** Time after which a save that did not end is held for failed, in milliseconds. Formatters run before it, and disks may be remote. */
const PATIENCE = 5000;

/**
 * Follows the saving of documents. The editor tells when it begins and when it succeeded, but not when it failed: that is the case when
 * nothing came of it for a while and there are still unsaved changes.
 */
export class SaveTracker<T extends Savable & object> {
  readonly #schedule: (ms: number, task: () => void) => Disposable;
  readonly #onDidChange: (document: T) => void;
  readonly #saving = new Map<T, Disposable>();
  readonly #failed = new WeakSet<T>();

  /** @param onDidChange is called when the state of a document may be another one */
  constructor(schedule: (ms: number, task: () => void) => Disposable, onDidChange: (document: T) => void) {
    this.#schedule = schedule;
    this.#onDidChange = onDidChange;
  }

  willSave(document: T): void {
    if (document.isUntitled || !document.isDirty) return;
    this.#saving.get(document)?.dispose();
    this.#saving.set(
      document,
      this.#schedule(PATIENCE, () => this.fail(document)),
    );
    this.#onDidChange(document);
  }

  /** It is on disk as it is in the editor: saved, or read again. */
  didSave(document: T): void {
    this.forget(document);
    this.#onDidChange(document);
  }

  fail(document: T): void {
    this.#end(document);
    if (document.isDirty) this.#failed.add(document);
    this.#onDidChange(document);
  }

  /** The document was closed. */
  forget(document: T): void {
    this.#end(document);
    this.#failed.delete(document);
  }

  stateOf(document: T): SaveState {
    if (document.isUntitled) return 'none';
    if (!document.isDirty) return 'saved';
    if (this.#saving.has(document)) return 'saving';
    return this.#failed.has(document) ? 'failed' : 'unsaved';
  }

  dispose(): void {
    for (const timer of this.#saving.values()) timer.dispose();
    this.#saving.clear();
  }

  #end(document: T): void {
    this.#saving.get(document)?.dispose();
    this.#saving.delete(document);
  }
}
