import { afterEach, expect, it } from 'vitest';
import { pathsOf, promptUri, SelectionWorld, type WrittenPrompt } from '../../../test/support/selectionWorld';
import type { ContextSelection, SelectionReason } from './contextSelector';

let world: SelectionWorld;
afterEach(() => world.dispose());

const open = async (...prompts: readonly WrittenPrompt[]): Promise<void> => void (world = await SelectionWorld.with(...prompts));
const select = (text: string): Promise<ContextSelection> => world.select('score', text);
const reasonsOf = ({ prompts }: ContextSelection, path: string): readonly SelectionReason[] => prompts.find(({ uri }) => uri === promptUri(path))?.reasons ?? [];
const plain = (path: string, more: Partial<WrittenPrompt> = {}): WrittenPrompt => ({ path, title: `Title${path.replaceAll(/\W/g, '')}`, body: `Body of ${path}`, ...more });

it('adds 10 for each tag that the composition has', async () => {
  await open(plain('a.md', { tags: ['sql', 'Code Review'] }), plain('b.md', { tags: ['sql'] }), plain('c.md', { tags: ['gardens'] }));
  const selection = await select('---\ntags: [SQL, code-review]\n---\nWhatever');
  expect(pathsOf(selection.prompts)).toEqual(['a.md', 'b.md']);
  expect(reasonsOf(selection, 'a.md')).toEqual([
    { kind: 'tag', tag: 'sql', score: 10 },
    { kind: 'tag', tag: 'Code Review', score: 10 },
  ]);
  expect(selection.prompts.map(({ score }) => score)).toEqual([20, 10]);
});

it('takes tags of prompts that stand in the text for tags of a composition that has none', async () => {
  await open(plain('a.md', { tags: ['code-review'] }), plain('b.md', { tags: ['review-code'] }), plain('c.md', { tags: ['代码'] }));
  const found = async (text: string): Promise<string[]> => pathsOf((await select(text)).prompts.filter(({ reasons }) => reasons.some(({ kind }) => kind === 'tag')));
  expect(await found('Please do a Code review of this')).toEqual(['a.md']);
  expect(await found('Please #code-review this')).toEqual(['a.md']);
  expect(await found('The code and its review')).toEqual([]);
  expect(await found('审查代码吧')).toEqual(['c.md']);
  expect(await found('---\ntags: [other]\n---\nPlease do a code review')).toEqual([]);
});

it('adds 5 for the category of a prompt that the composition was made with or refers to', async () => {
  await open(plain('rules/a.md'), plain('rules/b.md'), plain('work/c.md'));
  const made = await select(`---\nprompts:\n  - ${promptUri('rules/a.md')}\n---\nText`);
  expect(pathsOf(made.prompts)).toEqual(['rules/a.md', 'rules/b.md']);
  expect(made.prompts[0]?.reasons[0]).toEqual({ kind: 'referenced' });
  expect(reasonsOf(made, 'rules/b.md')).toEqual([{ kind: 'category', category: 'rules', score: 5 }]);
  const refers = await world.select('score', 'See [c](../library/work/c.md).', { uri: 'mem:///work/composition.md' });
  expect(pathsOf(refers.prompts)).toEqual(['work/c.md']);
});

it('adds about 1 for a word in common, more for a rare one, less for one that all have', async () => {
  const many = Array.from({ length: 40 }, (_, index) => plain(`x${index}.md`, { title: `Common words stand${index} everywhere${index}` }));
  await open(...many, plain('rare.md', { title: 'Common words of wombats', tags: ['zoo'] }));
  const selection = await select('Common wombats');
  expect(pathsOf(selection.prompts)[0]).toBe('rare.md');
  const reason = reasonsOf(selection, 'rare.md')[0];
  expect(reason).toMatchObject({ kind: 'words', words: ['wombats'] });
  expect(reason?.kind === 'words' && reason.score).toBeGreaterThan(1);
  const other = selection.prompts[1]?.reasons[0];
  expect(other?.kind === 'words' && other.score).toBeLessThan(0.3);
});

it('adds 3 for a use in the last session, and the number of uses', async () => {
  await open(plain('old.md'), plain('last.md'), plain('now.md'));
  const at = world.ports.clock.now();
  const hour = 3_600_000;
  for (const [path, before] of [['old.md', 30], ['last.md', 5], ['last.md', 6], ['now.md', 5.5]] as const) {
    await world.app.events.publish({ type: 'promptUsed', uri: promptUri(path), at: at - before * hour });
  }
  await world.usage.whenReady();
  const selection = await select('Nothing in particular');
  expect(pathsOf(selection.prompts)).toEqual(['last.md', 'now.md', 'old.md']);
  expect(reasonsOf(selection, 'last.md')).toEqual([
    { kind: 'lastSession', score: 3 },
    { kind: 'uses', count: 2, score: 2 },
  ]);
  expect(reasonsOf(selection, 'old.md')).toEqual([{ kind: 'uses', count: 1, score: 1 }]);
});

it('chooses nothing where nothing speaks for it', async () => {
  await open(plain('a.md'), plain('b.md'));
  expect(await select('Zebra')).toEqual({ selector: 'score', prompts: [], tokens: 0, budget: 10_000, leftOut: [] });
  expect((await select('')).prompts).toEqual([]);
});

it('follows the library', async () => {
  await open(plain('a.md', { title: 'Wombats' }), plain('b.md', { title: 'Numbats' }));
  expect(pathsOf((await select('wombats')).prompts)).toEqual(['a.md']);
  world.write(plain('b.md', { title: 'Wombats too' }));
  world.write(plain('c.md', { title: 'More wombats' }));
  world.ports.fileSystem.drop(promptUri('a.md'));
  await world.app.library.refresh();
  expect(pathsOf((await select('wombats')).prompts).sort()).toEqual(['b.md', 'c.md']);
});
