import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillFormProtocol, isSavedForm, textKeys } from './fillForm';

const { asHostMessage, asRequest, isResultOf } = fillFormProtocol;

const field = { name: 'a', type: 'text', label: 'A', context: [{ text: 'x' }, { name: 'a' }], previous: [], value: [''] };
const state = { document: 'notes.md', closed: false, fields: [field], total: 1 };
const texts = Object.fromEntries(textKeys.map((key) => [key, key]));

describe('messages of the form', () => {
  it('are taken when they have the right shape', () => {
    expect(asRequest({ id: 1, method: 'ready', params: null })).toBeDefined();
    expect(asRequest({ id: 2, method: 'edit', params: { name: 'a', value: ['x', ''] } })).toBeDefined();
    expect(asRequest({ id: 3, method: 'take', params: { name: 'a', source: 'clipboard' } })).toBeDefined();
    expect(asHostMessage({ id: 1, result: null })).toBeDefined();
    expect(asHostMessage({ id: 1, error: 'no' })).toBeDefined();
    expect(asHostMessage({ event: 'changed', params: state })).toBeDefined();
    expect(isResultOf('ready', { uri: 'file:///a', texts, state })).toBe(true);
    expect(isSavedForm({ uri: 'file:///a', values: [{ name: 'a', value: ['x'] }] })).toBe(true);
  });

  it.each([
    { id: 1, method: 'toString', params: null },
    { id: 1, method: '__proto__', params: null },
    { id: 1, method: 'fill', params: undefined },
    { id: -1, method: 'fill', params: null },
    { id: '1', method: 'fill', params: null },
    { id: 1, method: 'edit', params: { name: 'a', value: 'x' } },
    { id: 1, method: 'edit', params: { name: 'a', value: [1] } },
    { id: 1, method: 'take', params: { name: 'a', source: 'network' } },
    Object.create({ id: 1, method: 'fill', params: null }),
  ])('are dropped when they have another: %j', (message) => {
    expect(asRequest(message)).toBeUndefined();
  });

  it('are dropped by the page as well', () => {
    expect(asHostMessage({ event: 'changed', params: { ...state, fields: [{ ...field, type: 'html' }] } })).toBeUndefined();
    expect(asHostMessage({ event: 'other', params: state })).toBeUndefined();
    expect(isResultOf('ready', { uri: 'file:///a', texts: { ...texts, fill: undefined }, state })).toBe(false);
    expect(isResultOf('take', { text: 1, message: null })).toBe(false);
  });

  it('never throw, whatever arrives', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        asRequest(value);
        asRequest({ id: 1, method: 'edit', params: value });
        asHostMessage(value);
        asHostMessage({ event: 'changed', params: value });
        isSavedForm(value);
      }),
    );
  });
});
