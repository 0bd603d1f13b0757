import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSavedUsage, textKeys, usageProtocol } from './usage';

const { asHostMessage, asRequest, isResultOf } = usageProtocol;
const row = { day: '2026-01-05', provider: 'Anthropic', model: 'm', calls: 1, failed: 0, input: 10, output: 5, cacheRead: 0, cacheWrite: 0, ms: 12.5, cost: 0.001, unpriced: 0 };
const state = { today: '2026-01-05', rows: [row], hasHistory: true, hasProvider: true };
const texts = Object.fromEntries(textKeys.map((key) => [key, key]));

describe('messages of the usage page', () => {
  it('are taken when they have the right shape', () => {
    for (const method of ['ready', 'load', 'setPrices', 'selectProvider']) expect(asRequest({ id: 1, method, params: null })).toBeDefined();
    expect(asHostMessage({ event: 'changed', params: null })).toBeDefined();
    expect(isResultOf('ready', { language: 'en', texts })).toBe(true);
    expect(isResultOf('load', state)).toBe(true);
    expect(isSavedUsage({ range: 'week', series: '' })).toBe(true);
  });

  it('are refused otherwise', () => {
    expect(asRequest({ id: 1, method: 'constructor', params: null })).toBeUndefined();
    expect(asRequest({ id: 1, method: 'load', params: { path: '/etc' } })).toBeUndefined();
    expect(isResultOf('ready', { language: 'en', texts: { ...texts, title: 7 } })).toBe(false);
    for (const wrong of [{ cost: -1 }, { cost: Number.NaN }, { calls: '1' }, { model: undefined }]) expect(isResultOf('load', { ...state, rows: [{ ...row, ...wrong }] })).toBe(false);
    expect(isSavedUsage({ range: 'year', series: '' })).toBe(false);
    fc.assert(fc.property(fc.anything(), (anything) => void [asRequest(anything), asHostMessage(anything), isSavedUsage(anything)]));
  });
});
