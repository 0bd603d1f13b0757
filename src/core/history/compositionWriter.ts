import type { Clock } from '../ports/clock';
import { FileSystemError } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { TextEncoding } from '../prompts/textEncoding';
import { basenameOf } from '../util/uri';
import type { Composition } from './composition';
import { compositionOf, readStored, type StoredText } from './compositionBytes';
import type { CompositionFiles } from './compositionFiles';
import type { CompositionIndex } from './compositionIndex';
import type { CompositionProjection } from './compositionProjection';
import { writeComposition } from './compositionText';
import type { NewComposition } from './history';

/** One blank line, and the line behind it to write on. */
const emptyBody = '\n';

/** Writes compositions and lets everybody know: first the file, then the event; the index follows on its own. */
export class CompositionWriter {
  readonly #files: CompositionFiles;
  readonly #index: CompositionIndex;
  readonly #projection: CompositionProjection;
  readonly #clock: Clock;
  readonly #log: Log;
  /** Hashes of versions whose event could not be written, by uuid. */
  readonly #unannounced = new Map<string, string>();

  constructor(files: CompositionFiles, index: CompositionIndex, projection: CompositionProjection, clock: Clock, log: Log) {
    this.#files = files;
    this.#index = index;
    this.#projection = projection;
    this.#clock = clock;
    this.#log = log;
  }

  /** The others learn later of a file whose event cannot be written: a failure would have it made once more. @throws {FileSystemError} */
  async create(init?: NewComposition): Promise<Composition> {
    const { stored, uuid } = await this.store(init);
    const composition = await this.#indexed(stored, uuid);
    try {
      await this.#publish(stored, uuid);
    } catch (error) {
      if (!FileSystemError.is(error)) throw error;
      this.#log.warn(`Other windows do not know yet of ${basenameOf(stored.uri)}: ${error.reason}`);
    }
    return composition;
  }

  /** Writes a new file; {@link announce} has to follow. @throws {FileSystemError} */
  async store({ body = emptyBody, ...head }: NewComposition = {}): Promise<{ readonly stored: StoredText; readonly uuid: string }> {
    const uuid = globalThis.crypto.randomUUID();
    const created = this.#clock.now();
    const stored = await this.#files.create(created, writeComposition({ ...head, uuid, created }, body));
    this.#unannounced.set(uuid, stored.hash);
    return { stored, uuid };
  }

  /** @throws {FileSystemError} */
  async write(uri: string, uuid: string, text: string, encoding?: TextEncoding): Promise<Composition> {
    return this.announce(await this.#files.write(uri, text, encoding), uuid);
  }

  /** Tells of a version that is on disk. @throws {FileSystemError} when the journal cannot be written */
  async announce(stored: StoredText, uuid: string): Promise<Composition> {
    const composition = await this.#indexed(stored, uuid);
    await this.#publish(stored, uuid);
    return composition;
  }

  /** Whether the others know of the last version of it that this window wrote. */
  isAnnounced(uuid: string): boolean {
    return !this.#unannounced.has(uuid);
  }

  async #indexed(stored: StoredText, uuid: string): Promise<Composition> {
    const composition = await compositionOf(readStored(stored), uuid, this.#index.slices);
    this.#index.written(composition);
    return composition;
  }

  async #publish({ uri, hash }: StoredText, uuid: string): Promise<void> {
    this.#unannounced.set(uuid, hash);
    await this.#projection.publish({ type: 'compositionSaved', uuid, uri, hash, at: this.#clock.now() });
    if (this.#unannounced.get(uuid) === hash) this.#unannounced.delete(uuid);
  }
}
