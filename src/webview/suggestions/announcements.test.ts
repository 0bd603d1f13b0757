import { describe, expect, it } from 'vitest';
import { type Item, type SuggestionsTexts, textKeys, type ViewState } from '../../protocol/suggestions';
import { announcement } from './announcements';

const texts = {
  ...Object.fromEntries(textKeys.map((key) => [key, key])),
  arrivedMany: '{0} so far',
  finishedMany: '{0} in all',
} as SuggestionsTexts;
const item = (id: string, more: Partial<Item> = {}): Item => ({
  id, kind: 'gap', title: `Title ${id}`, explanation: '', lines: [], isWhole: true, prompt: '', state: 'pending', diff: '', moreLines: 0, error: '', ...more,
});
const state = (more: Partial<ViewState>): ViewState => ({
  document: { uri: 'file:///a.md', name: 'a.md' }, provider: 'Anthropic', model: '', isRestricted: false, run: 'done', failure: null, waiting: null,
  isOutdated: false, length: null, context: null, items: [], unreadable: 0, ...more,
});
const said = (before: Partial<ViewState>, now: Partial<ViewState>): string => announcement(state(before), state(now), texts);
const two = [item('1'), item('2')];

describe('what a screen reader says', () => {
  it('follows a run from beginning to end', () => {
    expect(said({ run: 'none' }, { run: 'queued' })).toBe('asking');
    expect(said({ run: 'queued' }, { run: 'streaming' })).toBe('');
    expect(said({ run: 'streaming' }, { run: 'streaming', items: two.slice(1) })).toBe('arrivedOne');
    expect(said({ run: 'streaming' }, { run: 'streaming', items: two })).toBe('2 so far');
    expect(said({ run: 'streaming', items: two }, { items: two })).toBe('2 in all');
    expect(said({ run: 'streaming' }, {})).toBe('nothing');
    expect(said({ run: 'streaming' }, { run: 'stopped', items: two })).toBe('stopped');
  });

  it('tells of failures and waiting in the words of the view', () => {
    const failure = { message: 'Too often.', detail: '', action: '', canRetry: true, wait: 1 };
    const waiting = { wait: 1, attempt: 1, attempts: 3, reason: 'Overloaded.' };
    expect(said({ run: 'sent' }, { run: 'failed', failure })).toBe('failed Too often.');
    expect(said({ run: 'failed', failure }, { run: 'failed', failure })).toBe('');
    expect(said({ run: 'sent' }, { run: 'waiting', waiting })).toBe('Overloaded.');
  });

  it('tells what became of a suggestion', () => {
    expect(said({ items: two }, { items: [item('1', { state: 'dismissed' }), item('2')] })).toBe('dismissed: Title 1');
    expect(said({ items: [item('1', { state: 'applying' })] }, { items: [item('1', { state: 'applying', diff: '+a' })] })).toBe('review: Title 1');
    expect(said({ items: two }, { items: [item('1'), item('2', { state: 'error', error: 'Conflict.' })] })).toBe('error: Title 2 Conflict.');
  });

  it('is silent about another document', () => {
    expect(said({ run: 'streaming', items: two }, { document: { uri: 'file:///b.md', name: 'b.md' } })).toBe('');
  });
});
