import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSavedStatistics, statisticsProtocol, textKeys } from './historyStatistics';

const count = { label: 'a', detail: '', count: 1, isPrompt: false };
const state = {
  compositions: 1,
  bytes: 2,
  characters: 3,
  tokens: 4,
  range: { first: 0, last: 1 },
  days: [{ day: '2026-01-05', compositions: 1, tokens: 4 }],
  prompts: [count],
  tags: [],
  folders: [],
  progress: null,
};
const period = { from: -1, to: 1, offsetMinutes: -60 };

describe('messages of the statistics', () => {
  it('are taken when they have the right shape', () => {
    expect(statisticsProtocol.asRequest({ id: 1, method: 'load', params: { periods: [period], scope: 'workspace' } })).toBeDefined();
    expect(statisticsProtocol.asHostMessage({ event: 'changed', params: null })).toBeDefined();
    expect(statisticsProtocol.isResultOf('load', state)).toBe(true);
    expect(statisticsProtocol.isResultOf('load', { ...state, range: null, progress: { done: 1, total: 2 } })).toBe(true);
    expect(statisticsProtocol.isResultOf('ready', { language: 'en', texts: Object.fromEntries(textKeys.map((key) => [key, ''])), hasWorkspace: true })).toBe(true);
    expect(isSavedStatistics({ range: 'weeks', scope: 'all' })).toBe(true);
  });

  it.each([
    { id: 1, method: 'load', params: { periods: [period], scope: 'other' } },
    { id: 1, method: 'load', params: { periods: [{ ...period, from: Number.NaN }], scope: 'all' } },
    { id: 1, method: 'load', params: { periods: Array.from({ length: 1000 }, () => period), scope: 'all' } },
    { id: 1, method: 'showPrompt', params: { uri: 1 } },
    { id: 1, method: 'constructor', params: null },
  ])('are dropped when they have another: %j', (message) => {
    expect(statisticsProtocol.asRequest(message)).toBeUndefined();
  });

  it('are dropped by the page as well', () => {
    expect(statisticsProtocol.isResultOf('load', { ...state, prompts: [{ ...count, label: null }] })).toBe(false);
    expect(statisticsProtocol.asHostMessage({ event: 'toString', params: null })).toBeUndefined();
  });

  it('never throw, whatever arrives', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        statisticsProtocol.asRequest(value);
        statisticsProtocol.asRequest({ id: 1, method: 'load', params: value });
        statisticsProtocol.asHostMessage(value);
        statisticsProtocol.asHostMessage({ event: 'changed', params: value });
        isSavedStatistics(value);
      }),
    );
  });
});
