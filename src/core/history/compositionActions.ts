import type { Clock } from '../ports/clock';
import { FileSystemError } from '../ports/fileSystem';
import { basenameOf, joinUri } from '../util/uri';
import type { CompositionFiles } from './compositionFiles';
import type { CompositionIndex } from './compositionIndex';
import type { CompositionProjection } from './compositionProjection';
import { readCompositionHead } from './compositionText';
import type { CompositionWriter } from './compositionWriter';
import type { Drafts } from './drafts';
import type { DeleteResult } from './history';
import { HistoryError } from './historyError';
import type { IndexRepository } from './indexRepository';

export interface ActionOptions {
  readonly files: CompositionFiles;
  readonly index: CompositionIndex;
  readonly repository: IndexRepository;
  readonly projection: CompositionProjection;
  readonly writer: CompositionWriter;
  readonly drafts: Drafts;
  readonly clock: Clock;
}

/** What the user does to compositions in lists. */
export class CompositionActions {
  readonly #options: ActionOptions;

  constructor(options: ActionOptions) {
    this.#options = options;
  }

  /** @throws {FileSystemError}, {HistoryError} `missingFile` for those whose file is gone; the others are done all the same. */
  async tag(uuids: readonly string[], change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): Promise<void> {
    const failures: Error[] = [];
    for (const uuid of uuids) await this.#tag(uuid, change).catch((error: Error) => failures.push(error));
    if (failures[0]) throw failures[0];
  }

  async delete(uuids: readonly string[]): Promise<DeleteResult> {
    const { files, index, projection, drafts, clock } = this.#options;
    const deleted: string[] = [];
    const failed: string[] = [];
    let bytes = 0;
    for (const uuid of new Set(uuids)) {
      const known = index.get(uuid);
      if (!known) continue;
      try {
        const wasThere = await files.inTurn(known.uri, async () => {
          const hadFile = !known.isMissing && (await files.delete(known.uri));
          await drafts.forget(known.uri);
          return hadFile;
        });
        deleted.push(uuid);
        if (wasThere) bytes += known.size;
        await projection.publish({ type: 'compositionDeleted', uuid, uri: known.uri, at: clock.now() });
      } catch (error) {
        if (!(error instanceof FileSystemError)) throw error;
        if (deleted.at(-1) !== uuid) failed.push(known.uri);
      }
    }
    await index.remove(deleted);
    return { deleted: deleted.length, bytes, failed };
  }

  /** @returns how many files are there again. @throws {FileSystemError} when not even one could be written */
  async restoreMissing(uuids: readonly string[]): Promise<number> {
    let restored = 0;
    const failures: Error[] = [];
    for (const uuid of uuids) if (await this.#restore(uuid).catch((error: Error) => void failures.push(error))) restored++;
    if (restored === 0 && failures[0]) throw failures[0];
    return restored;
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
