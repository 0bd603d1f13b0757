import type { Clock } from '../ports/clock';
import type { Log } from '../ports/log';
import { KeyedQueue } from '../util/keyedQueue';
import { LatestQueue } from '../util/latestQueue';
import { isInside } from '../util/uri';
import { type CompositionProjection, isUntitled } from './compositionProjection';
import { readCompositionHead } from './compositionText';
import type { NewComposition } from './history';
import type { Mirror, Mirrors } from './mirrors';
import { isBlank, isRewritten, isSubstantial, isUndone, keptShare } from './textRelation';

/** An untitled document that keeps this share of a recorded text is that document, met again after a restart. */
const sameDocument = 0.5;
/** So many earlier compositions of a document come back by undoing. */
const maxEarlier = 10;

/** What this window knows of a document that is recorded. */
interface Recording {
  readonly queue: LatestQueue<string>;
  /** As written or read last. */
  mirror?: Mirror;
  /** The document was blank meanwhile; the file still has the text. */
  wasEmptied: boolean;
  /** Compositions that ended when the document was written anew, the oldest first. */
  readonly earlier: Mirror[];
  /** Inserted and not named in the file yet. */
  readonly prompts: string[];
}

interface RecorderOptions {
  readonly mirrors: Mirrors;
  readonly projection: CompositionProjection;
  readonly clock: Clock;
  readonly log: Log;
}

/** Records documents: each in a file of the history folder, which always holds the document's last text that was not blank. */
export class SourceRecorder {
  readonly #options: RecorderOptions;
  readonly #recordings = new Map<string, Recording>();
  readonly #turns = new KeyedQueue();

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  isTracked(source: string): boolean {
    return this.#options.projection.trackedAt(source) !== undefined;
  }

  /** @returns the file that records the document from now on. @throws {FileSystemError} */
  track(source: string, text: string, init: NewComposition = {}): Promise<Mirror> {
    const { projection, mirrors } = this.#options;
    return this.#turns.run(source, async () => {
      const recording = this.#recordingOf(source);
      const tracked = projection.trackedAt(source)?.uuid;
      const last = tracked ?? projection.lastOf(source);
      const mirror = last === undefined ? undefined : await mirrors.current(last, recording.mirror);
      if (!mirror || !continues(source, mirror.body, text)) return this.#begin(source, recording, text, init);
      recording.prompts.push(...(init.prompts ?? []));
      if (tracked === mirror.uuid) projection.adopt(source);
      else await this.#publishTracked(source, mirror.uuid);
      return this.#write(source, recording, mirror, text);
    });
  }

  /** @throws {FileSystemError} */
  async untrack(source: string): Promise<void> {
    const { projection, clock } = this.#options;
    await this.#turns.run(source, async () => {
      this.#recordings.delete(source);
      if (this.isTracked(source)) await projection.publish({ type: 'compositionUntracked', source, at: clock.now() });
    });
  }

  /** @throws {FileSystemError} */
  async record(source: string, text: string): Promise<void> {
    if (!this.isTracked(source)) return;
    const recording = this.#recordingOf(source);
    // A newer text may take the place of this one before it is its turn.
    if (isBlank(text)) recording.wasEmptied = true;
    await recording.queue.push(text);
  }

  /** @param from a document or a folder. @throws {FileSystemError} */
  async moved(from: string, to: string): Promise<void> {
    const sources = this.#options.projection.trackedSources.filter((source) => isInside(source, from));
    await Promise.all(sources.map((source) => this.#turns.run(source, () => this.#move(source, to + source.slice(from.length)))));
  }

  promptInserted(source: string, prompt: string): void {
    if (this.isTracked(source)) this.#recordingOf(source).prompts.push(prompt);
  }

  #recordingOf(source: string): Recording {
    const known = this.#recordings.get(source);
    if (known) return known;
    const queue = new LatestQueue((text: string) => this.#turns.run(source, () => this.#record(source, text)));
    const recording = { queue, wasEmptied: false, earlier: [], prompts: [] };
    this.#recordings.set(source, recording);
    return recording;
  }

  async #record(source: string, text: string): Promise<void> {
    const { projection, mirrors } = this.#options;
    const tracked = projection.trackedAt(source);
    if (!tracked) return;
    const recording = this.#recordingOf(source);
    const mirror = await mirrors.current(tracked.uuid, recording.mirror);
    if (!tracked.isOwn && isUntitled(source)) {
      if (!mirror || !continues(source, mirror.body, text)) {
        projection.drop(source);
        return;
      }
      projection.adopt(source);
    }
    if (isBlank(text) && (!mirror || !isBlank(mirror.body))) return;
    if (!mirror) await this.#begin(source, recording, text, {});
    else if (this.#isContinued(recording, mirror, text)) await this.#write(source, recording, mirror, text);
    else await this.#beginAnew(source, recording, mirror, text);
  }

  #isContinued(recording: Recording, { body }: Mirror, text: string): boolean {
    const wasEmptied = recording.wasEmptied && isSubstantial(body);
    recording.wasEmptied = false;
    return wasEmptied ? isUndone(body, text) : !isRewritten(body, text);
  }

  /** Leaves the composition as it is, and goes on with an earlier one of that very text, or a new one. */
  async #beginAnew(source: string, recording: Recording, mirror: Mirror, text: string): Promise<void> {
    const at = recording.earlier.findIndex(({ body }) => body === text);
    const [back] = at === -1 ? [] : recording.earlier.splice(at, 1);
    recording.earlier.push(mirror);
    if (recording.earlier.length > maxEarlier) recording.earlier.shift();
    if (!back) {
      const { directory } = readCompositionHead(mirror.stored.text).head;
      await this.#begin(source, recording, text, { directory });
      return;
    }
    await this.#publishTracked(source, back.uuid);
    await this.#write(source, recording, back, text);
  }

  async #begin(source: string, recording: Recording, body: string, init: NewComposition): Promise<Mirror> {
    const inserted = recording.prompts.length;
    const prompts = [...new Set([...(init.prompts ?? []), ...recording.prompts])];
    const { mirrors } = this.#options;
    const mirror = await mirrors.create({ directory: init.directory, tags: init.tags, prompts, source, body });
    recording.prompts.splice(0, inserted);
    recording.wasEmptied = false;
    recording.mirror = mirror;
    await this.#publishTracked(source, mirror.uuid);
    await mirrors.announce(mirror);
    return mirror;
  }

  async #write(source: string, recording: Recording, mirror: Mirror, body: string): Promise<Mirror> {
    const inserted = recording.prompts.length;
    const written = await this.#options.mirrors.write(mirror, body, recording.prompts);
    if (!written) return this.#begin(source, recording, body, {});
    recording.mirror = written;
    recording.prompts.splice(0, inserted);
    return written;
  }

  async #move(source: string, target: string): Promise<void> {
    const { projection, mirrors, clock, log } = this.#options;
    const tracked = projection.trackedAt(source);
    if (!tracked) return;
    await this.#publishTracked(target, tracked.uuid);
    await projection.publish({ type: 'compositionUntracked', source, at: clock.now() });
    const { mirror: known, earlier, prompts } = this.#recordingOf(source);
    this.#recordings.delete(source);
    const recording = this.#recordingOf(target);
    recording.earlier.push(...earlier);
    recording.prompts.push(...prompts);
    try {
      const mirror = await mirrors.current(tracked.uuid, known);
      if (mirror) recording.mirror = await mirrors.setSource(mirror, target);
    } catch (error) {
      log.warn(`${target} is not named in its composition yet: ${String(error)}`);
    }
  }

  #publishTracked(source: string, uuid: string): Promise<void> {
    const { projection, clock } = this.#options;
    return projection.publish({ type: 'compositionTracked', uuid, source, at: clock.now() });
  }
}

/** Whether a document's text belongs to a composition that recorded a document of that name before. */
function continues(source: string, before: string, text: string): boolean {
  if (isUntitled(source)) return isBlank(before) ? isBlank(text) : keptShare(before, text) >= sameDocument;
  return isBlank(before) || (!isBlank(text) && !isRewritten(before, text));
}
