import { foldLineWithOffsets, piecesOf, wordsOf } from './searchText';
import { MAX_TYPED } from './typingDistance';
import { TypingMistakes } from './typingMistakes';

type Range = readonly [number, number];

/**
 * Where the query is seen in a title: the whole query if it is there, else each of its terms, and with `similar` also the words that
 * a term is nearly.
 * @param title as the author wrote it; the ranges are of this text.
 * @param line the query as `foldLine` gives it.
 */
export function titleMatches(title: string, line: string, similar: boolean): Range[] {
  if (line === '') return [];
  const folded = foldLineWithOffsets(title);
  const ranges: Range[] = [];
  const whole = folded.text.indexOf(line);
  if (whole >= 0) ranges.push([whole, whole + line.length]);
  else for (const term of piecesOf(line)) ranges.push(...rangesOf(folded.text, term, similar));
  return merged(ranges.map(([start, end]) => folded.originalRange(start, end)));
}

function rangesOf(text: string, term: string, similar: boolean): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) found.push([at, at + term.length]);
  return found.length > 0 || !similar ? found : similarWords(text, term);
}

/** The words of the text that the words of the term may have been meant to be. */
function similarWords(text: string, term: string): Range[] {
  const found: Range[] = [];
  for (const typed of wordsOf(term)) {
    const mistakes = new TypingMistakes(typed.slice(0, MAX_TYPED));
    let from = 0;
    for (const word of wordsOf(text)) {
      const at = text.indexOf(word, from);
      if (mistakes.costOf(word, true) !== undefined) found.push([at, at + word.length]);
      from = at + 1;
    }
  }
  return found;
}

/** Ascending and disjoint. */
function merged(ranges: readonly Range[]): Range[] {
  const result: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (end <= start) continue;
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
