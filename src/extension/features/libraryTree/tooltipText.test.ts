import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenced, firstLines, relativeTime, singleLine } from './tooltipText';

describe('relativeTime', () => {
  const now = Date.UTC(2026, 0, 31, 12);
  it.each([
    [20, 'now'],
    [-500, 'now'],
    [5 * 60, '5 minutes ago'],
    [3600, '1 hour ago'],
    [26 * 3600, 'yesterday'],
    [8 * 86_400, 'last week'],
    [70 * 86_400, '2 months ago'],
    [800 * 86_400, '2 years ago'],
  ])('%s seconds ago is "%s"', (seconds, text) => {
    expect(relativeTime(now - seconds * 1000, now, 'en')).toBe(text);
  });

  it('speaks the language of the user, and English for an unknown one', () => {
    expect(relativeTime(now - 86_400_000, now, 'de')).toBe('gestern');
    expect(relativeTime(now - 86_400_000, now, 'qps-ploc')).toBe('yesterday');
  });
});

describe('fenced', () => {
  it('is never ended by the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '```', '~~~', '\n', 'a', ' '), { maxLength: 20 }), (parts) => {
        const lines = fenced(parts.join('')).split('\n');
        const fence = lines.at(-1) ?? '';
        expect(lines.slice(1, -1).filter((line) => line.trim().startsWith(fence))).toEqual([]);
        expect(lines[0]).toBe(`${fence}markdown`);
      }),
    );
  });
});

describe('firstLines', () => {
  it('shows a short body whole', () => {
    expect(firstLines('one\r\ntwo\n')).toBe('one\ntwo');
  });

  it('cuts long lines and long bodies and says so', () => {
    const lines = firstLines(`${'x'.repeat(500)}\n${'line\n'.repeat(40)}`).split('\n');
    expect(lines).toHaveLength(13);
    expect(lines[0]).toBe(`${'x'.repeat(120)}…`);
    expect(lines.at(-1)).toBe('…');
  });
});

describe('singleLine', () => {
  it('leaves nothing that breaks a row or turns its direction', () => {
    expect(singleLine(' a\r\n\tb\u0000 \u202ec\u2028d ')).toBe('a b c d');
  });
});
