import { html, nothing, type TemplateResult } from 'lit';
import type { Item, SuggestionsTexts } from '../../protocol/suggestions';
import { format } from '../dom';
import { visibleText } from './visibleText';

/** A unified diff as text. Its signs stay, so that colours are not all that tells what goes and what comes. */
export function diffView({ diff, moreLines }: Pick<Item, 'diff' | 'moreLines'>, texts: SuggestionsTexts): TemplateResult {
  const lines = diff.replace(/\n$/, '').split(/\r?\n/);
  return html`<div class="diff" role="group" tabindex="0" aria-label=${texts.changes}>
      <pre>${lines.map((line) => html`<span class=${kindOf(line)}>${visibleText(line)}</span>`)}</pre>
    </div>
    ${moreLines > 0 ? html`<p class="hint">${format(texts.moreLines, moreLines)}</p>` : nothing}`;
}

function kindOf(line: string): string {
  if (/^(?:---|\+\+\+|@@|\\)/.test(line)) return 'range';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'same';
}
