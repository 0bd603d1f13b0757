import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ContinuationModel } from './continuationModel';
import { KnownTexts } from './knownTexts';

describe('the continuation model', () => {
  let known: KnownTexts;
  let model: ContinuationModel;

  beforeEach(() => {
    known = new KnownTexts();
    model = new ContinuationModel(known);
  });

  const learn = (...texts: string[]): void =>
    texts.forEach((text, index) => known.learn({ uri: `mem:///${index}`, kind: 'prompt', stamp: index, size: 0 }, text));
  /** @param text with `|` at the cursor */
  const suggest = (text: string, options: { asked?: boolean; uri?: string } = {}): string | undefined => {
    const [before = '', after = ''] = text.split('|');
    return model.suggest({ uri: 'mem:///new', before, after, ...options })?.text;
  };
  const often = (text: string, times = 12): string[] => Array.from({ length: times }, () => text);

  it('goes on as the texts go on after the same words', () => {
    learn(...often('You are an expert code reviewer. Think step by step.'));
    expect(suggest('You are an |')).toBe('expert code reviewer.');
    expect(suggest('You are an exp|')).toBe('ert code reviewer.');
    expect(suggest('Hello! You are|')).toBe(' an expert code reviewer.');
    expect(suggest('Please think step|')).toBe(' by step.');
  });

  it('is silent where texts go on differently, or nothing is known', () => {
    learn('I like red apples', 'I like green pears', 'I like blue plums');
    expect(suggest('I like |')).toBeUndefined();
    expect(suggest('Quite something else|')).toBeUndefined();
    expect(suggest('|')).toBeUndefined();
  });

  it('says less surely what it would not say unasked', () => {
    learn('Answer in plain English.', 'Answer in French.', 'Answer in plain words.', 'Answer in JSON.');
    expect(suggest('Answer in |')).toBeUndefined();
    expect(suggest('Answer in |', { asked: true })).toBe('plain');
  });

  it('ends at the end of the line and of the sentence, and at a length that can be read', () => {
    learn(...often('First line here\nSecond line. And more. ' + 'very '.repeat(5) + Array.from({ length: 60 }, (_, i) => `long${i}`).join(' ')));
    expect(suggest('First |')).toBe('line here');
    expect(suggest('First line here\nSecond |')).toBe('line.');
    const long = suggest('long1 long2 |') ?? '';
    expect(long).toMatch(/^long3 long4 /);
    expect(long.length).toBeLessThanOrEqual(80);
  });

  it('begins a line as such lines begin after the line before', () => {
    learn(...often('## Output format\n\nReturn JSON only.'));
    expect(suggest('## Output format\n\n|')).toBe('Return JSON only.');
    expect(suggest('## Output format\r\n\r\n|')).toBe('Return JSON only.');
  });

  it('does not go into the next text', () => {
    learn(...often('The end'));
    expect(suggest('The end|')).toBeUndefined();
  });

  it('is not led astray by a text that was left in the middle of a word', () => {
    learn(...often('Behave as a friendly wombat keeper.', 4), 'Please: behave as a fr');
    expect(suggest('Please: behave as a fr|')).toBe('iendly wombat keeper.');
  });

  it('leaves words alone that go on behind the cursor', () => {
    learn(...often('You are an expert code reviewer.'));
    expect(suggest('You are an ex|pert')).toBeUndefined();
    expect(suggest('You are an |expert')).toBeUndefined();
  });

  it('fills the gap before what stands behind the cursor', () => {
    learn(...often('Write tests for {{text:code}} (in TypeScript).'));
    expect(suggest('Write tests for {{te|}}')).toBe('xt:code');
    expect(suggest('{{text:code}} (in|).')).toBe(' TypeScript');
    expect(suggest('Write |  for')).toBe('tests');
    learn(...often('Wait for them...'));
    expect(suggest('Wait for |')).toBe('them...');
    expect(suggest('Wait for |.')).toBe('them');
  });

  it('learns from the text itself, and not from the old version of it', () => {
    expect(suggest(`${'Use the Acme widget factory.\n'.repeat(8)}Use the Ac|`)).toBe('me widget factory.');
    learn(...often('zzz'), 'Draft with old words that are gone');
    expect(suggest('Draft with old |', { uri: 'mem:///12', asked: true })).toBeUndefined();
  });

  it('gives what the user wrote more weight than prompts', () => {
    for (let index = 0; index < 4; index++) known.learn({ uri: `mem:///p${index}`, kind: 'prompt', stamp: 0, size: 0 }, 'Sign as the whole team');
    for (let index = 0; index < 4; index++) known.learn({ uri: `mem:///c${index}`, kind: 'composition', stamp: 0, size: 0 }, 'Sign as Maria Jones');
    expect(suggest('Sign as |', { asked: true })).toBe('Maria Jones');
  });

  it('does not say again what the line says already', () => {
    learn(...often('one big happy family and one big happy family'));
    expect(suggest('one big happy family and|')).toBeUndefined();
  });

  it('prefers what was accepted and drops what was dismissed', () => {
    learn(...often('Kind regards Anna', 6), ...often('Kind regards Bert', 5).map((text) => `${text} `));
    const request = { uri: 'x', before: 'Kind regards ', after: '', asked: true };
    const text = (liked: string, disliked: string): string | undefined =>
      model.suggest(request, (word) => (word === liked ? 3 : word === disliked ? 0.3 : 1))?.text;
    expect(text('', '')).toMatch(/Anna|Bert/);
    expect(text(' Bert', ' Anna')).toBe('Bert');
    expect(text(' Anna', ' Bert')).toBe('Anna');
  });

  it('never repeats what stands behind the cursor, breaks the line or says next to nothing', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b ', ' c', '(', ')', '.', '\n', 'word ', '}}'), maxLength: 60 }), { maxLength: 6 });
    const afters = fc.string({ unit: fc.constantFrom('a', ' ', 'b', ')', '.', 'word', '}}'), maxLength: 8 });
    fc.assert(
      fc.property(texts, fc.string({ unit: fc.constantFrom('a', 'b ', 'word', '(', '\n'), maxLength: 12 }), afters, (each, before, after) => {
        known = new KnownTexts();
        model = new ContinuationModel(known);
        learn(...each.flatMap((text) => often(text, 3)));
        const request = { uri: 'x', before, after, asked: true };
        const found = model.suggest(request);
        expect(model.suggest(request)).toEqual(found);
        if (!found) return;
        expect(found.text).toMatch(/^[^\r\n]{3,80}$/);
        expect(found.confidence > 0 && found.confidence <= 1).toBe(true);
        for (let length = 1; length <= found.text.length; length++) expect(after.startsWith(found.text.slice(-length)) && after !== '').toBe(false);
      }),
    );
  });
});
