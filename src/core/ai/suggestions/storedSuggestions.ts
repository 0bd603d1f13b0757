import { AIError, type AIErrorReason } from '../aiError';
import { type LineSpan, type Suggestion, type SuggestionList, type SuggestionRun, suggestionKinds } from '../suggestion';
import { linesOf } from '../numberedBody';
import { type JudgedAdvice, maxJudged } from './judgedAdvice';
import { readAdvice } from './readAdvice';
import { storableContext, storedContext } from './storedContext';
import { isRecord, numberIn, texts } from './storedValues';

/** What is known of the advice on one document. */
export interface DocumentAdvice {
  readonly list: SuggestionList;
  readonly judged: readonly JudgedAdvice[];
  /** The user's choice of prompts, by URI. */
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
}

/** Raise it when the shape changes: what an earlier version kept is forgotten then. */
const VERSION = 1;
/** Documents that are remembered. */
export const maxDocuments = 50;
/** UTF-16 code units of JSON, over all documents: VS Code finds more than half a million large. */
const MAX_SIZE = 400_000;
const MAX_SUGGESTIONS = 1000;
const MAX_TEXT = 500;

/**
 * Plain JSON to keep over a reload.
 * @param documents the latest last; where they are too much together, those that do not fit beside later ones are left out
 */
export function storable(documents: readonly DocumentAdvice[]): unknown {
  const kept: unknown[] = [];
  let size = 0;
  for (const document of [...documents].reverse().slice(0, maxDocuments)) {
    const value = storableDocument(document);
    const length = JSON.stringify(value).length;
    if (size + length > MAX_SIZE) continue;
    size += length;
    kept.unshift(value);
  }
  return { version: VERSION, documents: kept };
}

/** Reads what was kept, by this version or another, or by nobody we know: what has not the right shape is left out. */
export function stored(value: unknown): DocumentAdvice[] {
  if (!isRecord(value) || value['version'] !== VERSION || !Array.isArray(value['documents'])) return [];
  return value['documents'].slice(-maxDocuments).flatMap((document) => storedDocument(document) ?? []);
}

function storableDocument({ list, judged, wanted, unwanted }: DocumentAdvice): unknown {
  const { uri, run, suggestions, text, context, unreadable, at } = list;
  return {
    uri,
    run: run.kind === 'failed' ? { kind: run.kind, error: storableError(run.error) } : { kind: run.kind },
    suggestions: suggestions.map(({ id, kind, title, explanation, lines, promptUri, state, error }) => ({
      ...{ id, kind, title, explanation, lines, promptUri, state },
      ...(error && { error: error instanceof AIError ? storableError(error) : { conflict: error.reason, detail: error.detail } }),
    })),
    ...{ text, context: context && storableContext(context), unreadable, at, judged, wanted, unwanted },
  };
}

function storedDocument(value: unknown): DocumentAdvice | undefined {
  if (!isRecord(value) || typeof value['uri'] !== 'string') return undefined;
  const text = typeof value['text'] === 'string' ? value['text'] : undefined;
  const list: SuggestionList = {
    uri: value['uri'],
    run: storedRun(value['run']),
    suggestions: storedSuggestions(value['suggestions'], text),
    text,
    context: storedContext(value['context']),
    unreadable: numberIn(value, 'unreadable') ?? 0,
    at: numberIn(value, 'at'),
  };
  return { list, judged: storedJudged(value['judged']), wanted: texts(value['wanted']), unwanted: texts(value['unwanted']) };
}

/** Nothing runs any longer. */
function storedRun(value: unknown): SuggestionRun {
  if (!isRecord(value)) return { kind: 'idle' };
  if (value['kind'] === 'running' || value['kind'] === 'stopped') return { kind: 'stopped' };
  const error = value['kind'] === 'failed' ? storedError(value['error']) : undefined;
  return error ? { kind: 'failed', error } : { kind: 'idle' };
}

/** Advice has the same form as when it came from the model, and is read in the same way. */
function storedSuggestions(value: unknown, text: string | undefined): Suggestion[] {
  if (!Array.isArray(value) || text === undefined) return [];
  const lines = linesOf(text);
  const ids = new Set<string>();
  return (value as readonly unknown[]).slice(0, MAX_SUGGESTIONS).flatMap((each) => {
    const suggestion = isRecord(each) ? storedSuggestion(each, { first: 1, last: lines.length, lines }) : undefined;
    if (!suggestion || ids.has(suggestion.id)) return [];
    ids.add(suggestion.id);
    return [suggestion];
  });
}

function storedSuggestion(value: Readonly<Record<string, unknown>>, body: LineSpan & { readonly lines: readonly string[] }): Suggestion | undefined {
  const { id, promptUri, state } = value;
  const recommendable = new Map(typeof promptUri === 'string' ? [[1, promptUri]] : []);
  const advice = readAdvice({ ...value, prompt: 1 }, body, recommendable);
  if (!advice || typeof id !== 'string' || id === '' || id.length > MAX_TEXT || !suggestionKinds.includes(advice.kind)) return undefined;
  if (state === 'applied' || state === 'dismissed') return { id, ...advice, state };
  const error = state === 'error' ? storedSuggestionError(value['error']) : undefined;
  // A review that was open is closed.
  return error ? { id, ...advice, state: 'error', error } : { id, ...advice, state: 'pending' };
}

function storedSuggestionError(value: unknown): Suggestion['error'] {
  if (!isRecord(value)) return undefined;
  const reason = conflicts.find((each) => each === value['conflict']);
  return reason ? { reason, ...detailOf(value) } : storedError(value);
}

function storedJudged(value: unknown): JudgedAdvice[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly unknown[]).slice(-maxJudged).flatMap((each) => {
    if (!isRecord(each) || typeof each['body'] !== 'string' || each['body'].length > MAX_TEXT) return [];
    const { state, body } = each;
    return state === 'applied' || state === 'dismissed' ? [{ state, body, keys: texts(each['keys']).slice(0, 5) }] : [];
  });
}

function storableError({ reason, detail, status, until }: AIError): unknown {
  return { reason, detail, status, until };
}

function storedError(value: unknown): AIError | undefined {
  if (!isRecord(value) || typeof value['reason'] !== 'string' || !Object.hasOwn(reasons, value['reason'])) return undefined;
  return new AIError(value['reason'] as AIErrorReason, { ...detailOf(value), status: numberIn(value, 'status'), until: numberIn(value, 'until') });
}

function detailOf({ detail }: Readonly<Record<string, unknown>>): { detail?: string } {
  return typeof detail === 'string' ? { detail: detail.slice(0, MAX_TEXT) } : {};
}

const conflicts = ['conflict', 'noEdits', 'badEdits', 'failed'] as const;

const reasons: Readonly<Record<AIErrorReason, true>> = {
  noProvider: true,
  noKey: true,
  noConsent: true,
  untrusted: true,
  unauthorized: true,
  forbidden: true,
  modelNotFound: true,
  tooLarge: true,
  rateLimited: true,
  overloaded: true,
  serverError: true,
  badRequest: true,
  notSupported: true,
  unreachable: true,
  insecure: true,
  timeout: true,
  interrupted: true,
  badAnswer: true,
  refused: true,
  unavailable: true,
  cancelled: true,
};
