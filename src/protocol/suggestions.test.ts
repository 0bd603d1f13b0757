import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestionKinds } from '../core/ai/suggestion';
import { isSavedView, type Item, kinds, suggestionsProtocol, textKeys, type ViewState } from './suggestions';

const item: Item = {
  id: 's1',
  kind: 'gap',
  title: 'Name the tests',
  explanation: '',
  lines: [{ first: 1, last: 2 }],
  isWhole: false,
  prompt: '',
  state: 'pending',
  diff: '',
  moreLines: 0,
  error: '',
};
const state: ViewState = {
  document: { uri: 'file:///a.md', name: 'a.md' },
  provider: 'Anthropic',
  model: '',
  isRestricted: false,
  run: 'done',
  failure: null,
  waiting: null,
  isOutdated: false,
  length: null,
  context: { prompts: [{ uri: 'file:///p.md', title: 'P', tokens: 5, reasons: 'Tag' }], tokens: 5, leftOut: 0, wasSent: true },
  items: [item],
  unreadable: 0,
};
const failure = { message: 'No', detail: '', action: '', canRetry: true, wait: 5000 };
const saved = { uri: 'file:///a.md', scroll: 3, current: 's1', expanded: ['s1'], showsDismissed: false, showsContext: true };

describe('messages of the Suggestions view', () => {
  it('are taken when they have the right shape', () => {
    expect(suggestionsProtocol.asRequest({ id: 1, method: 'act', params: { action: 'getAgain' } })).toBeDefined();
    expect(suggestionsProtocol.asRequest({ id: 1, method: 'judge', params: { uri: 'file:///a.md', id: 's1', action: 'dismiss' } })).toBeDefined();
    expect(suggestionsProtocol.asRequest({ id: 1, method: 'showLines', params: { uri: 'file:///a.md', id: 's1', index: 0 } })).toBeDefined();
    expect(suggestionsProtocol.asHostMessage({ event: 'changed', params: state })).toBeDefined();
    expect(suggestionsProtocol.asHostMessage({ event: 'changed', params: { ...state, document: null, context: null, run: 'failed', failure } })).toBeDefined();
    const texts = Object.fromEntries(textKeys.map((key) => [key, '']));
    expect(suggestionsProtocol.isResultOf('ready', { language: 'en', texts, state })).toBe(true);
    expect(isSavedView(saved)).toBe(true);
  });

  it.each([
    { id: 1, method: 'act', params: { action: 'workbench.action.quit' } },
    { id: 1, method: 'act', params: { command: 'get' } },
    { id: 1, method: 'judge', params: { uri: 'file:///a.md', id: 's1', action: 'applied' } },
    { id: 1, method: 'judge', params: { uri: 'file:///a.md', id: 1, action: 'apply' } },
    { id: 1, method: 'showLines', params: { uri: 'file:///a.md', id: 's1', index: -1 } },
    { id: 1, method: 'constructor', params: null },
  ])('are dropped when they have another: %j', (message) => {
    expect(suggestionsProtocol.asRequest(message)).toBeUndefined();
  });

  it.each([
    { ...state, items: [{ ...item, kind: 'command' }] },
    { ...state, items: [{ ...item, title: { html: '<b>' } }] },
    { ...state, items: [{ ...item, lines: [{ first: 1.5, last: 2 }] }] },
    { ...state, run: 'constructor' },
    { ...state, failure: { ...failure, wait: Number.POSITIVE_INFINITY } },
    { ...state, document: 'file:///a.md' },
  ])('are dropped by the page as well', (params) => {
    expect(suggestionsProtocol.asHostMessage({ event: 'changed', params })).toBeUndefined();
  });

  it('never throw, whatever arrives', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        suggestionsProtocol.asRequest(value);
        suggestionsProtocol.asRequest({ id: 1, method: 'judge', params: value });
        suggestionsProtocol.asHostMessage(value);
        suggestionsProtocol.asHostMessage({ event: 'changed', params: value });
        isSavedView(value);
      }),
    );
  });

  it('know all kinds of advice', () => {
    expect(kinds).toEqual(suggestionKinds);
  });
});
