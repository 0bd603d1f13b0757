import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import { TestClock } from '../../../test/support/testClock';
import type { DomainEvent, Subscription } from './domainEvents';
import { JournalEvents } from './journalEvents';

const used = (n: number): DomainEvent => ({ type: 'promptUsed', uri: `mem:///${n}`, at: n });
const filled = (n: number): DomainEvent => ({ type: 'placeholderFilled', name: 'n', value: String(n), at: n });
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const numbersOf = (lines: JournalLines): number[] => lines.lines.map((line) => (JSON.parse(line) as DomainEvent).at);

function window(lines = new JournalLines(), clock = new TestClock()): { events: JournalEvents; journal: InMemoryJournal; log: RecordingLog; clock: TestClock } {
  const [journal, log] = [new InMemoryJournal(lines), new RecordingLog()];
  return { events: new JournalEvents(journal, clock, log), journal, log, clock };
}

/** A subscriber that keeps what it got. */
function follow(events: JournalEvents, types: readonly DomainEvent['type'][] = ['promptUsed']): Subscription & { readonly got: number[]; readonly batches: number[] } {
  const [got, batches]: [number[], number[]] = [[], []];
  const subscription = events.subscribe('Test', types, (batch) => {
    batches.push(batch.length);
    got.push(...batch.map(({ at }) => at));
  });
  return { got, batches, whenReady: () => subscription.whenReady(), dispose: () => subscription.dispose() };
}

describe('events', () => {
  it('reach who is ready for them, by type and in order, and the journal', async () => {
    const lines = new JournalLines();
    const { events } = window(lines);
    const [both, one, notReady] = [follow(events, ['promptUsed', 'placeholderFilled']), follow(events), follow(events)];
    await Promise.all([both.whenReady(), one.whenReady()]);
    const published = [events.publish(used(1)), events.publish(filled(2)), events.publish(used(3))];
    expect(both.got).toEqual([]);
    await Promise.all(published);
    expect([both.got, one.got, notReady.got]).toEqual([[1, 2, 3], [1, 3], []]);
    expect(numbersOf(lines)).toEqual([1, 2, 3]);
  });

  it('in a burst get lost nowhere', async () => {
    const lines = new JournalLines();
    const { events } = window(lines);
    const subscribers = [follow(events), follow(events), follow(events)];
    await Promise.all(subscribers.map((each) => each.whenReady()));
    await Promise.all(numbers(10_000).map((n) => events.publish(used(n))));
    for (const { got } of subscribers) expect(got).toEqual(numbers(10_000));
    expect(numbersOf(lines)).toEqual(numbers(10_000));
    expect(Math.max(...(subscribers[0]?.batches ?? []))).toBeLessThanOrEqual(1000);
  });

  it('wait for the one who handles them, and nobody else does', async () => {
    const { events } = window();
    const quick = follow(events);
    const batches: number[][] = [];
    const releases: (() => void)[] = [];
    const slow = events.subscribe('Slow', ['promptUsed'], (batch) => {
      batches.push(batch.map(({ at }) => at));
      return new Promise<void>((resolve) => releases.push(resolve));
    });
    await Promise.all([quick.whenReady(), slow.whenReady()]);
    let isDone = false;
    const published = Promise.all(numbers(4).map((n) => events.publish(used(n)))).then(() => (isDone = true));
    await new Promise(setImmediate);
    void events.publish(used(4));
    void events.publish(used(5));
    await new Promise(setImmediate);
    expect([quick.got, batches, isDone]).toEqual([[0, 1, 2, 3, 4, 5], [[0, 1, 2, 3]], false]);
    releases[0]?.();
    await published;
    await new Promise(setImmediate);
    expect(batches).toEqual([[0, 1, 2, 3], [4, 5]]);
  });

  it('are handled by the others when one fails, which is logged without what they hold', async () => {
    const { events, log } = window();
    const other = follow(events);
    let calls = 0;
    const failing = [
      events.subscribe('One', ['promptUsed'], () => {
        calls++;
        throw new Error('broken');
      }),
      events.subscribe('Two', ['promptUsed'], () => Promise.reject(new Error('broken too'))),
    ];
    await Promise.all([other, ...failing].map((each) => each.whenReady()));
    await events.publish(used(1));
    await events.publish(used(2));
    expect([other.got, calls]).toEqual([[1, 2], 2]);
    expect([...log.lines].sort()).toEqual(['One', 'One', 'Two', 'Two'].map((name) => `error ${name} could not handle 1 events: broken${name === 'Two' ? ' too' : ''}`));
  });

  it('that cannot be written are known all the same, and whoever published learns of it', async () => {
    const { events, journal } = window();
    const subscriber = follow(events);
    await subscriber.whenReady();
    journal.failure = new Error('disk full');
    await expect(events.publish(used(1))).rejects.toThrow('disk full');
    const late = follow(events);
    await late.whenReady();
    expect([subscriber.got, late.got]).toEqual([[1], [1]]);
  });

  it('of other windows and of earlier ones come once to everybody, however late', async () => {
    const lines = new JournalLines();
    const earlier = window(lines).events;
    await earlier.publish(used(1));
    const { events, journal } = window(lines);
    const other = window(lines).events;
    await events.publish(used(2));
    const first = follow(events);
    let reads = 0;
    const readOthers = journal.readOthers.bind(journal);
    journal.readOthers = () => {
      reads++;
      return readOthers();
    };
    await Promise.all([first.whenReady(), first.whenReady()]);
    await other.publish(used(3));
    await events.publish(used(4));
    const late = follow(events);
    await late.whenReady();
    await other.publish(used(5));
    expect([first.got, late.got, reads]).toEqual([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 1]);
  });

  it('are ready at the second attempt when the first one failed', async () => {
    const { events, journal, log } = window();
    await events.publish(used(1));
    const subscriber = follow(events);
    const readOthers = journal.readOthers.bind(journal);
    journal.readOthers = () => Promise.reject(new Error('no disk'));
    await expect(subscriber.whenReady()).rejects.toThrow('no disk');
    expect(subscriber.got).toEqual([]);
    journal.readOthers = readOthers;
    await subscriber.whenReady();
    expect(subscriber.got).toEqual([1]);
    expect(log.lines).toEqual(['error What happened before could not be read: no disk']);
  });

  it('stop in the middle of a delivery that is ended', async () => {
    const { events } = window();
    const other = follow(events);
    const subscriber = follow(events);
    await Promise.all([other.whenReady(), subscriber.whenReady()]);
    const published = numbers(3000).map((n) => events.publish(used(n)));
    await Promise.resolve();
    await Promise.resolve();
    subscriber.dispose();
    await Promise.all(published);
    expect(subscriber.got.length).toBeLessThan(3000);
    expect(other.got).toHaveLength(3000);
    events.dispose();
    await events.publish(used(1)).catch(() => undefined);
    expect(other.got).toHaveLength(3000);
    await follow(events).whenReady();
  });

  it('that are no events, or of a later version, go to nobody', async () => {
    const lines = new JournalLines();
    lines.lines.push('{"type":"promptUsed","at":1}', '{"type":"compositionSent","at":1}', 'null', '7', '[]', JSON.stringify(used(2)));
    const { events } = window(lines);
    const subscriber = follow(events);
    await subscriber.whenReady();
    expect(subscriber.got).toEqual([2]);
  });

  it('are folded some time after the start, which changes nothing for those who follow them', async () => {
    const lines = new JournalLines();
    for (const n of numbers(50)) lines.lines.push(JSON.stringify({ ...used(1), at: n }));
    const { events, clock, log } = window(lines);
    const subscriber = follow(events, ['promptUsed', 'promptUses']);
    await clock.advance(120_000);
    expect(lines.lines).toHaveLength(50);
    await subscriber.whenReady();
    await clock.advance(120_000);
    await expect.poll(() => lines.lines.length, { timeout: 20_000 }).toBe(1);
    expect(subscriber.got).toHaveLength(50);
    expect(log.lines).toEqual([]);
  });
});

describe('whatever happens in whatever order', () => {
  type Step = 'publish' | 'failingPublish' | 'foreign' | 'subscribe' | 'ready' | 'dispose' | 'wait';
  const step = fc.constantFrom<Step>('publish', 'publish', 'failingPublish', 'foreign', 'foreign', 'subscribe', 'ready', 'ready', 'dispose', 'wait');

  /** Its answers come when the scheduler wants. */
  class SlowJournal extends InMemoryJournal {
    nextFails = false;

    constructor(
      lines: JournalLines,
      readonly scheduler: fc.Scheduler,
    ) {
      super(lines);
    }

    override async readOthers(): Promise<readonly unknown[]> {
      await this.scheduler.schedule(Promise.resolve(), 'read');
      const entries = await super.readOthers();
      return await this.scheduler.schedule(Promise.resolve(entries), 'have read');
    }

    override async append(entry: object): Promise<void> {
      const fails = this.nextFails;
      await this.scheduler.schedule(Promise.resolve(), 'append');
      if (fails) throw new Error('disk full');
      await super.append(entry);
    }
  }

  it('everybody gets everything once and in order, one batch at a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.nat(5), fc.array(step, { maxLength: 40 }), async (scheduler, before, steps) => {
        const lines = new JournalLines();
        let next = 0;
        const earlier = new InMemoryJournal(lines);
        for (; next < before; next++) await earlier.append(used(next));
        const foreign = numbers(before);
        const [own, failed]: [number[], number[]] = [[], []];
        const journal = new SlowJournal(lines, scheduler);
        const log = new RecordingLog();
        const events = new JournalEvents(journal, new TestClock(), log);
        const subscribers: { got: number[]; isReady: boolean; isDisposed: boolean; subscription: Subscription }[] = [];
        const rejected: number[] = [];

        const subscribe = (): void => {
          let isHandling = false;
          const subscriber = {
            got: [] as number[],
            isReady: false,
            isDisposed: false,
            subscription: events.subscribe('Test', ['promptUsed'], async (batch) => {
              expect(isHandling || subscriber.isDisposed).toBe(false);
              isHandling = true;
              await scheduler.schedule(Promise.resolve(), 'handle');
              isHandling = false;
              subscriber.got.push(...batch.map(({ at }) => at));
            }),
          };
          subscribers.push(subscriber);
        };
        const publish = (fails: boolean): void => {
          journal.nextFails = fails;
          const n = next++;
          own.push(n);
          if (fails) failed.push(n);
          events.publish(used(n)).catch(() => rejected.push(n));
        };
        const perform: Record<Step, (at: number) => Promise<void> | void> = {
          publish: () => publish(false),
          failingPublish: () => publish(true),
          foreign: async () => {
            foreign.push(next);
            await earlier.append(used(next++));
          },
          subscribe,
          ready: (at) => {
            const subscriber = subscribers[at % Math.max(1, subscribers.length)];
            if (!subscriber) return;
            subscriber.isReady = true;
            void subscriber.subscription.whenReady();
          },
          dispose: (at) => {
            const subscriber = subscribers[(at * 7) % Math.max(1, subscribers.length)];
            if (!subscriber) return;
            subscriber.isDisposed = true;
            subscriber.subscription.dispose();
          },
          wait: async () => {
            if (scheduler.count() > 0) await scheduler.waitNext(1);
          },
        };
        for (const [at, each] of steps.entries()) await perform[each](at);
        for (let idle = 0; idle < 3; idle++) {
          await scheduler.waitIdle();
          await new Promise(setImmediate);
        }

        for (const { got, isReady, isDisposed } of subscribers) {
          if (!isReady) expect(got).toEqual([]);
          else if (isDisposed) expect(new Set(got).size).toBe(got.length);
          else {
            expect([...got].sort((a, b) => a - b)).toEqual(numbers(next));
            expect(got.filter((n) => own.includes(n))).toEqual(own);
            expect(got.filter((n) => foreign.includes(n))).toEqual(foreign);
          }
        }
        expect(rejected.sort((a, b) => a - b)).toEqual(failed);
        expect(numbersOf(lines).sort((a, b) => a - b)).toEqual(numbers(next).filter((n) => !failed.includes(n)));
        expect(log.lines).toEqual([]);
        events.dispose();
      }),
      { numRuns: 200 },
    );
  });
});
