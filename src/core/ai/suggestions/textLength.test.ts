import { describe, expect, it } from 'vitest';
import { noAI } from '../liveAI';
import { suggestionRequest } from './suggestionRequest';
import { textLength } from './textLength';

const model = { id: 'small', name: 'Small', contextTokens: 8000, maxOutputTokens: undefined };
const words = (count: number): string => `---\ntitle: Not sent\n---\n${'word '.repeat(count)}`;

describe('the length of a text beside the context of a model', () => {
  it('is told from 15 % on', () => {
    expect(textLength(words(1000), model)).toBeUndefined();
    expect(textLength(words(1400), model)).toEqual({ share: 18, limit: 25, isTooLong: false });
    expect(textLength(words(1400), { ...model, contextTokens: 16_000 })).toBeUndefined();
  });

  it('is too much exactly where suggestions are refused', async () => {
    const selection = { selector: noAI.settings.contextSelector, prompts: [], tokens: 0, leftOut: [] };
    for (const count of [1900, 1950, 1990, 2000, 2010, 2050, 2100, 3000]) {
      const isRefused = await suggestionRequest('file:///a.md', words(count), model, selection).then(
        () => false,
        () => true,
      );
      expect([count, textLength(words(count), model)?.isTooLong]).toEqual([count, isRefused]);
    }
  });
});
