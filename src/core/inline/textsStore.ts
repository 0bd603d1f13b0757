import type { FileStat, FileSystem } from '../ports/fileSystem';
import { FileSystemError } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { Slices } from '../util/slices';
import { joinUri } from '../util/uri';
import { KnownTexts } from './knownTexts';
import { decodeTexts, encodeTexts, type KeptText } from './textsFile';

/** More than the file of the most texts that are learned. Bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Keeps the learned texts for the next window. May be deleted at any time; what is torn, damaged or foreign is ignored. Windows replace
 * the file as a whole: prompts are learned from the library anyway, and compositions of other windows are taken over before.
 */
export class TextsStore {
  readonly #fileSystem: FileSystem;
  readonly #log: Log;
  readonly #uri: string;
  readonly #version: string;
  /** The file as this window last read or wrote it. */
  #seen: FileStat | undefined;

  constructor(ports: { readonly fileSystem: FileSystem; readonly log: Log; readonly folder: string; readonly version: string }) {
    this.#fileSystem = ports.fileSystem;
    this.#log = ports.log;
    this.#uri = joinUri(ports.folder, 'texts.bin');
    this.#version = ports.version;
  }

  /** Never throws. Of another version, which may cut texts differently, only compositions are taken: they are nowhere else. */
  async load(slices: Slices): Promise<KnownTexts> {
    const texts = new KnownTexts();
    const complete = await this.#read(slices, (text, version) => {
      if (version === this.#version) texts.put(text.origin, text.words);
      else if (text.origin.kind === 'composition') texts.learn(text.origin, text.words.join(''));
    });
    return complete ? texts : new KnownTexts();
  }

  /**
   * Never throws: a failure costs only time in the next window, and is logged.
   * @returns URIs of the texts that were taken over from other windows
   */
  async save(texts: KnownTexts, slices: Slices): Promise<readonly string[]> {
    const taken: string[] = [];
    try {
      const stat = await this.#fileSystem.stat(this.#uri);
      if (stat && !isSame(stat, this.#seen)) await this.#takeCompositions(texts, slices, taken);
      const bytes = await encodeTexts(this.#version, keptTexts(texts), slices);
      await this.#fileSystem.write(this.#uri, bytes);
      this.#seen = await this.#fileSystem.stat(this.#uri);
    } catch (error) {
      this.#log.warn(`What ghost text learned could not be written: ${String(error)}`);
    }
    return taken;
  }

  async #takeCompositions(texts: KnownTexts, slices: Slices, taken: string[]): Promise<void> {
    await this.#read(slices, ({ origin, words }) => {
      if (origin.kind !== 'composition' || origin.stamp <= (texts.originOf(origin.uri)?.stamp ?? 0)) return;
      texts.learn(origin, words.join(''));
      taken.push(origin.uri);
    });
  }

  /** @returns false when not all of it could be read */
  async #read(slices: Slices, visit: (text: KeptText, version: string) => void): Promise<boolean> {
    try {
      const { bytes, stat } = await this.#fileSystem.read(this.#uri, MAX_BYTES);
      this.#seen = stat;
      return (await decodeTexts(bytes, slices, visit)) !== undefined;
    } catch (error) {
      if (!FileSystemError.is(error, 'notFound')) this.#log.warn(`What ghost text learned could not be read: ${String(error)}`);
      return false;
    }
  }
}

function* keptTexts(texts: KnownTexts): Iterable<KeptText> {
  const { vocabulary } = texts;
  for (const origin of texts.origins()) yield { origin, words: Array.from(texts.wordsOf(origin.uri), (word) => vocabulary.wordOf(word)) };
}

function isSame(a: FileStat, b: FileStat | undefined): boolean {
  return a.size === b?.size && a.mtime === b.mtime;
}
