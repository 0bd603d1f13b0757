import type { PromptLibrary } from '../app';
import type { DomainEvents } from '../events/domainEvents';
import type { Clock } from '../ports/clock';
import type { FileSystem } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { Disposable } from '../util/dispose';
import type { ContinuationLearner } from './continuationLearner';
import type { Continuation, ContinuationRequest, Continuations } from './continuations';

export interface LearnedContinuationsOptions {
  readonly library: PromptLibrary;
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: DomainEvents;
  /** URI of a folder for what was learned. May not exist yet; may be deleted at any time. */
  readonly folder: string;
  /** Of the program: what another version learned is learned anew. */
  readonly version: string;
}

/** How long the first answer waits for the library to be learned, in milliseconds. */
const PATIENCE = 1000;

/** {@link Continuations} whose work is loaded on first use. */
export class LearnedContinuations implements Continuations, Disposable {
  readonly #options: LearnedContinuationsOptions;
  #loading: Promise<ContinuationLearner> | undefined;
  #ready: Promise<void> | undefined;
  #following: Promise<void> | undefined;
  #learner: ContinuationLearner | undefined;
  #isDisposed = false;

  constructor(options: LearnedContinuationsOptions) {
    this.#options = options;
  }

  get state(): Continuations['state'] {
    if (this.#learner) return 'ready';
    return this.#loading ? 'loading' : 'idle';
  }

  whenReady(): Promise<void> {
    return (this.#ready ??= this.#load().then(() => this.#learnForAMoment()));
  }

  async whenLearned(): Promise<void> {
    const learner = await this.#load();
    await this.#following;
    await learner.settle();
  }

  suggest(request: ContinuationRequest): Continuation | undefined {
    return this.#learner?.suggest(request);
  }

  learn(uri: string, text: string): void {
    void this.#load().then((learner) => learner.learn(uri, text));
  }

  forget(uri: string): void {
    void this.#load().then((learner) => learner.forget(uri));
  }

  record(suggestion: Continuation, request: ContinuationRequest, accepted: string): void {
    this.#learner?.record(suggestion, request, accepted);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#learner?.dispose();
  }

  #load(): Promise<ContinuationLearner> {
    return (this.#loading ??= this.#start());
  }

  /** The editor does not ask again when it got nothing, so the first answer waits for what is learned quickly. */
  async #learnForAMoment(): Promise<void> {
    let timer: Disposable | undefined;
    await Promise.race([this.#following, new Promise<void>((resolve) => (timer = this.#options.clock.schedule(PATIENCE, resolve)))]);
    timer?.dispose();
  }

  async #start(): Promise<ContinuationLearner> {
    const { ContinuationLearner } = await import('./continuationLearner');
    const learner = await ContinuationLearner.load(this.#options);
    if (this.#isDisposed) learner.dispose();
    this.#learner = learner;
    this.#following = learner.follow().catch((error: unknown) => this.#options.log.error('Learning from the library failed', error));
    return learner;
  }
}
