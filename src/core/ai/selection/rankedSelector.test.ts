import { afterEach, describe, expect, it } from 'vitest';
import { pathsOf, promptUri, SelectionWorld, type WrittenPrompt } from '../../../../test/support/selectionWorld';
import { AIError } from '../aiError';
import { estimateTokens } from '../tokens';

let world: SelectionWorld;
afterEach(() => world.dispose());

/** The more words of the composition its title has, the better. */
const wombats = (path: string, words: number, body = `Body of ${path}`): WrittenPrompt => ({ path, title: ['alpha', 'beta', 'gamma', 'delta'].slice(0, words).join(' '), body });
const text = 'alpha beta gamma delta';

describe.each(['score', 'bm25'] as const)('%s', (id) => {
  it('chooses at least three that have any score, and at most five that come near the best', async () => {
    world = await SelectionWorld.with(wombats('best.md', 4), wombats('b.md', 1), wombats('c.md', 1), wombats('d.md', 1), { path: 'e.md', body: 'other' });
    expect(pathsOf((await world.select(id, text)).prompts)).toEqual(['best.md', 'b.md', 'c.md']);
    world.dispose();
    world = await SelectionWorld.with(...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => wombats(`${name}.md`, 4)));
    expect(pathsOf((await world.select(id, text)).prompts)).toEqual(['a.md', 'b.md', 'c.md', 'd.md', 'e.md']);
  });

  it('has what the user wants first, then what is referenced, then the best; and never what is unwanted', async () => {
    world = await SelectionWorld.with(...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => wombats(`${name}.md`, 4)), { path: 'used.md', body: 'Used' }, { path: 'wanted.md', body: 'Wanted' });
    const made = `---\nprompts: ["${promptUri('used.md')}"]\n---\n${text}`;
    const { prompts } = await world.select(id, made, { wanted: [promptUri('wanted.md')], unwanted: [promptUri('b.md')] });
    expect(pathsOf(prompts)).toEqual(['wanted.md', 'used.md', 'a.md', 'c.md', 'd.md']);
    expect(prompts.map(({ reasons }) => reasons[0]?.kind).slice(0, 2)).toEqual(['user', 'referenced']);
    for (const { reasons } of prompts) expect(reasons.length).toBeGreaterThan(0);
    expect(pathsOf((await world.select(id, made, { unwanted: [promptUri('used.md')] })).prompts)).not.toContain('used.md');
  });

  it('leaves the place of an unwanted one empty, and gives a wanted one none of the others', async () => {
    world = await SelectionWorld.with(...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => wombats(`${name}.md`, 4)));
    const all = ['a.md', 'b.md', 'c.md', 'd.md', 'e.md'].map(promptUri);
    expect((await world.select(id, text, { unwanted: all })).prompts).toEqual([]);
    expect(pathsOf((await world.select(id, text, { wanted: [promptUri('g.md')] })).prompts)).toEqual(['g.md', 'a.md', 'b.md', 'c.md', 'd.md', 'e.md']);
    expect(pathsOf((await world.select(id, text, { wanted: [promptUri('b.md')] })).prompts)).toEqual(['b.md', 'a.md', 'c.md', 'd.md', 'e.md']);
  });

  it('stays within the budget and says what had no room', async () => {
    const long = 'some words of a long prompt '.repeat(40);
    world = await SelectionWorld.with(wombats('a.md', 4, `${long} a`), wombats('b.md', 3, 'Short b'), wombats('c.md', 4, 'quite another text that is far too long '.repeat(40)), wombats('d.md', 1, 'Short d'));
    const budget = estimateTokens(long) + 20;
    const selection = await world.select(id, text, { budget });
    expect(pathsOf(selection.prompts)).toEqual(['a.md', 'b.md', 'd.md']);
    expect(selection.leftOut).toEqual([promptUri('c.md')]);
    expect(selection.tokens).toBeLessThanOrEqual(budget);
    expect(selection.tokens).toBe(selection.prompts.reduce((sum, { tokens }) => sum + tokens, 0));
    const none = await world.select(id, text, { budget: 0, wanted: [promptUri('b.md')] });
    expect([none.prompts, none.leftOut[0]]).toEqual([[], promptUri('b.md')]);
  });

  it('never sends a composition along with itself, nor what it has already, nor one text twice', async () => {
    const body = 'Review the change for faults, name each with its line, and say how grave it is. Be brief.';
    world = await SelectionWorld.with(wombats('own.md', 4), wombats('inserted.md', 4, body), wombats('a.md', 3, 'The same words stand in two of the files here'), wombats('b.md', 3, 'The same words stand in two of the files here'));
    const { prompts } = await world.select(id, `${text}\n\n${body}\n`, { uri: promptUri('own.md'), wanted: [promptUri('own.md')] });
    expect(pathsOf(prompts)).toEqual(['a.md']);
  });

  it('leaves out what cannot be inserted, is empty or cannot be read', async () => {
    world = await SelectionWorld.with(wombats('good.md', 2), wombats('empty.md', 4, ''), wombats('twice.md', 4, '{{text:a}} {{text:a}}'), wombats('gone.md', 4));
    world.ports.fileSystem.fail(promptUri('gone.md'), 'noPermission');
    expect(pathsOf((await world.select(id, text)).prompts)).toEqual(['good.md']);
  });

  it('ends at once when nobody wants it any longer', async () => {
    world = await SelectionWorld.with(wombats('a.md', 4));
    const abort = new AbortController();
    const release = world.ports.fileSystem.hold(promptUri('a.md'));
    const selecting = world.select(id, text, { signal: abort.signal });
    await world.ports.clock.settle();
    abort.abort();
    await expect(selecting).rejects.toSatisfy((error) => AIError.is(error, 'cancelled'));
    release();
    expect(pathsOf((await world.select(id, text)).prompts)).toEqual(['a.md']);
  });

  it('takes any text', async () => {
    world = await SelectionWorld.with(wombats('a.md', 4));
    for (const odd of ['\0\uD800', '---\ntags: [', `${'x'.repeat(100_000)} alpha`, '[a](', '---\nprompts: 5\n---\n']) {
      await expect(world.select(id, odd)).resolves.toMatchObject({ selector: id });
    }
  });
});
