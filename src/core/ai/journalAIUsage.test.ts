import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import { TestClock } from '../../../test/support/testClock';
import type { AICalled } from '../events/aiEvents';
import { foldEvents } from '../events/foldEvents';
import { JournalEvents } from '../events/journalEvents';
import { JournalAIUsage } from './journalAIUsage';

const hour = 3600 * 1000;
/** Two hours ahead of UTC. */
const offset = (): number => 120;

function called(at: number, more: Partial<AICalled> = {}): AICalled {
  return { type: 'aiCalled', provider: 'anthropic', model: 'm', task: 'completion', outcome: 'ok', input: 100, output: 10, cacheRead: 5, cacheWrite: 1, ms: 1000, at, ...more };
}

function window(clock: TestClock, lines = new JournalLines(), prices: () => unknown = () => ({})) {
  const events = new JournalEvents(new InMemoryJournal(lines), clock, new RecordingLog());
  return { events, lines, usage: new JournalAIUsage(events, clock, prices, offset) };
}

describe('the use of models', () => {
  it('is added up by day of the user, provider and model', async () => {
    const clock = new TestClock(Date.UTC(2026, 0, 5, 14));
    const { events, usage } = window(clock);
    await usage.whenReady();
    let changes = 0;
    usage.onDidChange(() => changes++);
    await events.publish(called(Date.UTC(2026, 0, 4, 21, 59), { cost: 0.25 }));
    await events.publish(called(Date.UTC(2026, 0, 4, 22), { outcome: 'overloaded', cost: 0 }));
    await events.publish(called(Date.UTC(2026, 0, 5, 12), { outcome: 'cancelled' }));
    await events.publish(called(Date.UTC(2026, 0, 5, 12), { model: 'n' }));
    const sums = { provider: 'anthropic', model: 'm', cacheRead: 5, cacheWrite: 1, input: 100, output: 10, ms: 1000, calls: 1, failed: 0, unpriced: 0, cost: 0 };
    expect(usage.days()).toEqual([
      { ...sums, day: '2026-01-05', calls: 2, failed: 1, unpriced: 1, input: 200, output: 20, cacheRead: 10, cacheWrite: 2, ms: 2000 },
      { ...sums, day: '2026-01-05', model: 'n', unpriced: 1 },
      { ...sums, day: '2026-01-04', cost: 0.25 },
    ]);
    expect(changes).toBeGreaterThan(0);
  });

  it('costs what the prices say that are set now, also of calls before; without any, what it was counted with then', async () => {
    const clock = new TestClock();
    let prices: unknown = {};
    const { events, usage } = window(clock, new JournalLines(), () => prices);
    await usage.whenReady();
    await events.publish(called(clock.now()));
    await events.publish(called(clock.now(), { outcome: 'overloaded', input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cost: 0 }));
    await events.publish(called(clock.now(), { model: 'n', cost: 0.5 }));
    const figures = (): unknown => usage.days().map(({ model, cost, unpriced }) => [model, cost, unpriced]);
    expect(figures()).toEqual([['m', 0, 1], ['n', 0.5, 0]]);
    prices = { m: { input: 1000, output: 2000, cacheRead: 100, cacheWrite: 3000 } };
    expect(figures()).toEqual([['m', 0.1235, 0], ['n', 0.5, 0]]);
    prices = { '*': { input: 0, output: 0 } };
    expect(figures()).toEqual([['m', 0, 0], ['n', 0, 0]]);
  });

  it('is the same in the next window, and knows what a task used today only', async () => {
    const clock = new TestClock(Date.UTC(2026, 0, 5, 14));
    const { events, lines, usage } = window(clock);
    await usage.whenReady();
    for (const at of [clock.now() - 20 * hour, clock.now() - hour, clock.now()]) await events.publish(called(at));
    await events.publish(called(clock.now(), { task: 'edit' }));
    const next = window(clock, lines).usage;
    expect(next.days()).toEqual([]);
    await next.whenReady();
    expect(next.days()).toEqual(usage.days());
    expect([next.tokensToday('completion'), next.tokensToday('edit'), next.tokensToday('run')]).toEqual([2 * 116, 116, 0]);
    await clock.advance(10 * hour);
    expect(next.tokensToday('completion')).toBe(0);
  });

  it('survives folding and entries that make no sense', async () => {
    const clock = new TestClock();
    const lines = new JournalLines();
    const entries = [
      ...Array.from({ length: 50 }, (_, n) => called(clock.now() - n * 12 * hour, { cost: 0.5 })),
      { ...called(1), at: 1e300 },
      { ...called(1), cost: 'free' },
      { ...called(1), input: -1 },
      { type: 'aiUsageSummed', provider: 'p', model: 'm', day: '2026-02-31', calls: 1, failed: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, ms: 0, unpriced: 0, at: 1 },
    ];
    for (const entry of entries) lines.lines.push(JSON.stringify(entry));
    const before = window(clock, lines).usage;
    await before.whenReady();
    await new InMemoryJournal(lines).compact((all) => foldEvents(all, clock));
    expect(lines.lines.length).toBeLessThan(35);
    const after = window(clock, lines).usage;
    await after.whenReady();
    expect(after.days().reduce((sum, { calls, cost }) => sum + calls + cost, 0)).toBe(before.days().reduce((sum, { calls, cost }) => sum + calls + cost, 0));
    expect(after.days().reduce((sum, { calls }) => sum + calls, 0)).toBe(50);
  });
});
