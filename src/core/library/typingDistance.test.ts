import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitCount, lettersOf, TypingDistance } from './typingDistance';

/** Optimal string alignment by its definition: `table[i][j]` of the first i letters of a and the first j of b. */
function table(a: string, b: string): number[][] {
  const rows: number[][] = [];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = [];
    rows.push(row);
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same, swapped));
    }
  }
  return rows;
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'д'), minLength: 1, maxLength: 31 });

it('counts what its definition counts, against the whole word and against its beginnings', () => {
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 3 }), (typed, word, limit) => {
      const last = table(typed, word)[typed.length] ?? [];
      const packed = new TypingDistance(typed).to(word, limit);
      expect(packed >> 6).toBe(Math.min(last.at(-1) ?? 0, limit + 1));
      expect(packed & 63).toBe(Math.min(...last, limit + 1));
    }),
    { numRuns: 1000 },
  );
});

it('never takes a letter for absent that a word has', () => {
  fc.assert(
    fc.property(text, fc.string({ unit: 'binary' }), (typed, word) => {
      expect(bitCount(lettersOf(typed) & ~lettersOf(typed + word))).toBe(0);
      expect(bitCount(lettersOf(typed))).toBeLessThanOrEqual(new Set(typed).size);
    }),
  );
});
