import type { Clock } from '../ports/clock';
import type { FileSystem } from '../ports/fileSystem';
import { decode } from '../prompts/textEncoding';
import { TaskPool } from '../util/taskPool';
import { detached } from '../util/text';
import { folded, type MoveSet } from './moveSet';
import type { FileReference } from './reference';

/** A reference and where its path stands; lines and characters count from zero, characters in UTF-16 code units. */
export interface PlacedReference extends FileReference {
  readonly line: number;
  readonly character: number;
}

/** What a document refers to. */
export interface IndexedDocument {
  readonly uri: string;
  readonly references: readonly PlacedReference[];
  /** Whether every program would read the file as the same text. Where not, places are only good for the text they were found in. */
  readonly certain: boolean;
}

interface Entry {
  readonly size: number;
  readonly mtime: number;
  readonly references: readonly PlacedReference[];
  /** The names of which its paths consist, folded: what a move looks at first. */
  readonly names: readonly string[];
  readonly certain: boolean;
}

interface IndexPorts {
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly parse: (text: string) => readonly FileReference[];
}

/** Larger documents are no prompts. */
export const MAX_DOCUMENT_BYTES = 1_000_000;
const CONCURRENCY = 32;
/** Within so many milliseconds a file may change once more and keep its time. */
const SETTLED_MS = 2000;

/**
 * What documents refer to, read again only when their size or time differ: a move then neither reads nor parses what it leaves alone.
 * Looks at a document only when it is asked for it.
 */
export class ReferenceIndex {
  readonly #ports: IndexPorts;
  readonly #capacity: number;
  readonly #entries = new Map<string, Entry>();
  #count = 0;

  /** @param capacity so many documents and references are remembered at most, at about 300 bytes each */
  constructor(ports: IndexPorts, capacity = 200_000) {
    this.#ports = ports;
    this.#capacity = capacity;
  }

  /** Number of documents remembered. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Reads what it does not know yet and forgets what is not among these documents. Never fails: what cannot be read refers to nothing.
   * @param uris all documents
   */
  async fill(uris: readonly string[], signal?: AbortSignal): Promise<void> {
    await this.#each(uris, signal, () => undefined);
  }

  /**
   * Those of the documents that moves may concern: they mention a name that moves, or lie where something moves from or to.
   * @param uris all documents, where they are now
   */
  async concerned(uris: readonly string[], moves: MoveSet, signal?: AbortSignal): Promise<readonly IndexedDocument[]> {
    const found: IndexedDocument[] = [];
    await this.#each(uris, signal, (uri, { references, names, certain }) => {
      if (references.length > 0 && (moves.concerns(uri) || names.some((name) => moves.names.has(name)))) found.push({ uri, references, certain });
    });
    return found;
  }

  async #each(uris: readonly string[], signal: AbortSignal | undefined, visit: (uri: string, entry: Entry) => void): Promise<void> {
    const pool = new TaskPool<string>(CONCURRENCY, this.#ports.clock, async (uri) => {
      const entry = signal?.aborted ? undefined : await this.#entry(uri);
      if (entry) visit(uri, entry);
    });
    for (const uri of uris) pool.push(uri);
    await pool.drain();
    if (this.#entries.size <= uris.length || signal?.aborted) return;
    const all = new Set(uris);
    for (const uri of this.#entries.keys()) if (!all.has(uri)) this.#forget(uri);
  }

  async #entry(uri: string): Promise<Entry | undefined> {
    const { fileSystem } = this.#ports;
    try {
      const stat = await fileSystem.stat(uri);
      const known = this.#entries.get(uri);
      if (stat && known?.size === stat.size && known.mtime === stat.mtime) return known;
      this.#forget(uri);
      return stat?.type === 'file' && stat.size <= MAX_DOCUMENT_BYTES ? await this.#read(uri) : undefined;
    } catch {
      this.#forget(uri);
      return undefined;
    }
  }

  async #read(uri: string): Promise<Entry> {
    const { fileSystem, clock, parse } = this.#ports;
    const { bytes, stat } = await fileSystem.read(uri, MAX_DOCUMENT_BYTES);
    const decoded = decode(bytes);
    const references = decoded.ok ? placed(parse(decoded.text), decoded.text) : [];
    const names = [...new Set(references.flatMap(({ path }) => folded(path).split('/')))].filter((name) => !/^\.{0,2}$/.test(name));
    const certain = decoded.ok && decoded.encoding !== 'windows1252' && !decoded.encoding.endsWith('NoBom');
    const entry: Entry = { size: stat.size, mtime: stat.mtime, references, names, certain };
    const isSettled = clock.now() - stat.mtime >= SETTLED_MS;
    this.#forget(uri);
    if (isSettled && this.#count + references.length < this.#capacity) {
      this.#entries.set(uri, entry);
      this.#count += references.length + 1;
    }
    return entry;
  }

  #forget(uri: string): void {
    const entry = this.#entries.get(uri);
    if (!entry) return;
    this.#count -= entry.references.length + 1;
    this.#entries.delete(uri);
  }
}

/** Finds the lines of references; they keep nothing of the text alive. */
export function placed(references: readonly FileReference[], text: string): readonly PlacedReference[] {
  const lineEnd = /\r\n|\r|\n/g;
  let [line, lineStart] = [0, 0];
  let end = lineEnd.exec(text);
  return references.map((reference) => {
    while (end && end.index + end[0].length <= reference.pathStart) {
      line++;
      lineStart = lineEnd.lastIndex;
      end = lineEnd.exec(text);
    }
    const { path, fragment } = reference;
    const kept = { ...reference, path: detached(path), title: undefined, fragment: fragment === undefined ? undefined : detached(fragment) };
    return { ...kept, line, character: reference.pathStart - lineStart };
  });
}
