import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContinuationModel } from './continuationModel';
import { KnownTexts, type TextKind } from './knownTexts';

const phrase = fc.constantFrom('You are an expert reviewer.', 'You are an expert writer.', 'Review the code\nline by line.', '- Be brief\n- Be kind', 'List all steps.');
const body = fc.array(phrase, { minLength: 1, maxLength: 4 }).map((phrases) => phrases.join('\n\n'));
const texts = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), body, isPrompt: fc.boolean() }), { maxLength: 12 });

const originOf = (name: string, kind: TextKind, stamp = 1) => ({ uri: `mem:///${name}`, kind, stamp, size: 1 });

/** What a user could notice of what is known. */
function behaviour(known: KnownTexts): unknown {
  const model = new ContinuationModel(known);
  const befores = ['', 'You', 'You are an', 'You are an expert r', 'Review the', 'Review the code\n', '- Be', 'List all', 'x\n\n', '- '];
  const suggestions = befores.map((before) => model.suggest({ uri: 'mem:///other', before, after: '', asked: true }));
  return { suggestions, words: known.words, vocabulary: known.vocabulary.size, uris: known.origins().map(({ uri }) => uri).sort() };
}

describe('known texts', () => {
  it('after any changes are as if only what is left had ever been learned', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e')), (steps, forgotten) => {
        const known = new KnownTexts();
        const left = new Map<string, { body: string; kind: TextKind }>();
        for (const { name, body, isPrompt } of steps) {
          const kind = isPrompt ? 'prompt' : 'composition';
          known.learn(originOf(name, kind), body);
          left.set(name, { body, kind });
        }
        known.forget(forgotten.map((name) => `mem:///${name}`));
        for (const name of forgotten) left.delete(name);
        const rebuilt = new KnownTexts();
        for (const [name, { body, kind }] of [...left].reverse()) rebuilt.learn(originOf(name, kind), body);
        expect(behaviour(known)).toEqual(behaviour(rebuilt));
      }),
    );
  });

  it('take no memory when all is forgotten', () => {
    const known = new KnownTexts();
    for (let index = 0; index < 300; index++) known.learn(originOf(`t${index}`, 'prompt'), `word${index} `.repeat(400));
    known.forget(known.origins().map(({ uri }) => uri));
    expect([known.words, known.memory, known.vocabulary.size]).toEqual([0, 0, 0]);
  });

  it('make room for newer texts by dropping the oldest, and know them still', () => {
    const known = new KnownTexts({ words: 1000 });
    for (const index of [3, 1, 2, 5, 4]) known.learn(originOf(`t${index}`, 'prompt', index), `only${index} `.repeat(300));
    expect(known.words).toBeLessThanOrEqual(1000);
    expect(known.origins().map(({ uri }) => [uri.slice(-1), known.wordsOf(uri).length > 0])).toEqual([
      ['3', true],
      ['1', false],
      ['2', false],
      ['5', true],
      ['4', true],
    ]);
    expect(known.vocabulary.numberOf(' only1')).toBeUndefined();
  });

  it('forget the oldest composition when there are too many', () => {
    const known = new KnownTexts({ compositions: 2 });
    for (const index of [2, 1, 3]) known.learn(originOf(`c${index}`, 'composition', index), 'text');
    known.learn(originOf('p', 'prompt', 0), 'text');
    expect(known.origins().map(({ uri }) => uri)).toEqual(['mem:///c2', 'mem:///c3', 'mem:///p']);
  });

  it('learn the beginning of a text that is very long', () => {
    const known = new KnownTexts();
    known.learn(originOf('long', 'prompt'), 'word '.repeat(200_000));
    expect(known.words).toBe(16_000);
  });
});
