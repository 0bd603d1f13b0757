import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { AIError, type AIErrorReason } from '../../../core/ai/aiError';
import type { ContextSelection } from '../../../core/ai/contextSelector';
import type { TextLength } from '../../../core/ai/suggestions/textLength';
import type { ProviderId } from '../../../core/ai/provider';
import type { Suggestion, SuggestionList } from '../../../core/ai/suggestion';
import { isOutdated, lineMap, mapSpans } from '../../../core/ai/suggestions/currentLines';
import { basenameOf } from '../../../core/util/uri';
import type { Context, Failure, Item, RunKind, ViewState, Waiting } from '../../../protocol/suggestions';
import { aiErrorText } from '../../aiErrorText';
import { providerName } from '../../aiProviders';
import { reasonsText } from '../../selectionTexts';

/** Lines of a diff that are shown in the view, and UTF-16 code units; the diff editor has all of it. */
const MAX_LINES = 500;
const MAX_LENGTH = 100_000;

interface ViewParts {
  readonly app: App;
  readonly providerId: ProviderId | 'none';
  readonly model: string;
  readonly document: vscode.TextDocument | undefined;
  readonly list: SuggestionList | undefined;
  /** The prompts that would go along with the next question. */
  readonly next: ContextSelection | undefined;
  /** The user chose other prompts since the last question. */
  readonly hasChosen: boolean;
  /** Where it is known. */
  readonly length: TextLength | undefined;
}

/** What the view shows of a document. */
export function viewStateOf(parts: ViewParts): ViewState {
  const { document, list, providerId } = parts;
  const provider = providerId === 'none' ? undefined : providerName(providerId);
  const text = document?.getText() ?? '';
  const outdated = list !== undefined && list.suggestions.length > 0 && isOutdated(list, text);
  return {
    document: document ? { uri: document.uri.toString(), name: basenameOf(document.uri.toString()) } : null,
    provider: provider ?? '',
    model: parts.model,
    isRestricted: !vscode.workspace.isTrusted,
    run: list ? runKindOf(list) : 'none',
    failure: list?.run.kind === 'failed' ? failureOf(list.run.error, provider) : null,
    waiting: list?.run.kind === 'running' ? waitingOf(list.run.status, provider) : null,
    isOutdated: outdated,
    length: parts.length ?? null,
    context: contextOf(parts, outdated),
    items: list ? itemsOf(parts.app, list, text, provider) : [],
    unreadable: list?.unreadable ?? 0,
  };
}

function runKindOf({ run, at }: SuggestionList): RunKind {
  if (run.kind === 'running') return run.status.kind;
  if (run.kind === 'idle') return at === undefined ? 'none' : 'done';
  return run.kind;
}

function failureOf(error: AIError, provider: string | undefined): Failure {
  const { message, detail, action, isRetryable, until } = aiErrorText(error, provider);
  return { message, detail: detail ?? '', action: action?.title ?? '', canRetry: isRetryable, wait: waitUntil(until) };
}

function waitingOf(status: Extract<SuggestionList['run'], { kind: 'running' }>['status'], provider: string | undefined): Waiting | null {
  if (status.kind !== 'waiting') return null;
  // The retry names what it is about by the reason of the failure.
  const { until, attempt, attempts, reason } = status;
  return { wait: waitUntil(until), attempt, attempts, reason: aiErrorText(new AIError(reason as AIErrorReason), provider).message };
}

function waitUntil(until: number | undefined): number {
  return until === undefined ? 0 : Math.max(0, Math.ceil(until - Date.now()));
}

function contextOf({ list, next, hasChosen }: ViewParts, outdated: boolean): Context | null {
  const sent = list?.context;
  const selection = sent && !((outdated || hasChosen) && next) ? sent : next;
  if (!selection) return null;
  return {
    prompts: selection.prompts.map(({ uri, title, tokens, reasons }) => ({ uri, title, tokens: Math.round(tokens), reasons: reasonsText(reasons) })),
    tokens: Math.round(selection.tokens),
    leftOut: selection.leftOut.length,
    wasSent: selection === sent,
  };
}

function itemsOf(app: App, { suggestions, text }: SuggestionList, now: string, provider: string | undefined): readonly Item[] {
  const map = text === undefined || suggestions.every(({ lines }) => lines.length === 0) ? undefined : lineMap(text, now);
  return suggestions.map(({ id, kind, title, explanation, lines, promptUri, state, diff, error }) => ({
    id,
    kind,
    title,
    explanation,
    lines: map ? mapSpans(lines, map) : [],
    isWhole: lines.length === 0,
    prompt: promptUri === undefined ? '' : (app.library.get(promptUri)?.title ?? basenameOf(promptUri)),
    state,
    ...shortened(diff ?? ''),
    error: error ? errorText(error, provider) : '',
  }));
}

function shortened(diff: string): Pick<Item, 'diff' | 'moreLines'> {
  const lines = diff.split('\n');
  let [count, length] = [0, 0];
  while (count < lines.length && count < MAX_LINES && length < MAX_LENGTH) length += (lines[count++]?.length ?? 0) + 1;
  return { diff: lines.slice(0, count).join('\n').slice(0, MAX_LENGTH), moreLines: lines.length - count };
}

function errorText(error: NonNullable<Suggestion['error']>, provider: string | undefined): string {
  if (AIError.is(error)) {
    const { message, detail } = aiErrorText(error, provider);
    return detail === undefined ? message : vscode.l10n.t('{0} ({1})', message, detail);
  }
  // What names the lines or the file is better than what is true of all.
  if (error.detail !== undefined && error.detail !== '') return error.detail;
  switch (error.reason) {
    case 'conflict':
      return vscode.l10n.t('You changed the same lines meanwhile. Your text was kept.');
    case 'noEdits':
      return vscode.l10n.t('The model found nothing to change for this suggestion.');
    case 'badEdits':
      return vscode.l10n.t('The proposed changes do not fit the text. Your text was kept.');
    case 'failed':
      return vscode.l10n.t('The changes could not be applied. Your text was kept.');
  }
}
