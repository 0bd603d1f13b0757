import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { readFrontmatter } from '../../../core/prompts/frontmatter';
import { type CoreState, extendWithPrompts, type MarkdownIt } from './promptMarkdown';

type Renderer = MarkdownIt & {
  render(text: string): string;
  block: { ruler: { before(name: string, added: string, rule: (state: BlockState, start: number, end: number, silent: boolean) => boolean): void } };
};
interface BlockState {
  readonly src: string;
  line: number;
  readonly bMarks: readonly number[];
  readonly eMarks: readonly number[];
  push(type: string, tag: string, nesting: 0): CoreState['tokens'][number];
}

const createMarkdownIt = createRequire(import.meta.url)('markdown-it') as (options: object) => Renderer;

/** markdown-it as VS Code's preview sets it up, with the preview's own rule for frontmatter in short. */
function preview(readerLoaded = true): Renderer {
  const md = extendWithPrompts(createMarkdownIt({ html: true, linkify: true }), {
    readFrontmatter: (text) => (readerLoaded ? readFrontmatter(text) : undefined),
    faultNotice: () => 'Some of it is not valid.',
  });
  md.block.ruler.before('fence', 'front_matter', (state, start, end, silent) => {
    const line = (index: number): string => state.src.slice(state.bMarks[index], state.eMarks[index]);
    if (start !== 0 || line(0) !== '---') return false;
    let close = 1;
    while (close < end && line(close) !== '---') close++;
    if (close === end) return false;
    if (silent) return true;
    state.push('front_matter', '', 0).map = [0, close + 1];
    state.line = close + 1;
    return true;
  });
  md.renderer.rules['front_matter'] = () => '<table class="frontmatter"></table>';
  return md;
}

const render = (text: string): string => preview().render(text);

describe('frontmatter in the preview', () => {
  it('of a prompt is a card with title, description, tags and the other keys', () => {
    const html = render('---\ntitle: Plan\ndescription: Makes a plan.\ntags: [a, b c]\nmodel: fast\ntools: [x, y]\n---\n# Body');
    expect(html).toContain('<section class="promptstack-card">');
    expect(html).toMatch(/card-title"[^>]*>Plan</);
    expect(html).toMatch(/card-description"[^>]*>Makes a plan\.</);
    expect(html).toMatch(/<li[^>]*>a<\/li><li[^>]*>b c<\/li>/);
    expect(html).toMatch(/<dt[^>]*>model<\/dt><dd[^>]*>fast<\/dd>/);
    expect(html).toMatch(/<dt[^>]*>tools<\/dt><dd[^>]*>x, y<\/dd>/);
    expect(html).toContain('<h1>Body</h1>');
    expect(html).not.toContain('class="frontmatter"');
  });

  it('shows markup of the author as text', () => {
    const html = render('---\ntitle: "<img src=x onerror=alert(1)>"\ndescription: "</section><script>"\ntags: ["<b>", "\'\\"&"]\n"<i>": "<u>"\n---\n');
    expect(html).not.toMatch(/<(?:img|script|b|i|u)\b/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html.match(/<\/section>/g)).toHaveLength(1);
  });

  it('with faults is a card of what can be read, and says so', () => {
    const html = render('---\ntitle: Plan\nglobs: **/*.ts\n---\nBody');
    expect(html).toMatch(/card-title"[^>]*>Plan</);
    expect(html).toContain('Some of it is not valid.');
  });

  it('never runs code and never walks into deep values', () => {
    const bomb = ['a: &a [x, x]', ...Array.from('bcdefghij', (key, i) => `${key}: &${key} [${`*${'abcdefghij'[i]},`.repeat(9)}]`)].join('\n');
    expect(render(`---\ntitle: Plan\n${bomb}\n---\n`).length).toBeLessThan(20_000);
  });

  it('of other documents stays as the preview shows it', () => {
    expect(render('---\nlayout: post\ndate: 2020-01-01\n---\nBody')).toContain('class="frontmatter"');
    expect(render('---\ntitle: Plan\n***\nBody')).not.toContain('promptstack-card');
    expect(render('Text\n\n---\ntitle: Plan\n---\n')).not.toContain('promptstack-card');
  });

  it('stays as the preview shows it until it can be read', () => {
    expect(preview(false).render('---\ntitle: Plan\n---\n')).toContain('class="frontmatter"');
  });
});

describe('placeholders in the preview', () => {
  it('are chips in paragraphs, lists, headings, tables, emphasis and links', () => {
    const html = render('# {{text:h}}\n\n- {{list:my_own_items}}\n\n**{{text:b}}** [{{text:l}}](x.md)\n\n|a|\n|-|\n|{{text:t}}|\n');
    expect(html.match(/class="promptstack-placeholder"/g)).toHaveLength(5);
    expect(html).toContain('data-type="list" title="{{list:my_own_items}}">my_own_items</span>');
  });

  it('are marked in code, where the text stays as it is', () => {
    const html = render('`{{text:a}}`\n\n```js {{text:lang}}\nrun("{{text:b}}")\n```\n\n    {{text:c}}\n');
    expect(html.match(/promptstack-placeholder-code">\{\{text:[abc]\}\}</g)).toHaveLength(3);
    expect(html).not.toContain('language-<span');
  });

  it('are left alone in diagrams, and other double braces everywhere', () => {
    expect(render('```mermaid\nA{{text:a}}\n```')).not.toContain('promptstack-placeholder');
    for (const foreign of ['{{x}}', '{{#if a}}', '{{txt:x}}', '{{text:a b}}', '{{text:x}', '{{Text:x}}']) {
      expect(render(foreign)).not.toContain('promptstack-placeholder');
    }
  });
});
