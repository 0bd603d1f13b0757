import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Prompt } from '../prompts/prompt';
import type { PromptSource } from './promptSource';
import { TreeModel, type TreeRefresh } from './treeModel';
import type { TreeNode } from './treeNodes';
import type { TreeGrouping } from './treePlacement';

const validation = { strictness: 'strict', missingMetadata: true } as const;
const user: PromptSource = { id: 'file:///user', label: 'User', kind: 'user', root: 'file:///user', validation };
const workspace: PromptSource = { id: 'file:///ws', label: 'shop', kind: 'workspace', root: 'file:///ws', validation };
const sources = [user, workspace];

function prompt(path: string, overrides: Partial<Prompt> = {}): Prompt {
  const sourceId = overrides.sourceId ?? user.id;
  const names = path.split('/');
  return {
    uri: `${sourceId}/${path}`,
    sourceId,
    path,
    category: names.length > 1 ? (names[0] ?? '') : '',
    title: (names.at(-1) ?? '').replace('.md', ''),
    titleOrigin: 'frontmatter',
    description: '',
    tags: [],
    placeholders: [],
    size: 10,
    mtime: 0,
    problems: [],
    ...overrides,
  };
}

function model(prompts: readonly Prompt[], grouping: TreeGrouping = 'category'): TreeModel {
  const tree = new TreeModel(grouping);
  tree.reset({ prompts, sources });
  return tree;
}

/** The tree as indented text: groups end with their number of prompts. */
function drawn(tree: TreeModel, node?: TreeNode, depth = 0): string {
  return tree
    .children(node)
    .map((child) => {
      const row = child.kind === 'prompt' ? child.prompt.title : `${child.label || `<${child.kind}>`} (${child.size})`;
      return `${'  '.repeat(depth)}${row}\n${drawn(tree, child, depth + 1)}`;
    })
    .join('');
}

const change = { added: [], changed: [], removed: [] };
const titles = (refresh: TreeRefresh) =>
  refresh === 'all' ? 'all' : refresh.map((node) => (node.kind === 'prompt' ? node.prompt.title : node.label || node.kind));

describe('grouping', () => {
  const library = [
    prompt('rules/b.md', { tags: ['Style', 'ts'] }),
    prompt('rules/deep/er/Step 10.md', { tags: ['style'] }),
    prompt('rules/deep/er/step 9.md'),
    prompt('commands/a.md', { tags: ['ts', 'TS'] }),
    prompt('loose.md'),
    prompt('rules/team.md', { sourceId: workspace.id }),
  ];

  it('by category: own categories with their folders, then other sources, then prompts without a category', () => {
    expect(drawn(model(library))).toBe(
      'commands (1)\n  a\nrules (3)\n  deep (2)\n    er (2)\n      step 9\n      Step 10\n  b\nshop (1)\n  rules (1)\n    team\nloose\n',
    );
  });

  it('by tag: whatever their case, a prompt under each of its tags, those without any at the end', () => {
    expect(drawn(model(library, 'tag'))).toBe('Style (2)\n  b\n  Step 10\nts (2)\n  a\n  b\n<untagged> (3)\n  loose\n  step 9\n  team\n');
  });

  it('by source: every source by its name', () => {
    expect(drawn(model([prompt('x/a.md'), prompt('x/b.md', { sourceId: workspace.id })], 'source'))).toBe(
      'shop (1)\n  x (1)\n    b\nUser (1)\n  x (1)\n    a\n',
    );
  });

  it('flat: titles in the order people expect', () => {
    expect(drawn(model(library, 'flat'))).toBe('a\nb\nloose\nstep 9\nStep 10\nteam\n');
  });

  it('knows which folder a group stands for', () => {
    const tree = model(library);
    const er = tree.nodesOf('file:///user/rules/deep/er/step 9.md')[0]?.parent;
    expect(er?.group.folder).toEqual({ sourceId: user.id, path: 'rules/deep/er' });
    expect(er && tree.parent(er)?.label).toBe('deep');
  });

  it('tells groups apart whose names differ in case or odd characters', () => {
    const tree = model([prompt('a/x.md'), prompt('A/y.md'), prompt('a|b/z.md'), prompt('\u{d800}/w.md')]);
    expect(new Set(tree.children().map((node) => node.id)).size).toBe(4);
  });
});

describe('favourites and recently used', () => {
  const library = [prompt('x/a.md'), prompt('x/b.md'), prompt('x/c.md')];
  const uri = (name: string) => `file:///user/x/${name}.md`;

  it('stand on top in the order given and leave out what is not in the library', () => {
    const tree = model(library);
    expect(tree.setFavourites([uri('c'), uri('gone'), uri('a')])).toBe('all');
    tree.setRecent([uri('b')]);
    expect(drawn(tree)).toBe('<favourites> (0)\n  c\n  a\n<recent> (0)\n  b\nx (3)\n  a\n  b\n  c\n');
  });

  it('refresh the list and the rows of the prompts that joined or left', () => {
    const tree = model(library);
    tree.setFavourites([uri('a')]);
    expect(titles(tree.setFavourites([uri('a'), uri('b')]))).toEqual(['favourites', 'b']);
    expect(titles(tree.setFavourites([uri('a'), uri('b')]))).toEqual([]);
    expect(tree.setFavourites([])).toBe('all');
  });

  it('show a changed favourite anew in both places, also when it changed its folder’s order', () => {
    const tree = model(library);
    tree.setFavourites([uri('a')]);
    const changed = tree.apply({ ...change, changed: [prompt('x/a.md', { title: 'z' })] });
    expect(changed === 'all' || changed.map((node) => [node.kind, tree.parent(node)?.kind])).toEqual([
      ['category', undefined],
      ['prompt', 'favourites'],
    ]);
  });

  it('show a favourite as soon as its file comes back', () => {
    const tree = model([]);
    tree.setFavourites([uri('a')]);
    expect(tree.apply({ ...change, added: library })).toBe('all');
    expect(drawn(tree)).toMatch(/^<favourites> \(0\)\n {2}a\n/);
  });
});

describe('refreshing', () => {
  it('touches one row when only the content of one prompt changed', () => {
    const tree = model([prompt('x/a.md'), prompt('x/b.md')]);
    expect(titles(tree.apply({ ...change, changed: [prompt('x/b.md', { description: 'new' })] }))).toEqual(['b']);
  });

  it('touches the folder when a title changed, the category when a prompt came, everything when a category came', () => {
    const tree = model([prompt('x/y/a.md'), prompt('z/c.md')]);
    expect(titles(tree.apply({ ...change, changed: [prompt('x/y/a.md', { title: 'A' })] }))).toEqual(['y']);
    expect(titles(tree.apply({ ...change, added: [prompt('x/y/b.md')] }))).toEqual(['x']);
    expect(titles(tree.apply({ ...change, added: [prompt('new/n.md')] }))).toEqual('all');
  });

  it('keeps rows and their ids', () => {
    const tree = model([prompt('x/a.md'), prompt('x/b.md')]);
    const before = tree.nodesOf('file:///user/x/b.md')[0];
    tree.apply({ ...change, removed: [prompt('x/a.md')] });
    expect(tree.nodesOf('file:///user/x/b.md')[0]).toBe(before);
    tree.reset({ prompts: [prompt('x/b.md')], sources });
    expect(tree.nodesOf('file:///user/x/b.md')[0]?.id).toBe(before?.id);
  });

  it('shows after any changes what a fresh tree shows, when only the reported rows are drawn again', () => {
    const path = fc.constantFrom('a.md', 'x/a.md', 'x/b.md', 'x/y/a.md', 'x/y/b.md', 'z/q/r/a.md');
    const anyPrompt = fc
      .tuple(path, fc.constantFrom(user.id, workspace.id), fc.constantFrom('t1', 't2', 't10'), fc.subarray(['u', 'V', 'v']))
      .map(([at, sourceId, title, tags]) => prompt(at, { sourceId, title, tags }));
    const anyStep = fc.record({ put: fc.array(anyPrompt, { maxLength: 3 }), drop: fc.nat(), favourites: fc.array(fc.nat(8), { maxLength: 3 }) });
    const grouping = fc.constantFrom<TreeGrouping>('category', 'tag', 'source', 'flat');

    fc.assert(
      fc.property(grouping, fc.array(anyStep, { maxLength: 12 }), (by, steps) => {
        const tree = model([], by);
        const view = new View(tree);
        const library = new Map<string, Prompt>();
        for (const step of steps) {
          const put = new Map(step.put.map((one) => [one.uri, one]));
          const gone = [...library.values()].filter((one, index) => index === step.drop % 7 && !put.has(one.uri));
          const added = [...put.values()].filter((one) => !library.has(one.uri));
          const changed = [...put.values()].filter((one) => library.has(one.uri));
          for (const one of put.values()) library.set(one.uri, one);
          for (const one of gone) library.delete(one.uri);
          view.refresh(tree.apply({ added, changed, removed: gone }));
          const favourites = [...new Set(step.favourites)].flatMap((index) => [...library.keys()][index] ?? []);
          view.refresh(tree.setFavourites(favourites));

          const fresh = model([...library.values()], by);
          fresh.setFavourites(favourites);
          // The group is named as the first prompt wrote the tag, so a later writing may differ in case only.
          expect(view.drawn().toLowerCase()).toBe(drawn(fresh).toLowerCase());
        }
      }),
      { numRuns: 400 },
    );
  });
});

/** What a tree view does: it remembers the rows that it drew and asks again only for those below a refreshed row. */
class View {
  readonly #tree: TreeModel;
  readonly #rows = new Map<TreeNode | undefined, { readonly text: string; readonly children: readonly TreeNode[] }>();

  constructor(tree: TreeModel) {
    this.#tree = tree;
    this.refresh('all');
  }

  refresh(refresh: TreeRefresh): void {
    for (const node of refresh === 'all' ? [undefined] : refresh) this.#draw(node);
  }

  drawn(node?: TreeNode, depth = -1): string {
    const row = this.#rows.get(node);
    return `${node ? `${'  '.repeat(depth)}${row?.text}\n` : ''}${row?.children.map((child) => this.drawn(child, depth + 1)).join('') ?? ''}`;
  }

  #draw(node: TreeNode | undefined): void {
    const children = this.#tree.children(node);
    const text = !node ? '' : node.kind === 'prompt' ? node.prompt.title : `${node.label || `<${node.kind}>`} (${node.size})`;
    this.#rows.set(node, { text, children });
    for (const child of children) this.#draw(child);
  }
}
