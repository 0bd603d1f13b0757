import { describe, expect, it } from 'vitest';
import { seriesOf, textKeys, type UsageRow, type UsageState, type UsageTexts } from '../../protocol/usage';
import { Formats } from '../formats';
import { addUp, byDay, byModel, chartOf, costText, rowsIn } from './usageData';

const texts = { ...Object.fromEntries(textKeys.map((key) => [key, key])), manyCalls: '{0} calls', atLeast: 'at least {0}', summary: '{0}, most {1}: {2}' } as UsageTexts;
const formats = new Formats('en', ['en-US']);
const row = (day: string, more: Partial<UsageRow> = {}): UsageRow => ({
  day, provider: 'A', model: 'm', calls: 1, failed: 0, input: 10, output: 5, cacheRead: 2, cacheWrite: 1, ms: 1000, cost: 0.5, unpriced: 0, ...more,
});
const stateOf = (rows: readonly UsageRow[]): UsageState => ({ today: '2026-03-30', rows, hasHistory: true, hasProvider: true });

describe('figures of a period', () => {
  it('are of its days, today included, over months and changes of the clock', () => {
    const days = ['2026-03-31', '2026-03-30', '2026-03-24', '2026-03-23', '2026-03-01', '2026-02-28', '2025-12-31', '2025-12-30'];
    const state = stateOf(days.map((day) => row(day)));
    const shown = (range: 'week' | 'month' | 'quarter') => rowsIn(state, range, '').map(({ day }) => day);
    expect([shown('week'), shown('month'), shown('quarter')]).toEqual([days.slice(1, 3), days.slice(1, 5), days.slice(1, 7)]);
    expect(byDay(rowsIn(state, 'week', ''), 'week', state.today).map(({ calls }) => calls)).toEqual([1, 0, 0, 0, 0, 0, 1]);
  });

  it('are of one model of one provider when that is chosen', () => {
    const rows = [row('2026-03-30'), row('2026-03-30', { provider: 'B' }), row('2026-03-30', { model: 'n' })];
    expect(rowsIn(stateOf(rows), 'week', seriesOf(row('', { provider: 'B' })))).toEqual([rows[1]]);
    expect(addUp(rows)).toEqual({ calls: 3, failed: 0, input: 30, output: 15, cacheRead: 6, cacheWrite: 3, ms: 3000, cost: 1.5, unpriced: 0 });
  });

  it('come by model, the dearest first', () => {
    const rows = [row('2026-03-30'), row('2026-03-29'), row('2026-03-30', { model: 'dear', cost: 9 }), row('2026-03-30', { model: 'large', cost: 1, input: 999 })];
    expect(byModel(rows).map(({ model, calls }) => `${model} ${calls}`)).toEqual(['dear 1', 'large 1', 'm 2']);
  });

  it('say where the cost is not known, or not all of it', () => {
    const text = (cost: number, unpriced: number) => costText(addUp([row('', { calls: 3, cost, unpriced })]), texts, formats);
    expect([text(1.5, 0), text(0, 3), text(1.5, 1), text(0, 1), text(0.0012, 0), text(0, 0)]).toEqual(['$1.50', 'unknown', 'at least $1.50', 'unknown', '$0.0012', '$0.00']);
  });
});

describe('charts', () => {
  it('have a bar for every day, and say the most', () => {
    const days = byDay([row('2026-03-30'), row('2026-03-29', { calls: 4, cost: 0.003 })], 'week', '2026-03-30');
    const calls = chartOf(days, 'calls', texts, formats);
    expect([calls.bars.length, calls.bars.at(-1)?.isCurrent, calls.summary]).toEqual([7, true, '5 calls, most Mar 29, 2026: 4 calls']);
    expect(chartOf(days, 'cost', texts, formats).bars.slice(-2).map(({ valueText }) => valueText)).toEqual(['$0.003', '$0.50']);
    expect(chartOf(days, 'tokens', texts, formats).bars.at(-1)?.value).toBe(18);
    expect(chartOf(byDay([], 'week', '2026-03-30'), 'tokens', texts, formats).summary).toBe('none');
  });
});
