/** A continuation of what is being typed. */
export interface Continuation {
  /** What to insert at the cursor. Never repeats what stands behind it. */
  readonly text: string;
  /** Estimated probability that the whole of it is wanted, 0 to 1. */
  readonly confidence: number;
}

/** The text around the cursor. */
export interface ContinuationRequest {
  /** URI of the document. */
  readonly uri: string;
  /** What stands before the cursor; its last 6,000 UTF-16 code units are enough, without the frontmatter. */
  readonly before: string;
  /** The rest of the line behind the cursor. */
  readonly after: string;
  /** The user asked for a suggestion, so that one which is less sure is better than none. */
  readonly asked?: boolean;
}

/** Continuations for ghost text, learned from the user's own library and compositions. Deterministic and offline. */
export interface Continuations {
  /** `idle` until the first use. */
  readonly state: 'idle' | 'loading' | 'ready';
  /** Begins to load what was learned before, then to learn what changed since. Resolves when suggestions can be given. */
  whenReady(): Promise<void>;
  /** Resolves when everything that library and history have now is learned and kept for the next window. */
  whenLearned(): Promise<void>;
  /** The best continuation, or `undefined` where a suggestion would rather be wrong. Synchronous, a few milliseconds at most. */
  suggest(request: ContinuationRequest): Continuation | undefined;
  /** Learns the text of a document in which prompts are written, in place of what it was before, unless a composition records it. */
  learn(uri: string, text: string): void;
  forget(uri: string): void;
  /** What became of a suggestion; changes what is suggested next. @param accepted the part that was taken, empty when dismissed */
  record(suggestion: Continuation, request: ContinuationRequest, accepted: string): void;
}
