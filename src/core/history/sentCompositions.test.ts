import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import { TestClock } from '../../../test/support/testClock';
import type { CompositionSent } from '../events/aiEvents';
import { JournalEvents } from '../events/journalEvents';
import { SentCompositions } from './sentCompositions';

const sending = (uuid: string | undefined, target: string, at: number): CompositionSent => ({
  type: 'compositionSent',
  ...(uuid !== undefined && { uuid }),
  uri: 'mem:///a.md',
  target,
  hash: '0',
  tokens: 1,
  prompts: [],
  values: [],
  files: [],
  masked: 0,
  at,
});

describe('SentCompositions', () => {
  it('counts what was sent before and is sent now, and knows the last time', async () => {
    const lines = new JournalLines();
    const earlier = new JournalEvents(new InMemoryJournal(lines), new TestClock(), new RecordingLog());
    await earlier.publish(sending('a', 'clipboard', 100));
    const events = new JournalEvents(new InMemoryJournal(lines), new TestClock(), new RecordingLog());
    const sent = new SentCompositions(events);
    await sent.whenReady();
    const told: (readonly string[])[] = [];
    sent.onDidChange((uuids) => told.push(uuids));
    await events.publish(sending('a', 'terminal', 300));
    await events.publish(sending('a', 'chat', 200));
    await events.publish(sending(undefined, 'chat', 400));
    await events.publish(sending('b', 'run', 500));
    expect(sent.of('a')).toEqual({ count: 3, at: 300, target: 'terminal' });
    expect(sent.of('b')).toEqual({ count: 1, at: 500, target: 'run' });
    expect(sent.of('c')).toBeUndefined();
    expect(told).toEqual([['a'], ['a'], ['b']]);
    sent.dispose();
  });
});
