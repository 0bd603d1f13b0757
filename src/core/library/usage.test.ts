import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import { TestClock } from '../../../test/support/testClock';
import { JournalEvents } from '../events/journalEvents';
import { JournalUsage } from './usage';

const day = 24 * 3600 * 1000;
const [a, b, c] = ['mem:///library/rules/a.md', 'mem:///library/rules/b.md', 'mem:///library/c.md'] as const;

function window(lines = new JournalLines(), clock = new TestClock()): { usage: JournalUsage; journal: InMemoryJournal; clock: TestClock } {
  const journal = new InMemoryJournal(lines);
  return { usage: new JournalUsage(new JournalEvents(journal, clock, new RecordingLog()), clock), journal, clock };
}

describe('the use of prompts', () => {
  it('is counted and kept for the next start', async () => {
    const lines = new JournalLines();
    const { usage, clock } = window(lines);
    await usage.recordUse(a);
    await clock.advance(day);
    await usage.recordUse(a);
    await usage.recordUse(b);
    const next = window(lines, clock).usage;
    expect(next.of(a)).toEqual({ count: 0, lastUsed: undefined });
    await next.whenReady();
    expect(next.of(a)).toEqual({ count: 2, lastUsed: clock.now() });
    expect(next.of(c)).toEqual({ count: 0, lastUsed: undefined });
  });

  it('right after the start adds to what was recorded before', async () => {
    const lines = new JournalLines();
    await window(lines).usage.recordUse(a);
    const next = window(lines).usage;
    await next.recordUse(a);
    await next.whenReady();
    expect(next.of(a).count).toBe(2);
  });

  it('gives the most recent first', async () => {
    const { usage, clock } = window();
    for (const uri of [a, b, c, a]) {
      await usage.recordUse(uri);
      await clock.advance(1000);
    }
    expect(usage.recent(2)).toEqual([a, c]);
    expect(usage.recent(0)).toEqual([]);
  });

  it('weighs more the oftener and the more recent', async () => {
    const { usage, clock } = window();
    for (let times = 0; times < 5; times++) await usage.recordUse(a);
    await clock.advance(30 * day);
    await usage.recordUse(b);
    await usage.recordUse(b);
    await usage.recordUse(c);
    expect(usage.weight(b)).toBeGreaterThan(usage.weight(a));
    expect(usage.weight(a)).toBeGreaterThan(usage.weight(c));
    expect(usage.weight('mem:///library/other.md')).toBe(0);
    await clock.advance(20 * 365 * day);
    expect(usage.weight(b)).toBeGreaterThan(0);
  });

  it('in another window is known here', async () => {
    const lines = new JournalLines();
    const [here, there] = [window(lines), window(lines)];
    await Promise.all([here.usage.whenReady(), there.usage.whenReady()]);
    let changes = 0;
    here.usage.onDidChange(() => changes++);
    await there.usage.recordUse(a);
    await there.usage.setFavourite(b, true);
    expect(here.usage.of(a).count).toBe(1);
    expect(here.usage.favourites()).toEqual([b]);
    expect(changes).toBe(2);
  });

  it('and favourites move with a prompt and with a folder', async () => {
    const { usage } = window();
    await usage.recordUse(a);
    await usage.setFavourite(a, true);
    await usage.recordMove(a, c);
    expect([usage.of(a).count, usage.of(c).count, usage.favourites()]).toEqual([0, 1, [c]]);
    await usage.recordUse(b);
    await usage.recordMove('mem:///library/rules', 'mem:///library/laws');
    expect(usage.of('mem:///library/laws/b.md').count).toBe(1);
  });

  it('favourites can be taken back', async () => {
    const { usage } = window();
    await usage.setFavourite(a, true);
    expect(usage.isFavourite(a)).toBe(true);
    await usage.setFavourite(a, false);
    expect(usage.isFavourite(a)).toBe(false);
  });

  it('is counted here even when it cannot be written down, and the caller learns of it', async () => {
    const { usage, journal } = window();
    journal.failure = new Error('disk full');
    await expect(usage.recordUse(a)).rejects.toThrow('disk full');
    expect(usage.of(a).count).toBe(1);
  });

  it('skips entries of later versions and of other parts', async () => {
    const lines = new JournalLines();
    lines.lines.push('{"type":"compositionSent","at":1}', '42', 'null', '{"type":"promptUsed","uri":7,"at":1}', '{"type":"promptUsed","uri":"x"}');
    const { usage } = window(lines);
    await usage.recordUse(a);
    expect(usage.recent(10)).toEqual([a]);
  });
});
