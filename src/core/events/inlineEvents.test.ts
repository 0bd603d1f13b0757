import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isInlineEvent } from './inlineEvents';

const event = { type: 'suggestionAccepted', kind: 'inline', key: 'a.b', characters: 3, at: 1 };

it('tells what became of suggestions from everything else in the journal', () => {
  expect(isInlineEvent(event)).toBe(true);
  expect(isInlineEvent({ ...event, type: 'suggestionDismissed', more: true })).toBe(true);
  expect(isInlineEvent({ ...event, type: 'suggestionsJudged', score: -1.5 })).toBe(true);
  for (const change of [{ type: 'suggestionsJudged' }, { type: 'suggestionsJudged', score: 'much' }, { type: 'promptUsed' }, { kind: 'ai' }, { key: 1 }, { key: 'x'.repeat(1000) }, { characters: '3' }, { characters: -1 }, { at: null }]) {
    expect(isInlineEvent({ ...event, ...change }), JSON.stringify(change)).toBe(false);
  }
  fc.assert(fc.property(fc.anything(), (entry) => void expect(isInlineEvent(entry)).toBe(false)));
});
