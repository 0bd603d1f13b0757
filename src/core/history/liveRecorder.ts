import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import { type CompositionSummary, summaryOf } from './composition';
import { compositionOf, readStored } from './compositionBytes';
import type { CompositionFiles } from './compositionFiles';
import type { CompositionIndex } from './compositionIndex';
import type { CompositionProjection } from './compositionProjection';
import { readCompositionHead } from './compositionText';
import type { CompositionWriter } from './compositionWriter';
import type { Drafts } from './drafts';
import type { FolderSync } from './folderSync';
import type { CompositionRecorder, NewComposition } from './history';
import { Mirrors } from './mirrors';
import { SourceRecorder } from './recorder';

interface LiveRecorderOptions {
  readonly files: CompositionFiles;
  readonly index: CompositionIndex;
  readonly projection: CompositionProjection;
  readonly writer: CompositionWriter;
  readonly drafts: Drafts;
  readonly sync: FolderSync;
  /** Identity of a file that may not say it itself. */
  readonly uuidOf: (uri: string) => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is written in composition files and in recorded documents, on its way to disk. */
export class LiveRecorder implements CompositionRecorder {
  readonly #options: LiveRecorderOptions;
  readonly #sources: SourceRecorder;

  constructor(options: LiveRecorderOptions) {
    this.#options = options;
    const { projection, clock, log } = options;
    this.#sources = new SourceRecorder({ mirrors: new Mirrors(options), projection, clock, log });
  }

  async keepDraft(uri: string, text: string): Promise<void> {
    if (this.#options.files.isOurs(uri)) await this.#options.drafts.keep(uri, text);
  }

  async fileSaved(uri: string): Promise<void> {
    const { files, index, writer, drafts, projection, uuidOf, log } = this.#options;
    if (!files.isOurs(uri)) return;
    // Should it fail, the version counts as one that nobody was told of.
    await this.whenReady().catch((error: unknown) => log.warn(`What happened in the history could not be read: ${String(error)}`));
    await files.inTurn(uri, async () => {
      const stored = await files.read(uri);
      if (!stored) return;
      const { head } = readCompositionHead(stored.text);
      const holder = head.uuid === undefined ? undefined : index.get(head.uuid);
      const isCopy = holder !== undefined && holder.uri !== uri && !holder.isMissing;
      // Which of two files of one identity keeps it is the index's to tell.
      if (isCopy) await index.look([uri], { force: true });
      const uuid = isCopy || head.uuid === undefined ? uuidOf(uri) : head.uuid;
      // The index may know of it already, by the watcher; the other windows know by the event alone.
      if (projection.hashOf(uuid) !== stored.hash || !writer.isAnnounced(uuid)) await writer.announce(stored, uuid);
      await drafts.saved(uri, stored);
    });
  }

  async filesChanged(uris: readonly string[]): Promise<void> {
    this.#options.sync.changed(uris);
    await this.#options.sync.flush();
  }

  whenReady(): Promise<void> {
    return this.#options.projection.whenReady();
  }

  isTracked(source: string): boolean {
    return this.#sources.isTracked(source);
  }

  async track(source: string, text: string, init?: NewComposition): Promise<CompositionSummary> {
    await this.whenReady();
    const { stored, uuid } = await this.#sources.track(source, text, init);
    return summaryOf(await compositionOf(readStored(stored), uuid, this.#options.index.slices));
  }

  async untrack(source: string): Promise<void> {
    await this.whenReady();
    await this.#sources.untrack(source);
  }

  async record(source: string, text: string): Promise<void> {
    await this.whenReady();
    await this.#sources.record(source, text);
  }

  async moved(from: string, to: string): Promise<void> {
    await this.whenReady();
    await this.#sources.moved(from, to);
  }

  promptInserted(source: string, prompt: string): void {
    this.#sources.promptInserted(source, prompt);
  }
}
