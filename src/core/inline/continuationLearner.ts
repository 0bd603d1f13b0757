import type { LibraryChange } from '../app';
import type { Subscription } from '../events/domainEvents';
import { inlineEventTypes } from '../events/inlineEvents';
import { findBlock } from '../prompts/frontmatterBlock';
import type { Prompt } from '../prompts/prompt';
import { type Disposable, DisposableStore } from '../util/dispose';
import { Slices } from '../util/slices';
import { CompositionTexts } from './compositionTexts';
import { ContinuationModel, splitAtCursor } from './continuationModel';
import type { Continuation, ContinuationRequest } from './continuations';
import { Feedback, feedbackKey } from './feedback';
import type { KnownTexts } from './knownTexts';
import type { LearnedContinuationsOptions } from './learnedContinuations';
import { TextsStore } from './textsStore';

/** Prompt files read at a time. */
const CONCURRENT = 8;
/** Pause after the last change before what was learned is written, in milliseconds. */
const SAVE_DELAY = 20_000;
/** Longer compositions are not learned. UTF-16 code units. */
const MAX_COMPOSITION = 1024 * 1024;
/** Text before the cursor that names a suggestion, in UTF-16 code units. */
const KEY_REACH = 200;

/** Learns prompts of the library, compositions and other documents in the background, and suggests from what it knows so far. */
export class ContinuationLearner implements Disposable {
  readonly #options: LearnedContinuationsOptions;
  readonly #owned = new DisposableStore();
  readonly #store: TextsStore;
  readonly #texts: KnownTexts;
  readonly #model: ContinuationModel;
  readonly #feedback = new Feedback();
  readonly #outcomes: Subscription;
  readonly #compositions: CompositionTexts;
  /** What is still to be learned, and `undefined` for what is to be forgotten. */
  readonly #open = new Map<string, Prompt | undefined>();
  #working: Promise<void> | undefined;
  #isDirty = false;
  #saving: Promise<void> = Promise.resolve();
  #saveTimer: Disposable | undefined;

  private constructor(options: LearnedContinuationsOptions, store: TextsStore, texts: KnownTexts) {
    this.#options = options;
    this.#store = store;
    this.#texts = texts;
    this.#model = new ContinuationModel(texts);
    this.#compositions = this.#owned.add(new CompositionTexts(options, texts, () => this.#changed()));
    this.#outcomes = this.#owned.add(
      options.events.subscribe('What became of suggestions', inlineEventTypes, (events) => events.forEach((event) => this.#feedback.apply(event))),
    );
  }

  /** Loads what was learned before. Never fails: without it all is learned anew. */
  static async load(options: LearnedContinuationsOptions): Promise<ContinuationLearner> {
    const store = new TextsStore(options);
    const learner = new ContinuationLearner(options, store, await store.load(new Slices(options.clock)));
    // What cannot be read is logged by the dispatcher.
    await Promise.all([learner.#outcomes.whenReady().catch(() => undefined), learner.#compositions.whenReady()]);
    return learner;
  }

  /** Learns what library and history have now, and from then on what changes. Resolves when all of it is learned. */
  async follow(): Promise<void> {
    const { library } = this.#options;
    const compositions = this.#compositions.work();
    await library.whenReady();
    if (this.#owned.isDisposed) return;
    this.#owned.add(library.onDidChange((change) => this.#change(change)));
    const known = new Set(this.#texts.origins().filter(({ kind }) => kind === 'prompt').map(({ uri }) => uri));
    for (const prompt of library.prompts) {
      known.delete(prompt.uri);
      if (!this.#isKnown(prompt)) this.#open.set(prompt.uri, prompt);
    }
    for (const uri of known) this.#open.set(uri, undefined);
    await this.#work();
    await compositions;
  }

  /** Resolves when nothing is left to learn and what was learned is written. */
  async settle(): Promise<void> {
    await this.#work();
    await this.#compositions.work();
    await this.#save();
  }

  suggest(request: ContinuationRequest): Continuation | undefined {
    const { whole } = splitAtCursor(request.before.slice(-KEY_REACH));
    const own = { ...request, uri: this.#compositions.originOf(request.uri) };
    return this.#model.suggest(own, this.#feedback.factors(whole, this.#options.clock.now()));
  }

  learn(uri: string, text: string): void {
    if (text.length > MAX_COMPOSITION || this.#options.library.get(uri) || this.#compositions.isRecorded(uri)) return;
    const body = text.slice(findBlock(text)?.bodyStart ?? 0);
    this.#texts.learn({ uri, kind: 'composition', stamp: this.#options.clock.now(), size: 0 }, body);
    this.#changed();
  }

  forget(uri: string): void {
    if (this.#texts.originOf(uri)?.kind !== 'composition') return;
    this.#texts.forget([uri]);
    this.#changed();
  }

  record({ text }: Continuation, { before }: ContinuationRequest, accepted: string): void {
    const { whole, typed } = splitAtCursor(before.slice(-KEY_REACH));
    const word = splitFirst(typed + text);
    const event = {
      type: accepted === '' ? ('suggestionDismissed' as const) : ('suggestionAccepted' as const),
      kind: 'inline' as const,
      key: feedbackKey(whole, word),
      characters: accepted === '' ? text.length : accepted.length,
      at: this.#options.clock.now(),
    };
    this.#options.events.publish(event).catch((error: unknown) => this.#options.log.error('What became of a suggestion was not recorded', error));
  }

  dispose(): void {
    this.#open.clear();
    this.#saveTimer?.dispose();
    this.#owned.dispose();
  }

  #isKnown({ uri, mtime, size }: Prompt): boolean {
    const origin = this.#texts.originOf(uri);
    return origin?.kind === 'prompt' && origin.stamp === Math.floor(mtime) && origin.size === size;
  }

  #change({ added, changed, removed }: LibraryChange): void {
    for (const { uri } of removed) this.#open.set(uri, undefined);
    for (const prompt of [...added, ...changed]) this.#open.set(prompt.uri, prompt);
    void this.#work();
  }

  #work(): Promise<void> {
    this.#working ??= this.#workOff().finally(() => (this.#working = undefined));
    return this.#working;
  }

  async #workOff(): Promise<void> {
    const slices = new Slices(this.#options.clock);
    while (this.#open.size > 0) {
      const gone = [...this.#open].filter(([, prompt]) => prompt === undefined).map(([uri]) => uri);
      for (const uri of gone) this.#open.delete(uri);
      if (gone.length > 0) this.#texts.forget(gone);
      await Promise.all(Array.from({ length: CONCURRENT }, () => this.#readNext(slices)));
      this.#changed();
    }
  }

  async #readNext(slices: Slices): Promise<void> {
    for (const [uri, prompt] of this.#open) {
      if (!prompt) continue;
      this.#open.delete(uri);
      try {
        const { body } = await this.#options.library.read(uri);
        // A newer version, or the news that it is gone, may have come meanwhile.
        if (this.#open.has(uri) || this.#owned.isDisposed) continue;
        this.#texts.learn({ uri, kind: 'prompt', stamp: Math.floor(prompt.mtime), size: prompt.size }, body);
      } catch {
        // Its problem is shown where it belongs; here there is only nothing to learn.
        this.#texts.forget([uri]);
      }
      await slices.next();
    }
  }

  #changed(): void {
    this.#isDirty = true;
    this.#saveTimer?.dispose();
    if (!this.#owned.isDisposed) this.#saveTimer = this.#options.clock.schedule(SAVE_DELAY, () => void this.#save());
  }

  #save(): Promise<void> {
    this.#saveTimer?.dispose();
    this.#saving = this.#saving.then(async () => {
      if (!this.#isDirty || this.#owned.isDisposed) return;
      this.#isDirty = false;
      const taken = await this.#store.save(this.#texts, new Slices(this.#options.clock));
      // Another window may not have known yet that they are gone.
      this.#compositions.doubt(taken);
    });
    return this.#saving;
  }
}

function splitFirst(text: string): string {
  const { whole, typed } = splitAtCursor(text);
  return whole[0] ?? typed;
}
