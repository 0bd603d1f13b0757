import { html, nothing, type TemplateResult } from 'lit';
import type { SuggestionsTexts } from '../../protocol/suggestions';
import { format } from '../dom';
import { visibleText } from './visibleText';

/** Lines that are drawn at most; the diff editor beside has all of them. */
const MAX_LINES = 1000;

/** A unified diff as text. Its signs stay, so that colours are not all that tells what goes and what comes. */
export function diffView(diff: string, label: string, texts: SuggestionsTexts): TemplateResult {
  const lines = diff.replace(/\n$/, '').split(/\r?\n/);
  const more = lines.length - MAX_LINES;
  return html`<div class="diff" role="group" tabindex="0" aria-label=${label}>
      <pre>${lines.slice(0, MAX_LINES).map((line) => html`<span class=${kindOf(line)}>${visibleText(line)}\n</span>`)}</pre>
    </div>
    ${more > 0 ? html`<p class="hint">${format(texts.moreLines, more)}</p>` : nothing}`;
}

function kindOf(line: string): string {
  if (/^(?:---|\+\+\+|@@|\\)/.test(line)) return 'range';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}
