import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Action } from '../../protocol/suggestions';
import { format } from '../dom';
import { contextView } from './contextView';
import { icon } from './icons';
import { itemView } from './itemView';
import { isRunning, type Shown, type ViewEvents } from './shown';
import { visibleText } from './visibleText';

/** The whole page. */
export function pageView(shown: Shown, events: ViewEvents): TemplateResult {
  const { state, texts } = shown;
  if (!state.document) return html`<div class="empty"><h2>${texts.noDocument}</h2><p>${texts.noDocumentHint}</p></div>`;
  const hasProvider = state.provider !== '';
  return html`${headView(shown, events)} ${hasProvider ? nothing : setupView(shown, events)}
    <div class="notices">${noticesView(shown, events)}</div>
    ${hasProvider && state.context ? contextView(state.context, shown, events) : nothing} ${listView(shown, events)} ${footView(shown, events)}`;
}

function button(label: string, run: () => void, options: { readonly secondary?: boolean; readonly disabled?: boolean; readonly name?: string } = {}): TemplateResult {
  return html`<vscode-button class=${options.name ?? ''} ?secondary=${options.secondary ?? false} ?disabled=${options.disabled ?? false} @click=${run}>${label}</vscode-button>`;
}

function headView({ state, texts }: Shown, events: ViewEvents): TemplateResult {
  const running = isRunning(state);
  const isDone = state.run === 'done' && !state.isOutdated && state.context?.wasSent !== false;
  const action: Action = running ? 'stop' : isDone ? 'getAgain' : 'get';
  const model = state.model === '' ? texts.defaultModel : state.model;
  return html`<header>
      <h1 title=${state.document?.name ?? ''} dir="auto">${state.document?.name}</h1>
      ${state.provider === '' ? nothing : html`<p class="model" dir="auto">${format(texts.model, state.provider, model)}</p>`}
      ${state.provider === ''
        ? nothing
        : html`<vscode-button class="main" block ?secondary=${running || isDone} @click=${() => events.act(action)}>${texts[action]}</vscode-button>`}
    </header>
    <div class="progress">${running && state.run !== 'waiting' ? html`<vscode-progress-bar aria-label=${statusText(state.run, state.items.length, texts)}></vscode-progress-bar>` : nothing}</div>`;
}

function setupView({ texts }: Shown, events: ViewEvents): TemplateResult {
  return html`<div class="setup">
    <h2>${texts.noProvider}</h2>
    <p>${texts.noProviderHint}</p>
    ${button(texts.selectProvider, () => events.act('selectProvider'))} ${button(texts.setApiKey, () => events.act('setApiKey'), { secondary: true })}
  </div>`;
}

/** What is going on, what went wrong and what is worth knowing of the list. */
function noticesView(shown: Shown, events: ViewEvents): readonly (TemplateResult | typeof nothing)[] {
  const { state, texts } = shown;
  const hint = (text: string): TemplateResult => html`<p class="hint">${text}</p>`;
  const isIdle = !isRunning(state);
  const hasFailed = state.run === 'failed' && state.provider !== '';
  return [
    // What failed says it too.
    state.isRestricted && !hasFailed ? html`<p class="notice" dir="auto">${texts.restricted}</p>` : nothing,
    state.run === 'queued' || state.run === 'sent' || state.run === 'streaming' ? hint(statusText(state.run, state.items.length, texts)) : nothing,
    state.run === 'waiting' ? waitingView(shown, events) : nothing,
    hasFailed ? failureView(shown, events) : nothing,
    state.run === 'stopped' ? hint(texts.stopped) : nothing,
    state.isOutdated && isIdle && state.items.length > 0 ? html`<p class="notice">${texts.outdated}</p>` : nothing,
    state.length ? html`<p class="notice length">${format(state.length.isTooLong ? texts.tooLong : texts.long, state.length.share, state.length.limit)}</p>` : nothing,
    state.unreadable > 0 ? hint(state.unreadable === 1 ? texts.unreadableOne : format(texts.unreadableMany, state.unreadable)) : nothing,
    state.run === 'none' && state.provider !== '' && state.items.length === 0 && !state.isRestricted ? hint(texts.intro) : nothing,
    state.run === 'done' && state.items.length === 0
      ? html`<div class="nothing"><h2>${texts.nothing}</h2><p class="hint">${texts.nothingHint}</p></div>`
      : nothing,
  ];
}

function statusText(run: Shown['state']['run'], arrived: number, texts: Shown['texts']): string {
  if (run === 'queued') return texts.queued;
  return run === 'streaming' && arrived > 0 ? texts.reading : texts.asking;
}

function waitingView({ state: { waiting }, texts, seconds }: Shown, events: ViewEvents): TemplateResult | typeof nothing {
  if (!waiting) return nothing;
  return html`<div class="failure waiting">
    <p dir="auto">${waiting.reason}</p>
    <p class="hint countdown">${seconds === 0 ? texts.asking : format(texts.waiting, seconds, waiting.attempt, waiting.attempts)}</p>
    <div class="buttons">${button(texts.cancel, () => events.act('stop'), { secondary: true })}</div>
  </div>`;
}

function failureView({ state: { failure }, texts, seconds }: Shown, events: ViewEvents): TemplateResult | typeof nothing {
  if (!failure) return nothing;
  const { message, detail, action, canRetry } = failure;
  const label = seconds > 0 ? format(texts.retryIn, seconds) : texts.retry;
  return html`<div class="failure">
    <p class="message" dir="auto">${icon('problem')}<span>${message}</span></p>
    ${detail === '' ? nothing : html`<p class="detail" dir="auto">${visibleText(detail)}</p>`}
    <div class="buttons">
      ${action === '' ? nothing : button(action, () => events.act('help'), { name: 'help' })}
      ${canRetry ? button(label, () => events.act('get'), { secondary: action !== '', disabled: seconds > 0, name: 'retry' }) : nothing}
    </div>
  </div>`;
}

function listView(shown: Shown, events: ViewEvents): TemplateResult {
  const { items, texts, current, expanded } = shown;
  return html`<ul class="list" role="list" aria-label=${texts.list} ?hidden=${items.length === 0}>
    ${repeat(
      items,
      ({ id }) => id,
      (item) => {
        const look = { isCurrent: item.id === current, isExpanded: expanded.has(item.id) };
        return guard([item, look.isCurrent, look.isExpanded], () => itemView(item, look, texts, events));
      },
    )}
  </ul>`;
}

function footView({ dismissed, showsDismissed, items, texts }: Shown, events: ViewEvents): TemplateResult {
  const count = dismissed === 1 ? texts.oneDismissed : format(texts.manyDismissed, dismissed);
  return html`<footer>
    ${dismissed === 0
      ? nothing
      : html`<p class="dismissed-count">
          <span>${count}</span>
          <button type="button" class="link" aria-expanded=${showsDismissed} @click=${() => events.toggleDismissed()}>${showsDismissed ? texts.hide : texts.show}</button>
        </p>`}
    ${items.length === 0 ? nothing : html`<p class="keys">${texts.keys}</p>`}
  </footer>`;
}
