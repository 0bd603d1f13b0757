import { graphemesOf } from '../util/graphemes';
import type { Snippet } from './compositionRepository';
import type { PhraseMatch } from './phraseMatches';
import type { Term } from './terms';

/** UTF-16 code units of a snippet without its ellipses. */
const WIDTH = 120;
/** Share of the room beside the matches that is in front of them. */
const IN_FRONT = 1 / 3;
/** How far to look around for where a character begins. */
const AROUND = 64;
const MAX_AROUND = 512;

/** The whole text on one line, as snippets are cut from it. It has the same terms. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Z}]+/gu, ' ').trim().toWellFormed();
}

/**
 * The part of a text where most of what was searched stands nearest together, with what is around it; the beginning when there is
 * nothing of it.
 *
 * @param line by {@link oneLine}
 * @param terms of `line`
 * @param matches in `line`, by start
 */
export function snippetOf(line: string, terms: readonly Term[], matches: readonly PhraseMatch[]): Snippet {
  const [start, end] = line.length <= WIDTH ? [0, line.length] : new Cutter(line, terms).around(...densest(matches));
  const text = line.slice(start, end).trim();
  const shift = (start > 0 ? 1 : 0) - (start + (line.slice(start, end).length - line.slice(start, end).trimStart().length));
  return { text: `${start > 0 ? '…' : ''}${text}${end < line.length ? '…' : ''}`, highlights: highlights(matches, start, end, shift) };
}

/** The shortest stretch no longer than a snippet that has most of the phrases; the first of several. */
function densest(matches: readonly PhraseMatch[]): [start: number, end: number] {
  const counts = new Map<number, number>();
  let best: [number, number] = [0, 0];
  let bestCount = 0;
  let left = 0;
  for (const match of matches) {
    counts.set(match.phrase, (counts.get(match.phrase) ?? 0) + 1);
    for (let first = matches[left]; first && first !== match; first = matches[++left]) {
      const count = counts.get(first.phrase) ?? 0;
      if (match.end - first.start <= WIDTH && count === 1) break;
      if (count > 1) counts.set(first.phrase, count - 1);
      else counts.delete(first.phrase);
    }
    const start = matches[left]?.start ?? match.start;
    if (counts.size > bestCount || (counts.size === bestCount && match.end - start < best[1] - best[0])) {
      best = [start, match.end];
      bestCount = counts.size;
    }
  }
  return best;
}

function highlights(matches: readonly PhraseMatch[], start: number, end: number, shift: number): [number, number][] {
  const ranges: [number, number][] = [];
  for (const match of matches) {
    const from = Math.max(match.start, start) + shift;
    const to = Math.min(match.end, end) + shift;
    const last = ranges.at(-1);
    if (from >= to) continue;
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else ranges.push([from, to]);
  }
  return ranges;
}

/** Cuts a line at blanks, or else between terms, and never through a character. */
class Cutter {
  readonly #line: string;
  /** Without the parts of compounds: ascending. */
  readonly #terms: readonly Term[];

  constructor(line: string, terms: readonly Term[]) {
    this.#line = line;
    const first = terms.findIndex(({ position }, index) => position !== index);
    this.#terms = first < 0 ? terms : terms.slice(0, first);
  }

  /** @returns the stretch to show for one that is searched */
  around(start: number, end: number): [start: number, end: number] {
    const room = Math.max(0, WIDTH - (end - start));
    const last = Math.min(this.#line.length, Math.max(0, start - Math.floor(room * IN_FRONT)) + WIDTH);
    const from = this.#start(Math.max(0, last - WIDTH), start);
    return [from, this.#end(last, Math.min(end, last), from)];
  }

  /** @param latest where it may be at most, between two characters */
  #start(ideal: number, latest: number): number {
    if (ideal === 0) return 0;
    const blank = this.#line.indexOf(' ', ideal - 1);
    const cut = blank >= 0 && blank < latest ? blank + 1 : (this.#terms[this.#termFrom(ideal)]?.start ?? latest);
    const [start, end] = this.#character(Math.min(cut, latest));
    return start === cut ? cut : Math.min(end, latest);
  }

  /** @param earliest where it should be at least */
  #end(ideal: number, earliest: number, from: number): number {
    if (ideal >= this.#line.length) return this.#line.length;
    const blank = this.#line.lastIndexOf(' ', ideal);
    const term = this.#terms[this.#termFrom(ideal) - 1];
    const termEnd = term && term.end > ideal ? term.start : (term?.end ?? 0);
    const cut = blank >= earliest && blank > from ? blank : termEnd > from ? termEnd : ideal;
    const [start, end] = this.#character(cut);
    return start > from ? start : end;
  }

  /** Index of the first term that begins at `offset` or later. */
  #termFrom(offset: number): number {
    let [low, high] = [0, this.#terms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#terms[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Range of what a reader takes for one character, at `offset`. */
  #character(offset: number): [start: number, end: number] {
    // From the beginning of a term on, so that flags are not cut in two.
    const term = this.#terms[this.#termFrom(offset - AROUND) - 1]?.start ?? 0;
    const base = Math.max(term, offset - MAX_AROUND, 0);
    const found = graphemesOf(this.#line.slice(base, offset + AROUND)).containing(offset - base);
    if (!found) return [offset, offset];
    return [base + found.index, base + found.index + found.segment.length];
  }
}
