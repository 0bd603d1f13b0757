import type { Frontmatter } from '../../../core/prompts/frontmatter';
import { markPlaceholders, placeholderHtml, promptCard, promptCardHtml } from '../../../core/prompts/promptHtml';

/** The parts of markdown-it that are used here: the preview brings its own. */
export interface MarkdownIt {
  readonly core: { readonly ruler: { push(name: string, rule: (state: CoreState) => void): void } };
  readonly inline: { readonly ruler: { before(name: string, added: string, rule: (state: InlineState, silent: boolean) => boolean): void } };
  readonly renderer: { readonly rules: Record<string, RenderRule | undefined> };
}

interface Token {
  type: string;
  content: string;
  info: string;
  meta: unknown;
  map: [number, number] | null;
  hidden: boolean;
  attrJoin(name: string, value: string): void;
}

export interface CoreState {
  readonly src: string;
  readonly tokens: Token[];
}

interface InlineState {
  readonly src: string;
  pos: number;
  push(type: string, tag: string, nesting: 0): Token;
}

type RenderRule = (tokens: Token[], index: number, options: unknown, env: unknown, self: { renderAttrs(token: Token): string }) => string;

interface PreviewTexts {
  /** `undefined` while the reader is not there yet: the frontmatter then stays as the preview shows it. */
  readFrontmatter(text: string): Frontmatter | undefined;
  /** What a card says when its frontmatter has faults. */
  faultNotice(): string;
}

/** The token of the preview's own frontmatter rule, which hides it or shows it as a table. */
const FRONT_MATTER = 'front_matter';
const CARD = 'promptstack_card';
const PLACEHOLDER = 'promptstack_placeholder';
/** Fences that other extensions draw from their text. */
const DRAWN = /^\s*(?:mermaid|math|katex)\b/i;

/** Shows frontmatter of prompts as a card and placeholders as chips. Other frontmatter and other double braces stay as they are. */
export function extendWithPrompts<T extends MarkdownIt>(md: T, texts: PreviewTexts): T {
  md.core.ruler.push(CARD, (state) => replaceFrontMatter(state, texts));
  md.inline.ruler.before('escape', PLACEHOLDER, placeholderRule);
  const { rules } = md.renderer;
  rules[CARD] = (tokens, index, _options, _env, self) => {
    const token = tokens[index];
    return token ? `<section${self.renderAttrs(token)}>${token.content}</section>\n` : '';
  };
  rules[PLACEHOLDER] = (tokens, index) => {
    const token = tokens[index];
    return token ? placeholderHtml(token.meta === 'list' ? 'list' : 'text', token.content) : '';
  };
  for (const name of ['code_inline', 'code_block', 'fence']) {
    const rule = rules[name];
    if (!rule) continue;
    rules[name] = (tokens, index, options, env, self) => {
      const html = rule(tokens, index, options, env, self);
      return DRAWN.test(tokens[index]?.info ?? '') ? html : markPlaceholders(html);
    };
  }
  return md;
}

function replaceFrontMatter(state: CoreState, texts: PreviewTexts): void {
  const token = state.tokens[0];
  if (token?.type !== FRONT_MATTER || !token.map) return;
  const frontmatter = texts.readFrontmatter(firstLines(state.src, token.map[1]));
  const card = frontmatter?.block && promptCard(frontmatter.values);
  if (!card) return;
  token.type = CARD;
  token.content = promptCardHtml(card, frontmatter.issues.length > 0 ? texts.faultNotice() : undefined);
  token.hidden = false;
  token.attrJoin('class', 'promptstack-card');
}

function placeholderRule(state: InlineState, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 123) return false;
  const pattern = /\{\{(text|list):([A-Za-z0-9_]+)\}\}/y;
  pattern.lastIndex = state.pos;
  const match = pattern.exec(state.src);
  if (!match) return false;
  if (!silent) {
    const token = state.push(PLACEHOLDER, '', 0);
    token.meta = match[1];
    token.content = match[2] ?? '';
  }
  state.pos = pattern.lastIndex;
  return true;
}

function firstLines(text: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count && end < text.length; line++) {
    const next = text.indexOf('\n', end);
    end = next === -1 ? text.length : next + 1;
  }
  return text.slice(0, end);
}
