import { type Disposable, DisposableStore, toDisposable } from '../util/dispose';
import { Emitter } from '../util/event';
import { isInside } from '../util/uri';
import type { AI, DocumentMove, GetSuggestionsOptions, SuggestionChange, Suggestions } from './ai';
import { AIError } from './aiError';
import type { ContextSelection } from './contextSelector';
import type { AIParts } from './liveAI';
import type { AICallStatus } from './provider';
import type { Suggestion, SuggestionList, SuggestionRun } from './suggestion';
import { askForAdvice } from './suggestions/askForAdvice';
import { type DocumentAdvice, maxDocuments, storable, stored } from './suggestions/storedSuggestions';
import { forget, remember } from './suggestions/judgedAdvice';
import { NewAdvice } from './suggestions/newAdvice';
import { renamedAdvice } from './suggestions/renamedAdvice';
import { ADVICE_KEY } from './suggestions/storedValues';
import { tokenBudgets } from './suggestions/tokenBudgets';

type Parts = Pick<AIParts, 'ports' | 'clock' | 'log' | 'events'>;

/** Changes of this many milliseconds are written together. */
const WRITE_DELAY = 1000;

type Asked = Pick<AI, 'provider' | 'model' | 'knownModel' | 'select'>;

/** A question under way. */
interface Run {
  /** Of the document, which may be renamed meanwhile. */
  uri: string;
  readonly abort: AbortController;
}

/** See {@link Suggestions}. */
export class LiveSuggestions extends DisposableStore implements Suggestions {
  readonly #ai: Asked;
  readonly #parts: Parts;
  readonly #changed = this.add(new Emitter<string>());
  readonly onDidChange = this.#changed.event;
  readonly #moved = this.add(new Emitter<DocumentMove>());
  readonly onDidMove = this.#moved.event;
  /** By URI, the latest last. Read from memory on first use. */
  #documents: Map<string, DocumentAdvice> | undefined;
  /** The last one that was asked for and of which nothing is known. */
  #unknown: DocumentAdvice | undefined;
  /** By URI. */
  readonly #runs = new Map<string, Run>();
  #writing: Disposable | undefined;

  constructor(ai: Asked, parts: Parts) {
    super();
    this.#ai = ai;
    this.#parts = parts;
    this.add(
      toDisposable(() => {
        if (this.#writing) this.#write();
        for (const { abort } of this.#runs.values()) abort.abort();
      }),
    );
  }

  of(uri: string): SuggestionList {
    return this.#document(uri).list;
  }

  context(uri: string, text: string, signal: AbortSignal): Promise<ContextSelection> {
    const { wanted, unwanted } = this.#document(uri);
    return this.#ai.select({ uri, text, wanted, unwanted, signal, budget: tokenBudgets(this.#ai.knownModel).prompts });
  }

  chooseContext(uri: string, wanted: readonly string[], unwanted: readonly string[]): void {
    this.#set({ ...this.#document(uri), wanted: [...wanted], unwanted: [...unwanted] });
  }

  async get(uri: string, text: string, { signal, refresh }: GetSuggestionsOptions): Promise<void> {
    if (this.isDisposed) return;
    this.#runs.get(uri)?.abort.abort();
    const run: Run = { uri, abort: new AbortController() };
    this.#runs.set(uri, run);
    const abort = (): void => this.#end(run, { kind: 'stopped' });
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort);
    try {
      await this.#ask(run, text, refresh);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  stop(uri: string): void {
    const run = this.#runs.get(uri);
    if (run) this.#end(run, { kind: 'stopped' });
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

  moved(from: string, to: string): void {
    const nameOf = (uri: string): string => (isInside(uri, from) ? to + uri.slice(from.length) : uri);
    for (const document of [...this.#known().values()]) {
      const renamed = renamedAdvice(document, nameOf);
      if (renamed.list.uri !== document.list.uri) this.#move(document.list.uri, renamed);
      else if (renamed !== document) this.#set(renamed);
    }
  }

  forget(uri: string): void {
    this.stop(uri);
    if (!this.#known().delete(uri)) return;
    this.#write();
    this.#changed.fire(uri);
  }

  #move(from: string, document: DocumentAdvice): void {
    const { uri: to } = document.list;
    const run = this.#runs.get(from);
    // A file that was overwritten is no longer there to be advised on.
    this.stop(to);
    this.#runs.delete(from);
    if (run) this.#runs.set((run.uri = to), run);
    this.#known().delete(from);
    this.#set(document);
    this.#changed.fire(from);
    this.#moved.fire({ from, to });
  }

  async #ask(run: Run, text: string, refresh: boolean | undefined): Promise<void> {
    const { log } = this.#parts;
    const isCurrent = (): boolean => this.#runs.get(run.uri) === run;
    const fresh = new NewAdvice(text);
    const showAdvice = (): void => this.#setList(run.uri, fresh.listAfter(this.of(run.uri)), true);
    const showStatus = (status: AICallStatus): void => this.#setList(run.uri, { run: { kind: 'running', status } }, false);
    showStatus({ kind: 'queued' });
    try {
      const { wanted, unwanted } = this.#document(run.uri);
      await askForAdvice(
        this.#ai,
        { uri: run.uri, text, wanted, unwanted, signal: run.abort.signal, refresh },
        {
          onStatus: (status) => {
            if (isCurrent()) showStatus(status);
          },
          onContext: (context) => fresh.setContext(context),
          onAdvice: (advice) => {
            if (!isCurrent()) return;
            fresh.add(advice, this.#document(run.uri).judged);
            showAdvice();
          },
          onUnreadable: (count) => fresh.setUnreadable(count),
        },
        log,
      );
      if (!isCurrent()) return;
      showAdvice();
      this.#end(run, { kind: 'idle' });
    } catch (error) {
      if (!isCurrent()) return;
      if (fresh.hasAdvice) showAdvice();
      if (AIError.is(error, 'cancelled')) return this.#end(run, { kind: 'stopped' });
      if (!AIError.is(error)) log.error('Suggestions failed', error);
      this.#end(run, { kind: 'failed', error: AIError.is(error) ? error : new AIError('badAnswer', { cause: error }) });
    }
  }

  /** @param run nothing happens when it is not the one under way any longer */
  #end(run: Run, end: SuggestionRun): void {
    if (this.#runs.get(run.uri) !== run) return;
    this.#runs.delete(run.uri);
    this.#setList(run.uri, { run: end, at: this.#parts.clock.now() }, true);
    // At once: what was paid for is not lost with a window that is reloaded in the next second.
    this.#write();
    run.abort.abort();
  }

  #known(): Map<string, DocumentAdvice> {
    return (this.#documents ??= new Map(stored(this.#parts.ports.memory.get(ADVICE_KEY)).map((document) => [document.list.uri, document])));
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
      .set(ADVICE_KEY, storable([...this.#known().values()]))
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
