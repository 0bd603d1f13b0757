import type { CompositionEvent } from '../events/compositionEvents';
import type { DomainEvents, Subscription } from '../events/domainEvents';
import type { Clock } from '../ports/clock';
import { FileSystemError, type FileSystem } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import { findBlock } from '../prompts/frontmatterBlock';
import { decode } from '../prompts/textEncoding';
import { type Disposable, DisposableStore } from '../util/dispose';
import { Slices } from '../util/slices';
import { type KnownTexts, MAX_COMPOSITIONS } from './knownTexts';

/** A composition is learned when nothing was saved for so long: what is being written changes with every pause in typing. Milliseconds. */
const LEARN_DELAY = 10_000;
/** Longer compositions are not learned. Bytes. */
const MAX_BYTES = 1024 * 1024;
/** Compositions whose files are remembered by uuid, to tell which one records a document. */
const MAX_FILES = 2 * MAX_COMPOSITIONS;

interface CompositionTextsOptions {
  readonly events: DomainEvents;
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps the learned texts in step with the compositions of the history, of which it reads the latest ones only. Follows the events alone, so
 * that the history need not be opened for it.
 */
export class CompositionTexts implements Disposable {
  readonly #options: CompositionTextsOptions;
  readonly #texts: KnownTexts;
  readonly #changed: () => void;
  readonly #owned = new DisposableStore();
  readonly #subscription: Subscription;
  /** When the latest compositions were saved, by the URI of their files. */
  readonly #latest = new Map<string, number>();
  /** Files of compositions, by uuid, and what compositions record, by URI of the document. */
  readonly #files = new Map<string, string>();
  readonly #recorded = new Map<string, string>();
  /** Texts whose files may be gone. */
  readonly #doubtful = new Set<string>();
  #working: Promise<void> = Promise.resolve();
  #timer: Disposable | undefined;

  /** @param changed is called when texts were learned or forgotten */
  constructor(options: CompositionTextsOptions, texts: KnownTexts, changed: () => void) {
    this.#options = options;
    this.#texts = texts;
    this.#changed = changed;
    const types = ['compositionSaved', 'compositionDeleted', 'compositionTracked', 'compositionUntracked'] as const;
    this.#subscription = this.#owned.add(options.events.subscribe('Ghost text', types, (events) => this.#apply(events)));
  }

  /** Resolves when it is known what became of compositions before. Never fails: what cannot be read is logged by the dispatcher. */
  async whenReady(): Promise<void> {
    await this.#subscription.whenReady().catch(() => undefined);
    // They may have been deleted where no window saw it.
    for (const uri of this.#latest.keys()) if (this.#texts.originOf(uri)) this.#doubtful.add(uri);
  }

  /** Whether a composition has the text of a document, which is then learned from there. */
  isRecorded(document: string): boolean {
    return this.#recorded.has(document.replace(/#.*$/s, ''));
  }

  /** Where the text of a document is known from. */
  originOf(document: string): string {
    return this.#files.get(this.#recorded.get(document) ?? '') ?? document;
  }

  /** Forgets the texts of these URIs when their files are gone. */
  doubt(uris: readonly string[]): void {
    if (uris.length === 0) return;
    for (const uri of uris) if (!uri.startsWith('untitled:')) this.#doubtful.add(uri);
    this.#schedule();
  }

  /** Resolves when everything that was saved so far is learned. */
  work(): Promise<void> {
    this.#timer?.dispose();
    // What came while the last round was under way belongs to the next one.
    return (this.#working = this.#working.then(() => this.#workOff()));
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#owned.dispose();
  }

  /** Whoever saved something waits for this, so that files are read later. */
  #apply(events: readonly CompositionEvent[]): void {
    const gone: string[] = [];
    for (const event of events) {
      if (event.type === 'compositionSaved') {
        setLast(this.#files, event.uuid, event.uri);
        setLast(this.#latest, event.uri, Math.floor(event.at));
      } else if (event.type === 'compositionDeleted') {
        this.#latest.delete(event.uri);
        gone.push(event.uri);
      } else if (event.type === 'compositionTracked') {
        this.#recorded.set(event.source, event.uuid);
        gone.push(event.source);
      } else this.#recorded.delete(event.source);
    }
    keepGreatest(this.#latest, MAX_COMPOSITIONS);
    for (const uuid of this.#files.keys()) if (this.#files.size > MAX_FILES) this.#files.delete(uuid);
    this.#forget(gone);
    this.#schedule();
  }

  #schedule(): void {
    this.#timer?.dispose();
    if (!this.#owned.isDisposed) this.#timer = this.#options.clock.schedule(LEARN_DELAY, () => void this.work());
  }

  async #workOff(): Promise<void> {
    const slices = new Slices(this.#options.clock);
    const tried = new Set<string>();
    for (let open = this.#open(tried); open.length > 0 && !this.#owned.isDisposed; open = this.#open(tried)) {
      for (const [uri, at] of open) {
        if (this.#owned.isDisposed) return;
        tried.add(`${at} ${uri}`);
        await this.#learn(uri, at);
        await slices.next();
      }
    }
    for (const uri of this.#doubtful) {
      this.#doubtful.delete(uri);
      if (!this.#owned.isDisposed && (await this.#isGone(uri))) this.#forget([uri]);
    }
  }

  /** What is to be learned; what would have to make room for others at once is left out. */
  #open(tried: ReadonlySet<string>): readonly (readonly [uri: string, at: number])[] {
    const oldest = this.#texts.oldestComposition;
    return [...this.#latest].filter(([uri, at]) => at > (this.#texts.originOf(uri)?.stamp ?? oldest) && !tried.has(`${at} ${uri}`));
  }

  async #learn(uri: string, at: number): Promise<void> {
    try {
      const { bytes } = await this.#options.fileSystem.read(uri, MAX_BYTES);
      // It may have been deleted meanwhile.
      if (!this.#latest.has(uri) || this.#owned.isDisposed) return;
      const decoded = decode(bytes);
      const text = decoded.ok ? decoded.text : '';
      this.#texts.learn({ uri, kind: 'composition', stamp: at, size: 0 }, text.slice(findBlock(text)?.bodyStart ?? 0));
      this.#changed();
    } catch (error) {
      if (!FileSystemError.is(error, 'notFound') && !FileSystemError.is(error, 'tooLarge')) this.#options.log.warn(`Ghost text could not read a composition: ${String(error)}`);
      this.#forget([uri]);
    }
  }

  async #isGone(uri: string): Promise<boolean> {
    try {
      return (await this.#options.fileSystem.stat(uri)) === undefined;
    } catch {
      return false;
    }
  }

  #forget(uris: readonly string[]): void {
    const known = uris.filter((uri) => this.#texts.originOf(uri)?.kind === 'composition');
    if (known.length === 0) return;
    this.#texts.forget(known);
    this.#changed();
  }
}

/** Keys stay in the order in which they were set last. */
function setLast<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
}

function keepGreatest(map: Map<string, number>, count: number): void {
  if (map.size <= count) return;
  const byValue = [...map].sort(([, a], [, b]) => a - b);
  for (const [key] of byValue.slice(0, map.size - count)) map.delete(key);
}
