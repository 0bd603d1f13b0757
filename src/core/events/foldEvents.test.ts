import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import { TestClock } from '../../../test/support/testClock';
import { UsageTotals } from '../ai/usageTotals';
import { Feedback } from '../inline/feedback';
import { PromptTallies } from '../library/promptTallies';
import { JournalUsage } from '../library/usage';
import { dayOf, machineOffset } from '../history/localDays';
import { CompositionProjection } from '../history/compositionProjection';
import { FilledTimes } from '../prompts/filledTimes';
import { isAIEvent } from './aiEvents';
import { isCompositionEvent } from './compositionEvents';
import { CompositionStates } from './compositionStates';
import { foldEvents } from './foldEvents';
import { isInlineEvent } from './inlineEvents';
import { JournalEvents } from './journalEvents';
import { isPlaceholderFilled } from './placeholderEvents';
import { isPromptEvent } from './promptEvents';

const day = 24 * 3600 * 1000;
const clock = new TestClock();
const asRead = (entries: readonly unknown[]): readonly unknown[] => JSON.parse(JSON.stringify(entries)) as readonly unknown[];

const at = fc.oneof(fc.integer({ min: clock.now() - 60 * day, max: clock.now() }), fc.constantFrom(0, clock.now(), clock.now() + 1000 * day));
const uri = fc.constantFrom('mem:///library', 'mem:///library/a.md', 'mem:///library/b.md', 'mem:///library/rules', 'mem:///library/rules/c.md', 'mem:///other/d.md');
const prompts = fc.oneof(
  fc.record({ type: fc.constant('promptUsed'), uri, at }),
  fc.record({ type: fc.constant('promptUses'), uri, count: fc.integer({ min: 1, max: 9 }), weight: fc.double({ min: 0.001, max: 9, noNaN: true }), at }),
  fc.record({ type: fc.constant('promptFavoured'), uri, favourite: fc.boolean(), at }),
  fc.record({ type: fc.constant('promptMoved'), from: uri, to: uri, at }),
);
const filled = fc.record({ type: fc.constant('placeholderFilled'), name: fc.constantFrom('file', 'goal'), value: fc.oneof(fc.nat(40).map(String), fc.constantFrom('', ' ', '__proto__')), at });
const inline = fc.oneof(
  fc.record({ type: fc.constantFrom('suggestionAccepted', 'suggestionDismissed'), kind: fc.constant('inline'), key: fc.constantFrom('a.b', 'a.c', 'd.e'), characters: fc.nat(50), at }),
  fc.record({ type: fc.constant('suggestionsJudged'), kind: fc.constant('inline'), key: fc.constantFrom('a.b', 'd.e'), score: fc.double({ min: -4, max: 4, noNaN: true }), at }),
);
const uuids = ['u1', 'u2', 'u3'];
const sources = ['file:///notes.md', 'untitled:Untitled-1'];
const uuid = fc.constantFrom(...uuids);
const source = fc.constantFrom(...sources);
const lately = fc.integer({ min: clock.now() - 60 * day, max: clock.now() });
const compositions = fc.oneof(
  fc.record({ type: fc.constant('compositionSaved'), uuid, uri, hash: fc.constantFrom('00', '11'), at: lately }),
  fc.record({ type: fc.constant('compositionDeleted'), uuid, uri, at: lately }),
  fc.record({ type: fc.constant('compositionTracked'), uuid, source, at: lately }),
  fc.record({ type: fc.constant('compositionUntracked'), source, at: lately }),
);
const tokens = { input: fc.nat(9000), output: fc.nat(900), cacheRead: fc.nat(90), cacheWrite: fc.nat(9), ms: fc.nat(9999) };
const service = { provider: fc.constantFrom('anthropic', 'openai'), model: fc.constantFrom('m1', 'm2') };
const cents = fc.option(fc.nat(100), { nil: undefined });
const days = fc.constantFrom('2025-12-31', '2026-01-04', '2026-01-05', '2026-01-06');
const advice = { type: fc.constant('adviceJudged'), outcome: fc.constantFrom('applied', 'dismissed'), kind: fc.constantFrom('gap', 'clarity') };
const ai = fc.oneof(
  fc.record({ type: fc.constant('aiCalled'), ...service, task: fc.constantFrom('completion', 'edit'), outcome: fc.constantFrom('ok', 'overloaded', 'cancelled'), ...tokens, cost: cents, at }),
  fc.record({ type: fc.constant('aiUsageSummed'), ...service, day: days, calls: fc.nat(9), failed: fc.nat(3), ...tokens, cost: cents, unpriced: fc.nat(3), at }),
  fc.record({ ...advice, count: fc.option(fc.nat(9), { nil: undefined }), at }),
  fc.record({ type: fc.constant('compositionSent'), uri, target: fc.constant('clipboard'), hash: fc.constant('0'), tokens: fc.nat(9), prompts: fc.constant([]), values: fc.constant([]), files: fc.constant([]), masked: fc.nat(2), at }),
);
const other = fc.oneof(fc.record({ type: fc.constantFrom('compositionSent', 'promptUsed'), at }), fc.constantFrom(null, 7, 'text', [], {}), fc.record({ type: fc.constant('promptUses'), uri, count: fc.constant(0), at }));
const entries = fc.array(fc.oneof(prompts, filled, inline, compositions, ai, other), { maxLength: 80 });

/** What the history makes of them. */
async function historyAfter(all: readonly unknown[]): Promise<unknown> {
  const lines = new JournalLines();
  for (const entry of all) lines.lines.push(JSON.stringify(entry));
  const ignore = (): void => undefined;
  const projection = new CompositionProjection(new JournalEvents(new InMemoryJournal(lines), clock, new RecordingLog()), { onSaved: ignore, onDeleted: ignore });
  await projection.whenReady();
  return [
    uuids.map((each) => [projection.uriOf(each), projection.isDeleted(each)]),
    sources.map((each) => [projection.trackedAt(each), projection.lastOf(each)]),
  ];
}

/** Everything that is projected from these entries. */
function stateAfter(all: readonly unknown[]): unknown {
  const [tallies, times, feedback, states, models] = [new PromptTallies(), new FilledTimes(), new Feedback(), new CompositionStates(), new UsageTotals()];
  const sent: unknown[] = [];
  const judged: Record<string, number> = {};
  for (const entry of all) {
    if (isPromptEvent(entry)) tallies.apply(entry);
    else if (isPlaceholderFilled(entry)) times.apply(entry);
    else if (isInlineEvent(entry)) feedback.apply(entry);
    else if (isCompositionEvent(entry)) states.apply(entry);
    else if (isAIEvent(entry)) {
      if (entry.type === 'aiCalled' || entry.type === 'aiUsageSummed') models.apply(entry);
      else if (entry.type === 'compositionSent') sent.push(entry);
      else judged[`${entry.outcome} ${entry.kind}`] = (judged[`${entry.outcome} ${entry.kind}`] ?? 0) + (entry.count ?? 1);
    }
  }
  const today = ['completion', 'edit'].map((task) => models.tokensOn(dayOf(clock.now(), machineOffset), task));
  const values = ['file', 'goal'].map((name) => times.of(name));
  return asRead([tallies.events(), tallies.recent(9), values, times.events(), feedback.events(), states.events(clock.now()), models.days(), today, sent, judged]);
}

describe('folded events', () => {
  it('lead to the same state, also with later ones behind them, and are folded as far as they can be', async () => {
    await fc.assert(
      fc.asyncProperty(entries, entries, async (past, later) => {
        const folded = asRead(await foldEvents(past, clock));
        expect(stateAfter([...folded, ...later])).toEqual(stateAfter([...past, ...later]));
        expect(await historyAfter([...folded, ...later])).toEqual(await historyAfter([...past, ...later]));
        expect(asRead(await foldEvents(folded, clock))).toEqual(folded);
        expect(folded.length).toBeLessThanOrEqual(past.length);
      }),
      { numRuns: 500 },
    );
  });

  it('keep what this version does not know', async () => {
    const unknown = [{ type: 'compositionSent', at: 1, text: 'x' }, null, 7, { type: 'promptUsed', at: 'later' }, [1]];
    expect(await foldEvents(unknown, clock)).toEqual(unknown);
  });

  it('are few, however many there were', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => [
      { type: 'promptUsed', uri: `mem:///${n % 10}.md`, at: n },
      { type: 'placeholderFilled', name: 'n', value: String(n), at: n },
      { type: 'suggestionDismissed', kind: 'inline', key: `a.${n % 10}`, characters: 1, at: n },
      { type: 'compositionSaved', uuid: String(n % 10), uri: 'file:///a.md', hash: String(n), at: n },
      { type: 'aiCalled', provider: 'p', model: `m${n % 3}`, task: 'edit', outcome: 'ok', input: 1, output: 1, cacheRead: 0, cacheWrite: 0, ms: 1, at: clock.now() - (1 + (n % 4)) * day },
      { type: 'adviceJudged', outcome: 'applied', kind: `k${n % 6}`, at: n },
    ]).flat();
    expect(await foldEvents(many, clock)).toHaveLength(10 + 20 + 10 + 10 + 12 + 6);
  });

  it('forget that compositions were deleted and documents given up after three months', async () => {
    const now = clock.now();
    const ended = (days: number): unknown[] => [
      { type: 'compositionSaved', uuid: `u${days}`, uri: 'file:///a.md', hash: '0', at: 1 },
      { type: 'compositionDeleted', uuid: `u${days}`, uri: 'file:///a.md', at: now - days * day },
      { type: 'compositionTracked', uuid: `u${days}`, source: `file:///${days}.md`, at: 1 },
      { type: 'compositionUntracked', source: `file:///${days}.md`, at: now - days * day },
    ];
    const kept = [{ type: 'compositionTracked', uuid: 'u', source: 'file:///old.md', at: 1 }, { type: 'compositionSaved', uuid: 'u', uri: 'file:///u.md', hash: '0', at: 1 }];
    const folded = await foldEvents([...kept, ...ended(91), ...ended(89)], clock);
    expect(folded).toHaveLength(6);
    expect(folded).toEqual(expect.arrayContaining([...kept, ...ended(89)]));
  });

  it('weigh what the single uses weigh, now and later', async () => {
    const lines = new JournalLines();
    const time = new TestClock();
    const window = async (): Promise<JournalUsage> => {
      const usage = new JournalUsage(new JournalEvents(new InMemoryJournal(lines), time, new RecordingLog()), time);
      await usage.whenReady();
      return usage;
    };
    for (const days of [40, 20, 3, 1]) lines.lines.push(JSON.stringify({ type: 'promptUsed', uri: 'mem:///a.md', at: time.now() - days * day }));
    const before = await window();
    await new InMemoryJournal(lines).compact((all) => foldEvents(all, time));
    const after = await window();
    expect(lines.lines).toHaveLength(1);
    const expected = [40, 20, 3, 1].reduce((sum, days) => sum + 0.5 ** (days / 14), 0);
    expect(after.weight('mem:///a.md')).toBeCloseTo(expected, 10);
    await time.advance(14 * day);
    expect(after.weight('mem:///a.md')).toBeCloseTo(expected / 2, 10);
    expect([after.of('mem:///a.md'), after.weight('mem:///a.md')]).toEqual([before.of('mem:///a.md'), before.weight('mem:///a.md')]);
  });
});
