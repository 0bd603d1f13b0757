import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CompositionSummary } from './composition';
import { chosenForCleanup, type CleanupChoice, estimatedBytes, plainChoices, withoutOpen } from './cleanup';

const DAY = 24 * 60 * 60 * 1000;
const now = new Date(2026, 10, 21, 16, 30).getTime();

function composition(uuid: string, properties: Partial<CompositionSummary> = {}): CompositionSummary {
  const created = properties.created ?? now;
  return {
    uuid,
    uri: `mem:///history/${uuid}.md`,
    created,
    updated: created,
    directory: undefined,
    source: undefined,
    excerpt: uuid,
    characters: 100,
    lines: 1,
    tokens: 25,
    prompts: [],
    tags: [],
    isMissing: false,
    ...properties,
  };
}

const uuids = (compositions: readonly CompositionSummary[]): string[] => compositions.map(({ uuid }) => uuid);

describe('what is cleaned up', () => {
  const some = [
    composition('today'),
    composition('month', { created: now - 31 * DAY }),
    composition('year', { created: now - 365 * DAY }),
    composition('revived', { created: now - 400 * DAY, updated: now - DAY }),
    composition('gone', { created: now - 70 * DAY, isMissing: true }),
  ];

  test.each<[CleanupChoice, readonly string[]]>([
    [{ kind: 'all' }, ['year', 'gone', 'month', 'revived', 'today']],
    [{ kind: 'olderThan', days: 30 }, ['year', 'gone', 'month']],
    [{ kind: 'olderThan', days: 60 }, ['year', 'gone']],
    [{ kind: 'olderThan', days: 90 }, ['year']],
    [{ kind: 'allButLast', count: 2 }, ['year', 'gone', 'month']],
    [{ kind: 'allButLast', count: 10 }, []],
    [{ kind: 'range', from: now - 80 * DAY, to: now }, ['gone', 'month']],
    [{ kind: 'missing' }, ['gone']],
  ])('%j', (choice, expected) => {
    expect(uuids(chosenForCleanup(some, choice, now))).toEqual(expected);
  });

  test('a day counts as a day of the calendar, whatever the hour', () => {
    const at = (day: number, hour: number): CompositionSummary => composition(`${day}`, { created: new Date(2026, 9, day, hour).getTime() });
    expect(uuids(chosenForCleanup([at(22, 0), at(21, 23)], { kind: 'olderThan', days: 30 }, now))).toEqual(['21']);
  });

  const anyComposition = fc.record({
    created: fc.integer({ min: 0, max: now + DAY }),
    updated: fc.integer({ min: 0, max: now + DAY }),
    isMissing: fc.boolean(),
  });
  const anyHistory = fc.array(anyComposition, { maxLength: 60 }).map((list) => list.map((one, index) => composition(`c${index}`, one)));
  const anyChoice = fc.oneof(
    fc.constantFrom(...plainChoices),
    fc.record({ kind: fc.constant('olderThan' as const), days: fc.nat(4000) }),
    fc.record({ kind: fc.constant('allButLast' as const), count: fc.nat(80) }),
    fc.record({ kind: fc.constant('range' as const), from: fc.nat(now), to: fc.nat(now) }),
  );

  test('never more than asked for, each at most once', () => {
    fc.assert(
      fc.property(anyHistory, anyChoice, (all, choice) => {
        const chosen = chosenForCleanup(all, choice, now);
        expect(new Set(chosen).size).toBe(chosen.length);
        for (const one of chosen) {
          expect(all).toContain(one);
          if (choice.kind === 'missing') expect(one.isMissing).toBe(true);
          if (choice.kind === 'range') expect(one.created >= choice.from && one.created < choice.to).toBe(true);
          // An hour of summer time may lie between.
          if (choice.kind === 'olderThan') expect(now - Math.max(one.created, one.updated)).toBeGreaterThan((choice.days - 1) * DAY + 22 * 60 * 60 * 1000);
        }
      }),
    );
  });

  test('all but the last keeps exactly so many, and none that is older than what goes', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(80), (all, count) => {
        const chosen = chosenForCleanup(all, { kind: 'allButLast', count }, now);
        const kept = all.filter((one) => !chosen.includes(one));
        expect(kept.length).toBe(Math.min(count, all.length));
        const lastChange = (one: CompositionSummary): number => Math.max(one.created, one.updated);
        const newest = Math.max(...chosen.map(lastChange));
        for (const one of kept) expect(lastChange(one)).toBeGreaterThanOrEqual(newest);
      }),
    );
  });

  test('what is open in an editor stays, and so does what records an open document', () => {
    const own = composition('own');
    const recording = composition('recording', { source: 'file:///notes.md' });
    const closed = composition('closed', { source: 'file:///other.md' });
    const { chosen, kept } = withoutOpen([own, recording, closed], new Set([own.uri, 'file:///notes.md']));
    expect([uuids(chosen), uuids(kept)]).toEqual([['closed'], ['own', 'recording']]);
  });

  test('the size is told in proportion, and is never more than that of all', () => {
    const all = { bytes: 3000, characters: 1000 };
    expect(estimatedBytes([composition('a', { characters: 500 }), composition('b', { characters: 400, isMissing: true })], all)).toBe(1500);
    expect(estimatedBytes([composition('a', { characters: 5000 })], all)).toBe(3000);
    expect(estimatedBytes([composition('a')], { bytes: 0, characters: 0 })).toBe(0);
  });
});
