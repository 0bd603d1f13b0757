import { afterEach, expect, it } from 'vitest';
import { pathsOf, promptUri, SelectionWorld, type WrittenPrompt } from '../../../test/support/selectionWorld';

let world: SelectionWorld;
afterEach(() => world.dispose());

const filler = (count: number): WrittenPrompt[] =>
  Array.from({ length: count }, (_, index) => ({ path: `filler${index}.md`, body: `Write a short text about subject number${index}, in plain words, for people who know nothing of it.` }));

it('finds a prompt by words that only its body has', async () => {
  world = await SelectionWorld.with(...filler(20), { path: 'a.md', title: 'Untitled', body: 'Explain the marsupial pouch and the wombat burrow.' });
  const { selector, prompts } = await world.select('bm25', 'Something about the burrow of a wombat');
  expect(selector).toBe('bm25');
  expect(pathsOf(prompts)[0]).toBe('a.md');
  expect(prompts[0]?.reasons[0]).toMatchObject({ kind: 'words', words: expect.arrayContaining(['burrow', 'wombat']) as unknown });
  expect((await world.select('score', 'Something about the burrow of a wombat')).prompts.map(({ uri }) => uri)).not.toContain(promptUri('a.md'));
});

it('finds texts without blanks between words', async () => {
  world = await SelectionWorld.with({ path: 'a.md', body: '请审查这段代码并指出错误。' }, { path: 'b.md', body: '请把这封邮件翻译成英文。' }, ...filler(5));
  expect(pathsOf((await world.select('bm25', '帮我审查代码')).prompts)[0]).toBe('a.md');
  expect(pathsOf((await world.select('bm25', '翻译邮件')).prompts)[0]).toBe('b.md');
});

it('reads a changed prompt again and forgets one that is gone', async () => {
  world = await SelectionWorld.with(...filler(5), { path: 'a.md', body: 'All about wombats' });
  expect(pathsOf((await world.select('bm25', 'wombats')).prompts)).toEqual(['a.md']);
  world.write({ path: 'filler0.md', body: 'Also about wombats and numbats' });
  world.ports.fileSystem.drop(promptUri('a.md'));
  await world.app.library.refresh();
  expect(pathsOf((await world.select('bm25', 'wombats')).prompts)).toEqual(['filler0.md']);
});

it('reads nothing before it is asked, each prompt once, and those that cannot be read by their titles', async () => {
  world = await SelectionWorld.with(...filler(5), { path: 'broken.md', title: 'Wombats', body: 'Text' });
  world.ports.fileSystem.forgetCalls();
  const selector = world.selector('bm25');
  expect(world.ports.fileSystem.calls).toEqual([]);
  world.ports.fileSystem.fail(promptUri('broken.md'), 'noPermission');
  const { signal } = new AbortController();
  const request = { uri: 'mem:///c.md', text: 'subject number3', budget: 1000, wanted: [], unwanted: [], signal };
  await selector.select(request);
  const read = world.ports.fileSystem.calls.filter((call) => call.startsWith('read ')).length;
  expect(pathsOf((await selector.select(request)).prompts)[0]).toBe('filler3.md');
  // The chosen ones are read again to be sent as they are now.
  expect(world.ports.fileSystem.calls.filter((call) => call.startsWith('read ')).length - read).toBeLessThan(6);
  expect((await selector.select({ ...request, text: 'wombats' })).prompts).toEqual([]);
});
