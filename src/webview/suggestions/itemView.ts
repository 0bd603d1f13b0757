import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Item, ItemAction, Lines, SuggestionsTexts } from '../../protocol/suggestions';
import { format } from '../dom';
import { diffView } from './diffView';
import { icon } from './icons';
import type { ViewEvents } from './shown';

interface ItemLook {
  readonly isCurrent: boolean;
  readonly isExpanded: boolean;
}

type Button = readonly [action: ItemAction, label: string, isSecondary: boolean];

/**
 * One suggestion. Its buttons are stops of the Tab key only while the keyboard is at it; they are plain ones that look like the library's,
 * as two components in each of a thousand suggestions would make scrolling stutter.
 */
export function itemView(item: Item, { isCurrent, isExpanded }: ItemLook, texts: SuggestionsTexts, events: ViewEvents): TemplateResult {
  const { id, kind, title, explanation, state, diff } = item;
  const stop = isCurrent ? 0 : -1;
  const isReview = state === 'applying' && diff !== '';
  return html`<li class="item ${kind} ${state}" tabindex=${stop} aria-label=${labelOf(item, texts)} data-id=${id} @click=${() => events.select(id)}>
    <div class="about">
      <span class="kind">${icon(kind)}<span>${texts[kind]}</span></span>
      ${item.lines.length === 0
        ? html`<span class="whole">${item.isWhole ? texts.wholeText : texts.linesGone}</span>`
        : item.lines.map(
            (lines, index) =>
              html`<button type="button" class="lines" tabindex=${stop} title=${texts.showLines} @click=${() => events.showLines(id, index)}>${linesText(lines, texts)}</button>`,
          )}
      ${state === 'pending' ? nothing : html`<span class="state">${stateIcon(item)}${stateText(item, texts)}</span>`}
    </div>
    <div class="words">
      <div class="title" dir="auto">${title}</div>
      ${explanation === '' && item.prompt === ''
        ? nothing
        : html`<button type="button" class="details" tabindex=${stop} aria-expanded=${isExpanded} aria-label=${texts.details} title=${texts.details} @click=${() => events.toggle(id)}>
            ${icon('expand')}
          </button>`}
    </div>
    ${item.prompt === '' ? nothing : html`<div class="prompt" dir="auto">${format(texts.inserts, item.prompt)}</div>`}
    ${explanation === '' ? nothing : html`<div class="explanation ${isExpanded ? 'whole-text' : ''}" dir="auto">${explanation}</div>`}
    ${item.error === '' || state !== 'error' ? nothing : html`<div class="error-text" dir="auto">${item.error}</div>`}
    ${state === 'applying' && !isReview ? html`<vscode-progress-bar aria-label=${texts.applying}></vscode-progress-bar>` : nothing}
    ${isReview ? diffView(item, texts) : nothing}
    <div class="actions">
      ${buttonsOf(item, texts).map(
        ([action, label, isSecondary]) =>
          html`<button type="button" class="push ${action} ${isSecondary ? 'secondary' : ''}" tabindex=${stop} @click=${() => events.judge(id, action)}>${label}</button>`,
      )}
    </div>
  </li>`;
}

function buttonsOf({ state, prompt, diff }: Item, texts: SuggestionsTexts): readonly Button[] {
  const apply: Button = ['apply', prompt === '' ? texts.apply : texts.insert, false];
  const dismiss: Button = ['dismiss', texts.dismiss, true];
  switch (state) {
    case 'pending':
      return [apply, dismiss];
    case 'error':
      return [['apply', texts.retry, false], dismiss];
    case 'applying':
      return diff === ''
        ? []
        : [
            ['accept', texts.accept, false],
            ['reject', texts.reject, true],
          ];
    case 'dismissed':
      return [['restore', texts.show, true]];
    case 'applied':
      return [];
  }
}

function stateText({ state, diff }: Item, texts: SuggestionsTexts): string {
  return state === 'applying' && diff !== '' ? texts.review : texts[state];
}

function stateIcon({ state }: Item): TemplateResult | typeof nothing {
  if (state === 'applied') return icon('applied');
  if (state === 'error') return icon('problem');
  return state === 'dismissed' ? icon('dismissed') : nothing;
}

/** What a screen reader says of an item when the keyboard comes to it. */
function labelOf(item: Item, texts: SuggestionsTexts): string {
  const lines = item.isWhole ? texts.wholeText : item.lines.length === 0 ? texts.linesGone : item.lines.map((each) => linesText(each, texts)).join(', ');
  return [`${texts[item.kind]}: ${item.title}`, lines, stateText(item, texts)].join('. ');
}

function linesText({ first, last }: Lines, texts: SuggestionsTexts): string {
  return first === last ? format(texts.line, first) : format(texts.lines, first, last);
}
