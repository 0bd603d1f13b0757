import type { InlineEvent } from '../events/inlineEvents';
import { checksum } from '../util/checksum';

/** What became of a suggestion counts half after this many milliseconds. */
const HALF_LIFE = 14 * 24 * 3600 * 1000;
/** What one acceptance or dismissal does: after two dismissals even the surest word is not likely enough. */
const STEP = 1.4;
/** Contexts remembered; the least recent go first. */
const MAX_CONTEXTS = 5000;

interface Tally {
  /** Accepted minus dismissed, as of {@link at}. */
  score: number;
  at: number;
}

/** Names a suggestion without its text: the words before it and its first word, hashed. */
export function feedbackKey(context: readonly string[], word: string): string {
  return `${contextKey(context)}.${checksum(word)}`;
}

/** What the user thought of earlier suggestions, projected from the events of all windows. */
export class Feedback {
  readonly #contexts = new Map<string, Map<string, Tally>>();

  apply(event: InlineEvent): void {
    const dot = event.key.indexOf('.');
    const [context, word] = [event.key.slice(0, dot), event.key.slice(dot + 1)];
    const words = this.#contexts.get(context) ?? new Map<string, Tally>();
    this.#contexts.delete(context);
    this.#contexts.set(context, words);
    const tally = words.get(word) ?? { score: 0, at: event.at };
    const latest = Math.max(tally.at, event.at);
    const change = changeBy(event);
    const score = decayed(tally.score, latest - tally.at) + decayed(change, latest - event.at);
    words.set(word, { score: Math.max(-4, Math.min(4, score)), at: latest });
    if (this.#contexts.size <= MAX_CONTEXTS) return;
    for (const oldest of this.#contexts.keys()) {
      this.#contexts.delete(oldest);
      break;
    }
  }

  /** The fewest events that lead here. */
  events(): readonly InlineEvent[] {
    return [...this.#contexts].flatMap(([context, words]) =>
      [...words].map(([word, { score, at }]) => ({ type: 'suggestionsJudged' as const, kind: 'inline' as const, key: `${context}.${word}`, score, at })),
    );
  }

  /**
   * How much likelier (above 1) or less likely words are behind these words than they would be otherwise; `undefined` when nothing is known.
   * @param now milliseconds since the epoch
   */
  factors(context: readonly string[], now: number): ((word: string) => number) | undefined {
    const words = this.#contexts.size === 0 ? undefined : this.#contexts.get(contextKey(context));
    if (!words) return undefined;
    return (word) => {
      const tally = words.get(checksum(word));
      return tally ? STEP ** decayed(tally.score, Math.max(0, now - tally.at)) : 1;
    };
  }
}

function changeBy(event: InlineEvent): number {
  if (event.type === 'suggestionsJudged') return event.score;
  return event.type === 'suggestionAccepted' ? 1 : -1;
}

function decayed(score: number, ms: number): number {
  return score * 2 ** (-ms / HALF_LIFE);
}

function contextKey(context: readonly string[]): string {
  return checksum(context.slice(-2).join('\0'));
}
