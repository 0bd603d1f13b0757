import type * as vscode from 'vscode';
import type { Suggestions } from '../../../core/ai/ai';
import type { ContextSelection } from '../../../core/ai/contextSelector';
import type { SuggestionList } from '../../../core/ai/suggestion';
import { isOutdated } from '../../../core/ai/suggestions/currentLines';
import type { Log } from '../../../core/ports/log';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';

/** Pause after a change after which prompts are chosen anew, in milliseconds. */
const PAUSE = 1000;

interface NextContextParts {
  readonly log: Log;
  readonly document: () => vscode.TextDocument | undefined;
  /** `undefined` while nobody would see what is chosen, or nobody could be asked. */
  readonly suggestions: () => Suggestions | undefined;
  /** Called when {@link NextContext.selection} is known. */
  readonly chosen: () => void;
}

/** The prompts that would go along with the next question, where they may be others than those of the last one. Nothing is sent for it. */
export class NextContext extends DisposableStore {
  readonly #parts: NextContextParts;
  #selection: ContextSelection | undefined;
  #hasChosen = false;
  #lastList: SuggestionList | undefined;
  #choosing: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: NextContextParts) {
    super();
    this.#parts = parts;
    this.add(
      toDisposable(() => {
        this.#choosing?.abort();
        clearTimeout(this.#timer);
      }),
    );
  }

  /** `undefined` until it was looked for. */
  get selection(): ContextSelection | undefined {
    return this.#selection;
  }

  /** The user chose other prompts since the last question. */
  get hasChosen(): boolean {
    return this.#hasChosen;
  }

  /** Another document, text or provider: what would go along may be others now. */
  forget(list: SuggestionList | undefined, pause = PAUSE): void {
    this.#selection = undefined;
    if (this.#lastList?.uri !== list?.uri) this.#hasChosen = false;
    this.#lastList = list;
    this.#chooseLater(pause);
  }

  listChanged(list: SuggestionList | undefined): void {
    // Lists are immutable: where the advice is the same, it is the choice of prompts that changed.
    if (list && list === this.#lastList) {
      this.#hasChosen = true;
      this.#chooseLater(0);
    } else if (list?.run.kind === 'running') {
      this.#hasChosen = false;
      this.#selection = undefined;
    } else this.#chooseLater(PAUSE);
    this.#lastList = list;
  }

  #chooseLater(ms: number): void {
    clearTimeout(this.#timer);
    this.#choosing?.abort();
    this.#timer = setTimeout(() => void this.#choose(), ms);
  }

  async #choose(): Promise<void> {
    const { document: documentOf, suggestions: suggestionsOf, chosen, log } = this.#parts;
    const [document, suggestions] = [documentOf(), suggestionsOf()];
    if (!document || !suggestions) return;
    const [uri, text] = [document.uri.toString(), document.getText()];
    const { run, context, text: advised } = suggestions.of(uri);
    if (run.kind === 'running' || (context && !this.#hasChosen && !isOutdated({ text: advised }, text))) return;
    const choosing = (this.#choosing = new AbortController());
    try {
      const selection = await suggestions.context(uri, text, choosing.signal);
      if (choosing.signal.aborted) return;
      this.#selection = selection;
      chosen();
    } catch (error) {
      if (!choosing.signal.aborted) log.warn(`Prompts to send along were not chosen: ${String(error)}`);
    }
  }
}
