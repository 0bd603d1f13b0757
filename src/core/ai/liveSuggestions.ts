import { type Disposable, DisposableStore, toDisposable } from '../util/dispose';
import { Emitter } from '../util/event';
import type { AI, GetSuggestionsOptions, SuggestionChange, Suggestions } from './ai';
import { AIError } from './aiError';
import type { ContextSelection } from './contextSelector';
import type { AIParts } from './liveAI';
import type { AICallStatus, AIModel } from './provider';
import type { Suggestion, SuggestionList, SuggestionRun } from './suggestion';
import { askForAdvice } from './suggestions/askForAdvice';
import { type DocumentAdvice, maxDocuments, storable, stored } from './suggestions/storedSuggestions';
import { forget, remember } from './suggestions/judgedAdvice';
import { NewAdvice } from './suggestions/newAdvice';
import { tokenBudgets } from './suggestions/tokenBudgets';

type Parts = Pick<AIParts, 'ports' | 'clock' | 'log' | 'events'>;

/** Where {@link AIPorts.memory} keeps it. */
const MEMORY_KEY = 'promptstack.suggestions';
/** Changes of this many milliseconds are written together. */
const WRITE_DELAY = 1000;

/** See {@link Suggestions}. */
export class LiveSuggestions extends DisposableStore implements Suggestions {
  readonly #ai: Pick<AI, 'provider' | 'model' | 'select'>;
  readonly #parts: Parts;
  readonly #changed = this.add(new Emitter<string>());
  readonly onDidChange = this.#changed.event;
  /** By URI, the latest last. Read from memory on first use. */
  #documents: Map<string, DocumentAdvice> | undefined;
  /** The last one that was asked for and of which nothing is known. */
  #unknown: DocumentAdvice | undefined;
  /** Runs under way, by URI. */
  readonly #runs = new Map<string, AbortController>();
  /** The model that was asked last. */
  #model: AIModel | undefined;
  #writing: Disposable | undefined;

  constructor(ai: Pick<AI, 'provider' | 'model' | 'select'>, parts: Parts) {
    super();
    this.#ai = ai;
    this.#parts = parts;
    this.add(
      toDisposable(() => {
        if (this.#writing) this.#write();
        for (const run of this.#runs.values()) run.abort();
      }),
    );
  }

  of(uri: string): SuggestionList {
    return this.#document(uri).list;
  }

  context(uri: string, text: string, signal: AbortSignal): Promise<ContextSelection> {
    const { wanted, unwanted } = this.#document(uri);
    return this.#ai.select({ uri, text, wanted, unwanted, signal, budget: tokenBudgets(this.#model).prompts });
  }

  chooseContext(uri: string, wanted: readonly string[], unwanted: readonly string[]): void {
    this.#set({ ...this.#document(uri), wanted: [...wanted], unwanted: [...unwanted] });
  }

  async get(uri: string, text: string, { signal, refresh }: GetSuggestionsOptions): Promise<void> {
    if (this.isDisposed) return;
    this.#runs.get(uri)?.abort();
    const run = new AbortController();
    this.#runs.set(uri, run);
    const abort = (): void => this.#end(uri, run, { kind: 'stopped' });
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    try {
      await this.#ask(uri, text, run, refresh);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  stop(uri: string): void {
    const run = this.#runs.get(uri);
    if (run) this.#end(uri, run, { kind: 'stopped' });
  }

  update(uri: string, id: string, { state, error, diff }: SuggestionChange): void {
    const document = this.#document(uri);
    const before = document.list.suggestions.find((each) => each.id === id);
    if (!before) return;
    const { kind, title, explanation, lines, promptUri } = before;
    const advice = { id, kind, title, explanation, lines, ...(promptUri !== undefined && { promptUri }) };
    const after: Suggestion = { ...advice, state, ...(error && { error }), ...(diff !== undefined && { diff }) };
    const suggestions = document.list.suggestions.map((each) => (each === before ? after : each));
    const text = document.list.text ?? '';
    const isJudged = state === 'applied' || state === 'dismissed';
    const judged = isJudged ? remember(document.judged, before, text, state) : forget(document.judged, before, text);
    this.#set({ ...document, judged, list: { ...document.list, suggestions } });
    if (isJudged && state !== before.state) this.#publish(state, before.kind);
  }

  async #ask(uri: string, text: string, run: AbortController, refresh: boolean | undefined): Promise<void> {
    const { log } = this.#parts;
    const isCurrent = (): boolean => this.#runs.get(uri) === run;
    const fresh = new NewAdvice(text);
    const showAdvice = (): void => this.#setList(uri, fresh.listAfter(this.of(uri)), true);
    const showStatus = (status: AICallStatus): void => this.#setList(uri, { run: { kind: 'running', status } }, false);
    showStatus({ kind: 'queued' });
    try {
      const { wanted, unwanted } = this.#document(uri);
      await askForAdvice(
        this.#ai,
        { uri, text, wanted, unwanted, signal: run.signal, refresh },
        {
          onModel: (model) => (this.#model = model),
          onStatus: (status) => {
            if (isCurrent()) showStatus(status);
          },
          onContext: (context) => fresh.setContext(context),
          onAdvice: (advice) => {
            if (!isCurrent()) return;
            fresh.add(advice, this.#document(uri).judged);
            showAdvice();
          },
          onUnreadable: (count) => fresh.setUnreadable(count),
        },
        log,
      );
      if (!isCurrent()) return;
      showAdvice();
      this.#end(uri, run, { kind: 'idle' });
    } catch (error) {
      if (!isCurrent()) return;
      if (fresh.hasAdvice) showAdvice();
      if (AIError.is(error, 'cancelled')) return this.#end(uri, run, { kind: 'stopped' });
      if (!AIError.is(error)) log.error('Suggestions failed', error);
      this.#end(uri, run, { kind: 'failed', error: AIError.is(error) ? error : new AIError('badAnswer', { cause: error }) });
    }
  }

  /** @param run nothing happens when it is not the one under way any longer */
  #end(uri: string, run: AbortController, end: SuggestionRun): void {
    if (this.#runs.get(uri) !== run) return;
    this.#runs.delete(uri);
    this.#setList(uri, { run: end, at: this.#parts.clock.now() }, true);
    // At once: what was paid for is not lost with a window that is reloaded in the next second.
    this.#write();
    run.abort();
  }

  #known(): Map<string, DocumentAdvice> {
    return (this.#documents ??= new Map(stored(this.#parts.ports.memory.get(MEMORY_KEY)).map((document) => [document.list.uri, document])));
  }

  #document(uri: string): DocumentAdvice {
    const known = this.#known().get(uri);
    if (known) return known;
    // The same one when it is asked for again: nothing changed.
    if (this.#unknown?.list.uri !== uri) this.#unknown = { list: emptyList(uri), judged: [], wanted: [], unwanted: [] };
    return this.#unknown;
  }

  #setList(uri: string, change: Partial<SuggestionList>, isLasting: boolean): void {
    const document = this.#document(uri);
    this.#set({ ...document, list: { ...document.list, ...change } }, isLasting);
  }

  #set(document: DocumentAdvice, isLasting = true): void {
    if (this.isDisposed) return;
    const documents = this.#known();
    const { uri } = document.list;
    documents.delete(uri);
    documents.set(uri, document);
    for (const other of documents.keys()) {
      if (documents.size <= maxDocuments) break;
      if (!this.#runs.has(other) && other !== uri) documents.delete(other);
    }
    if (isLasting) this.#writing ??= this.#parts.clock.schedule(WRITE_DELAY, () => this.#write());
    this.#changed.fire(uri);
  }

  #write(): void {
    this.#writing?.dispose();
    this.#writing = undefined;
    this.#parts.ports.memory
      .set(MEMORY_KEY, storable([...this.#known().values()]))
      .catch((error: unknown) => this.#parts.log.error('Suggestions could not be kept', error));
  }

  #publish(outcome: 'applied' | 'dismissed', kind: string): void {
    const { events, clock, log } = this.#parts;
    events
      .publish({ type: 'adviceJudged', outcome, kind, at: clock.now() })
      .catch((error: unknown) => log.error('What became of a suggestion could not be recorded', error));
  }
}

function emptyList(uri: string): SuggestionList {
  return { uri, run: { kind: 'idle' }, suggestions: [], text: undefined, context: undefined, unreadable: 0, at: undefined };
}
