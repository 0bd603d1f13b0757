import { html, nothing, type TemplateResult } from 'lit';
import type { Context, SuggestionsTexts } from '../../protocol/suggestions';
import { format } from '../dom';
import { icon } from './icons';
import type { Shown, ViewEvents } from './shown';

/** The prompts of the library that go along, with the reasons for each. */
export function contextView(context: Context, { texts, number, showsContext }: Shown, events: ViewEvents): TemplateResult {
  const { prompts, tokens, leftOut } = context;
  const figure = prompts.length === 0 ? '' : `\u00a0· ${format(texts.contextTokens, number(tokens))}`;
  return html`<section class="context">
    <div class="context-head">
      <button type="button" class="expander" aria-expanded=${showsContext} ?disabled=${prompts.length === 0} @click=${() => events.toggleContext()}>
        ${prompts.length === 0 ? nothing : icon('expand')}<span>${countText(context, texts)}${figure}</span>
      </button>
      <button type="button" class="link choose" @click=${() => events.act('choose')}>${texts.choose}</button>
    </div>
    ${showsContext && prompts.length > 0
      ? html`<ul class="prompts">
            ${prompts.map(
              (prompt) =>
                html`<li>
                  <span class="name" dir="auto">${prompt.title}</span> <span class="hint">${format(texts.contextTokens, number(prompt.tokens))}</span>
                  <div class="reason" dir="auto">${prompt.reasons}</div>
                </li>`,
            )}
          </ul>
          ${leftOut === 0 ? nothing : html`<p class="hint">${format(texts.contextLeftOut, number(leftOut))}</p>`}`
      : nothing}
  </section>`;
}

function countText({ prompts, wasSent }: Context, texts: SuggestionsTexts): string {
  const [none, one, many] = wasSent ? ([texts.contextNone, texts.contextOne, texts.contextMany] as const) : ([texts.nextNone, texts.nextOne, texts.nextMany] as const);
  if (prompts.length === 0) return none;
  return prompts.length === 1 ? one : format(many, prompts.length);
}
