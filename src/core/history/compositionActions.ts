import type { Clock } from '../ports/clock';
import { FileSystemError } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import { basenameOf, joinUri } from '../util/uri';
import type { CompositionFiles } from './compositionFiles';
import type { CompositionIndex } from './compositionIndex';
import type { CompositionProjection } from './compositionProjection';
import { readCompositionHead } from './compositionText';
import type { KnownFile } from './compositionRepository';
import type { CompositionWriter } from './compositionWriter';
import type { Drafts } from './drafts';
import type { DeleteResult } from './history';
import { HistoryError } from './historyError';
import type { IndexRepository } from './indexRepository';

interface ActionOptions {
  readonly files: CompositionFiles;
  readonly index: CompositionIndex;
  readonly repository: IndexRepository;
  readonly projection: CompositionProjection;
  readonly writer: CompositionWriter;
  readonly drafts: Drafts;
  readonly clock: Clock;
  readonly log: Log;
}

/** So many compositions are worked on at a time: what they tell the journal goes to disk together. */
const groupSize = 16;

/** What the user does to compositions in lists. */
export class CompositionActions {
  readonly #options: ActionOptions;

  constructor(options: ActionOptions) {
    this.#options = options;
  }

  /** @throws {FileSystemError}, {HistoryError} `missingFile` for those whose file is gone; the others are done all the same. */
  async tag(uuids: readonly string[], change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): Promise<void> {
    const failures: Error[] = [];
    await inGroups(uuids, (uuid) => this.#tag(uuid, change).catch((error: Error) => void failures.push(error)));
    if (failures[0]) throw failures[0];
  }

  async delete(uuids: readonly string[]): Promise<DeleteResult> {
    const { index } = this.#options;
    const known = [...new Set(uuids)].map((uuid) => index.get(uuid)).filter((file) => file !== undefined);
    const deleted: KnownFile[] = [];
    const failed: string[] = [];
    let bytes = 0;
    await inGroups(known, async (file) => {
      try {
        if (await this.#deleteFile(file)) bytes += file.size;
        deleted.push(file);
      } catch (error) {
        if (!(error instanceof FileSystemError)) throw error;
        failed.push(file.uri);
      }
    });
    await index.remove(deleted.map(({ uuid }) => uuid));
    // It is gone, whether or not the others can be told: they see it by the folder as well.
    await inGroups(deleted, (file) => this.#tellDeleted(file));
    return { deleted: deleted.length, bytes, failed };
  }

  /** @returns how many files are there again. @throws {FileSystemError} when not even one could be written */
  async restoreMissing(uuids: readonly string[]): Promise<number> {
    let restored = 0;
    const failures: Error[] = [];
    await inGroups(uuids, async (uuid) => {
      if (await this.#restore(uuid).catch((error: Error) => void failures.push(error))) restored++;
    });
    if (restored === 0 && failures[0]) throw failures[0];
    return restored;
  }

  /** @returns whether there was one. @throws {FileSystemError} */
  #deleteFile({ uuid, uri, isMissing }: KnownFile): Promise<boolean> {
    const { files, drafts, projection } = this.#options;
    return files.inTurn(uri, async () => {
      const hadFile = !isMissing && (await files.delete(uri));
      // Whoever records into it and waits for this must not write it again.
      projection.markDeleted(uuid);
      await drafts.forget(uri);
      return hadFile;
    });
  }

  async #tellDeleted({ uuid, uri }: KnownFile): Promise<void> {
    const { projection, clock, log } = this.#options;
    try {
      await projection.publish({ type: 'compositionDeleted', uuid, uri, at: clock.now() });
    } catch (error) {
      log.warn(`Other windows do not know yet that ${basenameOf(uri)} was deleted: ${String(error)}`);
    }
  }

  async #tag(uuid: string, change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): Promise<void> {
    const { files, index, writer } = this.#options;
    const known = index.get(uuid);
    if (!known) throw new HistoryError('notFound', 'The composition is gone');
    const { withTags } = await import('./compositionEdits');
    await files.inTurn(known.uri, async () => {
      const stored = await files.read(known.uri);
      if (!stored) throw new HistoryError('missingFile', `${basenameOf(known.uri)} is gone`);
      if (stored.encoding === undefined) throw new FileSystemError('tooLarge', known.uri);
      const { text } = withTags(stored.text, change, uuid);
      if (text !== stored.text) await writer.write(known.uri, uuid, text, stored.encoding);
    });
  }

  async #restore(uuid: string): Promise<boolean> {
    const { files, index, repository, writer } = this.#options;
    const known = index.get(uuid);
    const row = known?.isMissing ? await repository.ask((each) => each.load(uuid)) : undefined;
    if (!row || row.text === '') return false;
    const uri = joinUri(files.folder, basenameOf(row.uri));
    await files.inTurn(uri, async () => {
      try {
        await writer.announce(await files.write(uri, row.text, 'utf8', true), uuid);
      } catch (error) {
        if (!FileSystemError.is(error, 'exists')) throw error;
        const { head } = readCompositionHead(row.text);
        await writer.announce(await files.create(head.created ?? row.created, row.text), uuid);
      }
    });
    return true;
  }
}

async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += groupSize) await Promise.all(items.slice(start, start + groupSize).map(work));
}
