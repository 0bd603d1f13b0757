/**
 * What reading the answer of a model costs: `parse_ms` for all pieces of an answer with `size` suggestions, of 20 characters each, from which
 * every suggestion is given as soon as it is complete. Beside it, `JSON.parse` of the whole text, which gives them only at the end, and of
 * the answer when every tenth suggestion is damaged, which `JSON.parse` cannot read at all.
 */
import { StreamedSuggestions } from '../../src/core/ai/suggestions/streamedSuggestions';
import { median, report } from './support/figures';

const body = { first: 1, last: 300, lines: Array.from({ length: 300 }, () => '') };
const PIECE = 20;
const ROUNDS = 41;

function itemOf(index: number): object {
  return {
    kind: ['gap', 'clarity', 'formatting'][index % 3],
    title: `Say what to do when the input is empty (${index})`,
    explanation: `The text says "check the list" and leaves open what happens without one.\nName the answer that is expected then, so that nobody has to guess: ${index}.`,
    lines: [{ first: (index % 290) + 1, last: (index % 290) + 4 }],
    prompt: null,
  };
}

function piecesOf(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / PIECE) }, (_, index) => text.slice(index * PIECE, (index + 1) * PIECE));
}

function timeOf(work: () => number, expected: number): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    const count = work();
    const ms = performance.now() - begin;
    if (count !== expected) throw new Error(`${count} suggestions instead of ${expected}`);
    return ms;
  });
  return median(times.slice(Math.floor(ROUNDS / 4)));
}

function read(pieces: readonly string[]): number {
  let count = 0;
  const reader = new StreamedSuggestions({ body, recommendable: new Map(), onAdvice: () => count++ });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return count;
}

function measure(size: number): void {
  const items = Array.from({ length: size }, (_, index) => JSON.stringify(itemOf(index)));
  const whole = `{"suggestions":[${items.join(',')}]}`;
  const damaged = `{"suggestions":[${items.map((item, index) => (index % 10 === 5 ? item.replace('that nobody', '"nobody"') : item)).join(',')}]}`;
  const [pieces, damagedPieces] = [piecesOf(whole), piecesOf(damaged)];
  report({
    name: 'parse_ms',
    size,
    value: timeOf(() => read(pieces), size),
    unit: 'ms',
    beside: {
      json_parse_ms: timeOf(() => (JSON.parse(pieces.join('')) as { suggestions: unknown[] }).suggestions.length, size),
      damaged_ms: timeOf(() => read(damagedPieces), size - size / 10),
      characters: whole.length,
    },
  });
}

measure(100);
measure(1000);
