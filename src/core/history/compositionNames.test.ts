import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, derivedUuid, fileNamesAt, isCompositionName, isDerivedUuid, nameOfTime, timeOfName } from './compositionNames';

describe('names of compositions', () => {
  it('tell the second in which they were made, there and back', () => {
    // Without the hours that summer time gives twice.
    const times = fc.date({ min: new Date(1970, 0, 2), max: new Date(2100, 0, 1), noInvalidDate: true }).map((date) => Math.floor(date.setHours(12) / 1000) * 1000);
    fc.assert(fc.property(times, (time) => void expect(timeOfName(`${nameOfTime(time)}-2.md`)).toBe(time)));
    expect(timeOfName('notes.md')).toBeUndefined();
    expect(timeOfName('2026-01-02_03-04-056.md')).toBeUndefined();
  });

  it('go on with numbers', () => {
    const names = fileNamesAt(new Date(2026, 0, 5, 14, 30).getTime());
    expect([names.next().value, names.next().value, names.next().value]).toEqual(['2026-01-05_14-30-00.md', '2026-01-05_14-30-00-2.md', '2026-01-05_14-30-00-3.md']);
  });

  it('put originals before their copies', () => {
    const names = ['x-2.md', 'x copy.md', 'x (1).md', 'x.md', 'y.md'];
    expect(names.sort(compareNames)[0]).toBe('x.md');
    expect(['a.md', '.a.md', 'a.txt', 'a.md.tmp'].filter(isCompositionName)).toEqual(['a.md']);
  });

  it('give an identity to files that have none', () => {
    expect(derivedUuid('a.md')).toBe(derivedUuid('a.md'));
    expect(derivedUuid('a.md')).not.toBe(derivedUuid('b.md'));
    fc.assert(fc.property(fc.string(), (name) => void expect(derivedUuid(name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)));
    expect(isDerivedUuid(derivedUuid('a.md'))).toBe(true);
    expect(isDerivedUuid(globalThis.crypto.randomUUID())).toBe(false);
  });
});
