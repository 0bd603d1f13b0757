import type { Prompt } from '../../prompts/prompt';
import { hasErrors } from '../../prompts/prompt';
import { topOf } from '../../library/topOf';
import type { ContextSelectorId } from '../../ports/ai';
import { Slices } from '../../util/slices';
import { abortable } from '../abortable';
import { AIError } from '../aiError';
import type { ChosenPrompt, ContextSelection, ContextSelector, SelectionReason, SelectionRequest } from '../contextSelector';
import type { AIParts } from '../liveAI';
import { estimateTokens } from '../tokens';
import { type CompositionView, viewComposition } from './compositionView';
import { KnownRuns } from './likeness';
import type { RankedPrompt, Ranking } from './ranking';

/** Chosen by their score at most; those after {@link SURE} only when they come near the best. */
const MOST = 5;
const SURE = 3;
const NEAR = 0.5;
/** Prompts that are read to choose from: some are copies or too long. */
const CANDIDATES = 15;
/** No token stands for more bytes in texts that people write, so that a file that cannot fit need not be read. */
const BYTES_PER_TOKEN = 16;

export type SelectorParts = Pick<AIParts, 'library' | 'references' | 'usage' | 'clock' | 'log'>;

/** Takes the best of a {@link Ranking} within the budget. */
export class RankedSelector implements ContextSelector {
  readonly id: ContextSelectorId;
  readonly #parts: SelectorParts;
  readonly #ranking: Ranking;

  constructor(id: ContextSelectorId, parts: SelectorParts, ranking: Ranking) {
    this.id = id;
    this.#parts = parts;
    this.#ranking = ranking;
  }

  /**
   * Chosen are, within the budget and in this order: what the user wants, what the composition refers to, and the best by score: three that have
   * any, up to five that come near the best. These are the same whatever the user wants besides; one that is not wanted leaves its place empty.
   * @throws {AIError} `cancelled`
   */
  async select(request: SelectionRequest): Promise<ContextSelection> {
    const { library, usage } = this.#parts;
    const slices = new Slices(this.#parts.clock);
    await abortable(Promise.all([library.whenReady(), usage.whenReady()]), request.signal);
    const view = await abortable(viewComposition(request.uri, request.text, this.#parts, slices), request.signal);
    const ranked = await abortable(this.#ranking.rank(view, slices), request.signal);
    const choice = new Choice(this.#parts, this.#ranking, request, view, ranked, slices);
    const prompts = await choice.make();
    return { selector: this.id, prompts, tokens: prompts.reduce((sum, { tokens }) => sum + tokens, 0), budget: request.budget, leftOut: choice.leftOut };
  }

  dispose(): void {
    this.#ranking.dispose();
  }
}

/** One selection while it is made. */
class Choice {
  readonly #parts: SelectorParts;
  readonly #ranking: Ranking;
  readonly #request: SelectionRequest;
  readonly #view: CompositionView;
  readonly #scores: ReadonlyMap<string, number>;
  readonly #slices: Slices;
  readonly #chosen: ChosenPrompt[] = [];
  /** Of the composition and of what was chosen. */
  readonly #runs = new KnownRuns();
  readonly leftOut: string[] = [];
  #room: number;

  constructor(parts: SelectorParts, ranking: Ranking, request: SelectionRequest, view: CompositionView, ranked: readonly RankedPrompt[], slices: Slices) {
    this.#parts = parts;
    this.#ranking = ranking;
    this.#request = request;
    this.#view = view;
    this.#scores = new Map(ranked.map(({ uri, score }) => [uri, score]));
    this.#slices = slices;
    this.#room = request.budget;
  }

  async make(): Promise<readonly ChosenPrompt[]> {
    const { wanted, unwanted } = this.#request;
    const refused = new Set(unwanted);
    const certain = new Set([...wanted, ...this.#view.referenced.filter((uri) => !refused.has(uri))]);
    for (const uri of certain) await this.#take(uri, true);
    await this.#runs.add(this.#view.body, this.#slices);
    await this.#takeBest(certain, refused);
    return this.#chosen;
  }

  /** What is certain beside them takes no place of theirs, so that the user's choice changes nothing but what it says. */
  async #takeBest(certain: ReadonlySet<string>, refused: ReadonlySet<string>): Promise<void> {
    const best = this.#best();
    const referenced = this.#view.referenced.length;
    let places = Math.max(0, MOST - referenced);
    let sure = Math.max(0, SURE - referenced);
    const most = best[0]?.score ?? 0;
    for (const { uri, score } of best) {
      if (places <= 0 || (sure <= 0 && score < NEAR * most)) return;
      if (this.#view.referenced.includes(uri)) continue;
      if (!certain.has(uri) && !refused.has(uri) && !(await this.#take(uri, false))) continue;
      places--;
      sure--;
    }
  }

  #best(): readonly RankedPrompt[] {
    const { library } = this.#parts;
    const usable = function* (scores: ReadonlyMap<string, number>, own: string): Iterable<RankedPrompt & { readonly prompt: Prompt }> {
      for (const [uri, score] of scores) {
        const prompt = library.get(uri);
        if (prompt && uri !== own && !hasErrors(prompt)) yield { uri, score, prompt };
      }
    };
    // The order must not depend on the order in which files were found.
    return topOf(usable(this.#scores, this.#view.uri), CANDIDATES, (a, b) => b.score - a.score || (a.uri < b.uri ? -1 : 1));
  }

  /** @returns whether it was chosen */
  async #take(uri: string, isCertain: boolean): Promise<boolean> {
    const { library, log } = this.#parts;
    const prompt = library.get(uri);
    if (!prompt || uri === this.#view.uri) return false;
    if (prompt.size > this.#request.budget * BYTES_PER_TOKEN) return this.#leaveOut(uri);
    try {
      const { body } = await abortable(library.read(uri), this.#request.signal);
      if (body === '' || (!isCertain && this.#runs.hasCopyOf(body))) return false;
      const tokens = estimateTokens(body);
      if (tokens > this.#room) return this.#leaveOut(uri);
      this.#room -= tokens;
      await this.#runs.add(body, this.#slices);
      const score = this.#scores.get(uri) ?? 0;
      this.#chosen.push({ uri, title: prompt.title, text: body, tokens, score, reasons: this.#reasons(uri) });
      return true;
    } catch (error) {
      if (AIError.is(error)) throw error;
      log.warn(`A prompt could not be read to be sent along: ${uri}`);
      return false;
    }
  }

  #leaveOut(uri: string): false {
    this.leftOut.push(uri);
    return false;
  }

  #reasons(uri: string): readonly SelectionReason[] {
    const certain: SelectionReason[] = [];
    if (this.#request.wanted.includes(uri)) certain.push({ kind: 'user' });
    if (this.#view.referenced.includes(uri)) certain.push({ kind: 'referenced' });
    return [...certain, ...this.#ranking.explain(uri, this.#view)];
  }
}
