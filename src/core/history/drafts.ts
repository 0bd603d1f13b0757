import type { Clock } from '../ports/clock';
import { type FileSystem, FileSystemError } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import { checksum } from '../util/checksum';
import type { Disposable } from '../util/dispose';
import { KeyedQueue } from '../util/keyedQueue';
import { basenameOf, dirnameOf, joinUri } from '../util/uri';
import { bytesOf, maxCompositionBytes, type StoredText } from './compositionBytes';
import type { CompositionFiles } from './compositionFiles';
import { isCompositionName } from './compositionNames';
import type { CompositionWriter } from './compositionWriter';
import { compositionBody, readCompositionHead } from './compositionText';

/** A window that lives tells so this often while it has drafts, in milliseconds. */
const heartbeatMs = 5000;
/** Drafts that nobody touched for so long were left by a crash. */
const abandonedMs = 20_000;
/** UTF-16 code units of a name that stay in the name of its draft; they take up to three bytes each. */
const longestName = 60;
const folderName = '.drafts';
const extension = '.draft';

/** First line of a draft, as JSON; the text follows. */
interface DraftHead {
  /** Name of the composition file. */
  readonly file: string;
  /** SHA-256 of the file when the text was first kept, hexadecimal; `null` when there was none. */
  readonly base: string | null;
  /** When its window last told that it lives, milliseconds since the epoch. */
  readonly at: number;
}

interface Draft extends DraftHead {
  readonly text: string;
}

interface DraftOptions {
  readonly fileSystem: FileSystem;
  readonly files: CompositionFiles;
  readonly writer: CompositionWriter;
  /** Identity of a file that may not say it itself. */
  readonly uuidOf: (uri: string) => string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Texts of composition files on their way to disk. An editor writes into the file itself, so that a crash can leave half of it; the draft
 * beside is whole, and goes when the file is.
 */
export class Drafts implements Disposable {
  readonly #options: DraftOptions;
  readonly #window = globalThis.crypto.randomUUID().slice(0, 8);
  readonly #turns = new KeyedQueue();
  /** Of this window, by URI of the composition file. */
  readonly #kept = new Map<string, Draft>();
  /** Hash of the file as this window last met it, by URI. */
  readonly #bases = new Map<string, string>();
  /** Drafts that are not needed any more and could not be deleted yet. */
  readonly #leftOver = new Set<string>();
  #heartbeat: Disposable | undefined;
  #isDisposed = false;

  constructor(options: DraftOptions) {
    this.#options = options;
  }

  /** @throws {FileSystemError} */
  keep(uri: string, text: string): Promise<void> {
    const { files, clock } = this.#options;
    return this.#turns.run(uri, async () => {
      const base = this.#kept.get(uri)?.base ?? this.#bases.get(uri) ?? (await files.read(uri))?.hash ?? null;
      const draft: Draft = { file: basenameOf(uri), base, at: clock.now(), text };
      await this.#write(uri, draft);
      this.#kept.set(uri, draft);
      this.#leftOver.delete(this.#uriOf(uri));
      this.#beat();
    });
  }

  /** The file has this text now. A draft that is newer than that stays. */
  saved(uri: string, stored: StoredText | undefined): Promise<void> {
    return this.#turns.run(uri, async () => {
      if (stored) this.#bases.set(uri, stored.hash);
      const draft = this.#kept.get(uri);
      if (!draft || (stored && draft.text !== stored.text && (await this.#isNewer(uri, stored)))) return;
      this.#kept.delete(uri);
      await this.#remove(this.#uriOf(uri));
    });
  }

  /** The composition was deleted: no draft of any window shall bring it back. */
  async forget(uri: string): Promise<void> {
    this.#bases.delete(uri);
    await this.#turns.run(uri, async () => {
      this.#kept.delete(uri);
      const folder = draftsBeside(uri);
      const drafts = (await this.#list(folder)) ?? [];
      for (const draft of drafts) if (draft.startsWith(prefixOf(basenameOf(uri)))) await this.#remove(joinUri(folder, draft));
    });
  }

  /**
   * Puts texts that a crash left in drafts where they belong: into their file when that is the version before or a part of the text, else
   * into a new one, so that nothing is overwritten that may be newer.
   * @returns how many texts came back, and when to look again for drafts whose window may still live.
   */
  async recover(): Promise<{ readonly recovered: readonly string[]; readonly againInMs: number | undefined }> {
    const { clock, log } = this.#options;
    const recovered: string[] = [];
    let againInMs: number | undefined;
    // Another folder may be chosen meanwhile.
    const historyFolder = this.#options.files.folder;
    const folder = joinUri(historyFolder, folderName);
    const drafts = await this.#list(folder);
    if (!drafts) return { recovered, againInMs: abandonedMs };
    for (const name of drafts) {
      if (name.includes(`.${this.#window}.`)) continue;
      try {
        const draft = await this.#read(joinUri(folder, name));
        if (!draft) continue;
        const taken = Number(/\.taken-(\d+)\.draft$/.exec(name)?.[1] ?? 0);
        if (Math.abs(clock.now() - Math.max(draft.at, taken)) < abandonedMs) againInMs = abandonedMs;
        else recovered.push(...(await this.#take(historyFolder, name, draft)));
      } catch (error) {
        log.warn(`The draft ${name} could not be recovered: ${String(error)}`);
      }
    }
    return { recovered, againInMs };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#heartbeat?.dispose();
  }

  #uriOf(uri: string): string {
    return joinUri(draftsBeside(uri), `${prefixOf(basenameOf(uri))}${this.#window}${extension}`);
  }

  #write(uri: string, { text, ...head }: Draft): Promise<void> {
    const bytes = bytesOf(`${JSON.stringify(head)}\n${text}`);
    if (bytes.length > maxCompositionBytes) throw new FileSystemError('tooLarge', uri);
    return this.#options.fileSystem.write(this.#uriOf(uri), bytes);
  }

  async #read(uri: string): Promise<Draft | undefined> {
    const { bytes } = await this.#options.fileSystem.read(uri, maxCompositionBytes);
    const content = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const end = content.indexOf('\n');
    return end === -1 ? undefined : draftOf(content.slice(0, end), content.slice(end + 1));
  }

  /** `undefined` when the folder cannot be read: nothing but drafts depends on it. */
  async #list(folder: string): Promise<readonly string[] | undefined> {
    try {
      const entries = await this.#options.fileSystem.readDirectory(folder);
      return entries.filter(({ name, type }) => type === 'file' && name.endsWith(extension) && !name.startsWith('.')).map(({ name }) => name);
    } catch (error) {
      if (FileSystemError.is(error, 'notFound')) return [];
      if (!FileSystemError.is(error)) throw error;
      this.#options.log.warn(`Drafts of compositions cannot be read: ${error.reason}`);
      return undefined;
    }
  }

  /** Both times come from the same disk. */
  async #isNewer(uri: string, { mtime }: StoredText): Promise<boolean> {
    const stat = await this.#options.fileSystem.stat(this.#uriOf(uri)).catch(() => undefined);
    return stat !== undefined && Math.floor(stat.mtime) > mtime;
  }

  /** By its new name, no other window takes it as well. */
  async #take(historyFolder: string, name: string, draft: Draft): Promise<readonly string[]> {
    const { fileSystem, clock } = this.#options;
    const folder = joinUri(historyFolder, folderName);
    const taken = joinUri(folder, `${prefixOf(draft.file)}${this.#window}.taken-${clock.now()}${extension}`);
    try {
      await fileSystem.rename(joinUri(folder, name), taken);
    } catch (error) {
      if (FileSystemError.is(error, 'notFound')) return [];
      throw error;
    }
    const recovered = await this.#putBack(joinUri(historyFolder, draft.file), draft);
    await this.#remove(taken);
    return recovered;
  }

  /** @returns the URI of the file that has the text now; nothing when it had it already. */
  async #putBack(uri: string, { base, text }: Draft): Promise<readonly string[]> {
    const { files, writer, uuidOf } = this.#options;
    return files.inTurn(uri, async () => {
      const stored = await files.read(uri);
      if (stored?.text === text) return [];
      const { uuid, directory, prompts, tags, source } = readCompositionHead(text).head;
      if (!stored || stored.hash === base || isTorn(stored, text)) {
        return [(await writer.write(uri, uuid ?? uuidOf(uri), text, stored?.encoding)).uri];
      }
      return [(await writer.create({ body: compositionBody(text), directory, prompts, tags, source })).uri];
    });
  }

  async #remove(uri: string): Promise<void> {
    this.#leftOver.add(uri);
    try {
      await this.#options.fileSystem.delete(uri, { permanently: true });
      this.#leftOver.delete(uri);
    } catch (error) {
      if (FileSystemError.is(error, 'notFound') && !(await this.#options.fileSystem.stat(uri).catch(() => undefined))) this.#leftOver.delete(uri);
      else this.#options.log.warn(`The draft ${basenameOf(uri)} could not be deleted: ${String(error)}`);
      this.#beat();
    }
  }

  #beat(): void {
    if (this.#isDisposed || this.#kept.size + this.#leftOver.size === 0) return;
    this.#heartbeat ??= this.#options.clock.schedule(heartbeatMs, () => {
      this.#heartbeat = undefined;
      void this.#touchAll();
    });
  }

  async #touchAll(): Promise<void> {
    for (const uri of [...this.#leftOver]) await this.#remove(uri);
    for (const uri of [...this.#kept.keys()]) {
      await this.#turns.run(uri, async () => {
        const draft = this.#kept.get(uri);
        if (draft) await this.#write(uri, { ...draft, at: this.#options.clock.now() }).catch(() => undefined);
      });
    }
    this.#beat();
  }
}

/** URI of the folder for drafts of a composition file. */
function draftsBeside(uri: string): string {
  return joinUri(dirnameOf(uri), folderName);
}

/** How names of drafts of that file begin. A name that is as long as it may be would have no room for more. */
function prefixOf(name: string): string {
  return name.length <= longestName ? `${name}.` : `${name.slice(0, longestName)}~${checksum(name)}.`;
}

/** Whether the file holds the beginning of the text only, as an interrupted save leaves it. */
function isTorn(stored: StoredText, text: string): boolean {
  return stored.text.length < text.length && (text.startsWith(stored.text) || text.startsWith(stored.text.replace(/\uFFFD+$/, '')));
}

function draftOf(head: string, text: string): Draft | undefined {
  try {
    const { file, base, at } = JSON.parse(head) as Partial<DraftHead>;
    const isHead = typeof file === 'string' && isCompositionName(file) && !/[\\/]/.test(file) && typeof at === 'number';
    return isHead ? { file, base: typeof base === 'string' ? base : null, at, text } : undefined;
  } catch {
    return undefined;
  }
}
