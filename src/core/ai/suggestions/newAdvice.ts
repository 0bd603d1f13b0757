import { checksum } from '../../util/checksum';
import type { ContextSelection } from '../contextSelector';
import type { Suggestion, SuggestionList } from '../suggestion';
import { currentLines } from './currentLines';
import { judgementOf, type JudgedAdvice } from './judgedAdvice';
import { type Advice, adviceKey } from './readAdvice';

/** The advice of one run as it arrives, and what it makes of the list before. */
export class NewAdvice {
  readonly #text: string;
  #suggestions: readonly Suggestion[] = [];
  #context: ContextSelection | undefined;
  #unreadable = 0;
  #hasReplaced = false;

  /** @param text what the advice is on */
  constructor(text: string) {
    this.#text = text;
  }

  get hasAdvice(): boolean {
    return this.#suggestions.length > 0;
  }

  setContext(context: ContextSelection): void {
    this.#context = context;
  }

  setUnreadable(count: number): void {
    this.#unreadable = count;
  }

  /** @param judged what was decided before: the same advice comes back decided */
  add(advice: Advice, judged: readonly JudgedAdvice[]): void {
    const state = judgementOf(judged, advice, this.#text) ?? 'pending';
    this.#suggestions = [...this.#suggestions, { id: checksum(adviceKey(advice)), ...advice, state }];
  }

  /** What it makes of the list: earlier advice goes, but for what is under review. What was decided meanwhile stays so. */
  listAfter({ suggestions, text }: SuggestionList): Pick<SuggestionList, 'suggestions' | 'text' | 'context' | 'unreadable'> {
    const earlier = new Map(suggestions.map((each) => [each.id, each]));
    const isNew = !this.#hasReplaced;
    this.#hasReplaced = true;
    const ids = new Set(this.#suggestions.map(({ id }) => id));
    const reviewed = suggestions
      .filter(({ id, state }) => state === 'applying' && !ids.has(id))
      .map((each) => (isNew ? { ...each, lines: currentLines(each, text, this.#text) } : each));
    const own = this.#suggestions.map((each) => {
      const known = earlier.get(each.id);
      return known && (!isNew || known.state === 'applying') ? { ...known, lines: each.lines } : each;
    });
    return { suggestions: [...reviewed, ...own], text: this.#text, context: this.#context, unreadable: this.#unreadable };
  }
}
