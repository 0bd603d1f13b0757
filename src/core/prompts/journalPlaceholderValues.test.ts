import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import { TestClock } from '../../../test/support/testClock';
import { JournalEvents } from '../events/journalEvents';
import { JournalPlaceholderValues } from './journalPlaceholderValues';

function window(lines = new JournalLines(), clock = new TestClock()): { values: JournalPlaceholderValues; journal: InMemoryJournal; clock: TestClock; log: RecordingLog } {
  const journal = new InMemoryJournal(lines);
  const log = new RecordingLog();
  return { values: new JournalPlaceholderValues(new JournalEvents(journal, clock, log), clock), journal, clock, log };
}

describe('values of placeholders', () => {
  it('come back for the same name, most recent first and each once', async () => {
    const { values, clock } = window();
    for (const value of ['a.ts', 'b.ts', 'a.ts']) {
      await values.record('file', value);
      await clock.advance(1000);
    }
    await values.record('goal', 'speed');
    expect(values.of('file')).toEqual(['a.ts', 'b.ts']);
    expect(values.of('goal')).toEqual(['speed']);
    expect(values.of('other')).toEqual([]);
  });

  it('are there after a restart, and right away when something is recorded first', async () => {
    const lines = new JournalLines();
    await window(lines).values.record('file', 'a.ts');
    const clock = new TestClock(Date.UTC(2026, 1, 1));
    const next = window(lines, clock).values;
    expect(next.of('file')).toEqual([]);
    await next.record('file', 'b.ts');
    expect(next.of('file')).toEqual(['b.ts', 'a.ts']);
  });

  it('of another window are known here', async () => {
    const lines = new JournalLines();
    const [here, there] = [window(lines), window(lines)];
    await Promise.all([here.values.whenReady(), there.values.whenReady()]);
    await there.values.record('file', 'x\ny');
    expect(here.values.of('file')).toEqual(['x\ny']);
  });

  it('are kept only when they are worth it, and not too many', async () => {
    const lines = new JournalLines();
    const { values, clock } = window(lines);
    await values.record('file', ' \n\t');
    await values.record('file', 'x'.repeat(4001));
    expect(lines.lines).toEqual([]);
    await values.record('file', 'x'.repeat(4000));
    expect(values.of('file')).toHaveLength(1);
    for (let i = 0; i < 30; i++) {
      await clock.advance(1);
      await values.record('file', `value ${i}`);
    }
    expect(values.of('file')).toHaveLength(20);
    expect(values.of('file')[0]).toBe('value 29');
  });

  it('do not depend on the order in which windows are heard', async () => {
    const lines = new JournalLines();
    const filled = (value: string, at: number): string => JSON.stringify({ type: 'placeholderFilled', name: 'n', value, at });
    lines.lines.push(filled('late', 3), filled('early', 1), filled('middle', 2), filled('late', 0), '{"type":"placeholderFilled","name":7,"at":1}', '{"type":"promptUsed","uri":"x","at":9}', 'null');
    const { values } = window(lines);
    await values.whenReady();
    expect(values.of('n')).toEqual(['late', 'middle', 'early']);
  });

  it('are known even when they cannot be written down, and whoever records learns of it', async () => {
    const { values, journal } = window();
    journal.failure = new Error('disk full');
    await expect(values.record('file', 'a')).rejects.toThrow('disk full');
    expect(values.of('file')).toEqual(['a']);
  });

  it('that could not be read are read with the next occasion', async () => {
    const lines = new JournalLines();
    await window(lines).values.record('file', 'a');
    const { values, journal, log } = window(lines);
    const readOthers = journal.readOthers.bind(journal);
    journal.readOthers = () => Promise.reject(new Error('no disk'));
    await values.whenReady();
    expect(log.lines).toEqual(['error What happened before could not be read: no disk']);
    await values.record('file', 'b');
    journal.readOthers = readOthers;
    await values.whenReady();
    expect(values.of('file')).toEqual(['b', 'a']);
  });
});
