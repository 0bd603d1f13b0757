import type { Composition } from './composition';
import type { StoredText } from './compositionBytes';
import type { CompositionFiles } from './compositionFiles';
import type { CompositionIndex } from './compositionIndex';
import type { CompositionProjection } from './compositionProjection';
import { compositionBody, readCompositionHead } from './compositionText';
import type { CompositionWriter } from './compositionWriter';
import type { NewComposition } from './history';

/** The file of a composition that records a document. */
export interface Mirror {
  readonly uuid: string;
  readonly stored: StoredText;
  readonly body: string;
}

interface MirrorOptions {
  readonly files: CompositionFiles;
  readonly index: CompositionIndex;
  readonly projection: CompositionProjection;
  readonly writer: CompositionWriter;
}

/** Reads and writes the files of compositions that record documents. */
export class Mirrors {
  readonly #options: MirrorOptions;

  constructor(options: MirrorOptions) {
    this.#options = options;
  }

  /**
   * The file as it is now.
   * @param known as this window read or wrote it last: what became of a file that is gone now, as long as nobody deleted the composition.
   * @throws {FileSystemError}
   */
  async current(uuid: string, known?: Mirror): Promise<Mirror | undefined> {
    const { files, index, projection } = this.#options;
    const before = known?.uuid === uuid ? known : undefined;
    const row = index.get(uuid);
    const uri = (row?.isMissing === false ? row.uri : undefined) ?? before?.stored.uri ?? projection.uriOf(uuid) ?? row?.uri;
    if (uri === undefined || !files.isOurs(uri)) return undefined;
    const stat = await files.stat(uri);
    if (stat && before?.stored.uri === uri && before.stored.size === stat.size && before.stored.mtime === Math.floor(stat.mtime)) return before;
    const stored = stat && (await files.read(uri));
    if (!stored) return projection.isDeleted(uuid) ? undefined : before;
    const declared = readCompositionHead(stored.text).head.uuid;
    return declared === undefined || declared === uuid ? mirrorOf(uuid, stored) : undefined;
  }

  /** Writes a new file; {@link announce} has to follow. @throws {FileSystemError} */
  async create(init: NewComposition): Promise<Mirror> {
    const { stored, uuid } = await this.#options.writer.store(init);
    return mirrorOf(uuid, stored);
  }

  /** @throws {FileSystemError} when the journal cannot be written; the next {@link write} tries again. */
  async announce({ stored, uuid }: Mirror): Promise<void> {
    await this.#options.writer.announce(stored, uuid);
  }

  /**
   * Puts a text into the file, whatever happened to the frontmatter meanwhile. Writes nothing when all of it is there and known.
   * @param prompts URIs that the file names from now on.
   * @returns `undefined` when the composition was deleted meanwhile, or another one has its place. @throws {FileSystemError}
   */
  write(mirror: Mirror, body: string, prompts: readonly string[]): Promise<Mirror | undefined> {
    const { files, writer } = this.#options;
    return files.inTurn(mirror.stored.uri, async () => {
      const now = await this.current(mirror.uuid, mirror);
      if (!now) return undefined;
      const { head } = readCompositionHead(now.stored.text);
      const named = [...new Set([...head.prompts, ...prompts])];
      const isThere = await files.stat(now.stored.uri);
      if (isThere && now.body === body && named.length === head.prompts.length && writer.isAnnounced(now.uuid)) return now;
      const front = now.stored.text.slice(0, now.stored.text.length - now.body.length);
      const text = named.length === head.prompts.length ? front + body : await withKey(front + body, 'prompts', named);
      return mirrorOfRow(await writer.write(now.stored.uri, now.uuid, text));
    });
  }

  /** Names the document in the file. @throws {FileSystemError} */
  setSource(mirror: Mirror, source: string): Promise<Mirror | undefined> {
    const { files, writer } = this.#options;
    return files.inTurn(mirror.stored.uri, async () => {
      const now = await this.current(mirror.uuid, mirror);
      return now && mirrorOfRow(await writer.write(now.stored.uri, now.uuid, await withKey(now.stored.text, 'source', source)));
    });
  }
}

async function withKey(text: string, key: 'prompts' | 'source', value: string | readonly string[]): Promise<string> {
  return (await import('./compositionEdits')).withKey(text, key, value).text;
}

function mirrorOf(uuid: string, stored: StoredText): Mirror {
  return { uuid, stored, body: compositionBody(stored.text) };
}

function mirrorOfRow(row: Composition): Mirror {
  return mirrorOf(row.uuid, { ...row, encoding: 'utf8' });
}
