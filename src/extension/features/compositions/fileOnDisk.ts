import * as vscode from 'vscode';
import { FileSystemError, type FileSystem } from '../../../core/ports/fileSystem';

/** Larger files are left to the editor's own care. */
const MAX_BYTES = 8_000_000;

/**
 * What the file of a document held when the editor last read or wrote it. The editor itself notices that somebody else wrote the file only by
 * its size, and not at all where the user told it so.
 */
export class FileOnDisk {
  readonly #fileSystem: FileSystem;
  readonly #uri: vscode.Uri;
  #known: Uint8Array | undefined;
  /** Counts what makes {@link #known} old. */
  #age = 0;

  constructor(fileSystem: FileSystem, uri: vscode.Uri) {
    this.#fileSystem = fileSystem;
    this.#uri = uri;
  }

  /** The editor writes it. */
  forget(): void {
    this.#age++;
    this.#known = undefined;
  }

  /** The editor has read or written it just now. */
  async remember(): Promise<void> {
    this.forget();
    const age = this.#age;
    const found = await this.#read();
    if (age === this.#age) this.#known = found;
  }

  /** Bytes that somebody else wrote and that saving would replace without a word; they are known from now on. */
  async takeOverlooked(): Promise<Uint8Array | undefined> {
    const known = this.#known;
    const age = this.#age;
    const found = known && (await this.#read());
    if (!known || !found || age !== this.#age || Buffer.compare(known, found) === 0 || this.#isNoticed(known, found)) return undefined;
    this.#known = found;
    return found;
  }

  /** Writes the file, in one step, where only the beginning of the text got into it. @throws {FileSystemError} */
  async complete(text: string): Promise<void> {
    const whole = Buffer.from(text);
    const found = await this.#read();
    if (!found || found.length >= whole.length || Buffer.compare(found, whole.subarray(0, found.length)) !== 0) return;
    await this.#fileSystem.write(this.#uri.toString(), whole);
  }

  #isNoticed(known: Uint8Array, found: Uint8Array): boolean {
    const resolution = vscode.workspace.getConfiguration('files', this.#uri).get('saveConflictResolution');
    return known.length !== found.length && resolution !== 'overwriteFileOnDisk';
  }

  /** `undefined` for a file that is gone or cannot be read: there is nothing to compare with. */
  async #read(): Promise<Uint8Array | undefined> {
    try {
      return (await this.#fileSystem.read(this.#uri.toString(), MAX_BYTES)).bytes;
    } catch (error) {
      if (FileSystemError.is(error)) return undefined;
      throw error;
    }
  }
}
