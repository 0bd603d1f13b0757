import { CharacterKind, kindAt } from '../../history/termCharacters';
import { TermScanner } from '../../history/termScanner';

/** Receives a folded word and where it stands in the text. */
type VisitWord = (word: string, start: number, end: number) => void;

/**
 * The words of a text of any language by which texts are compared: its terms as the search has them, but for scripts without blanks pairs of
 * neighbouring characters, since single ones say nothing.
 */
export function eachWord(text: string, visit: VisitWord): void {
  let single: { readonly term: string; readonly start: number; readonly end: number; readonly isPaired: boolean } | undefined;
  const finish = (): void => {
    if (single && !single.isPaired) visit(single.term, single.start, single.end);
    single = undefined;
  };
  new TermScanner(text, (term, start, end) => {
    if (start === end) return;
    if (text.charCodeAt(start) < 128 || kindAt(text, start) !== CharacterKind.single) {
      finish();
      visit(term, start, end);
      return;
    }
    const isPaired = single?.end === start;
    if (single && isPaired) visit(single.term + term, single.start, end);
    else finish();
    single = { term, start, end, isPaired };
  }).run();
  finish();
}

/** Adds the words of a text to counts. @param times how often each counts */
export function countWords(text: string, counts: Map<string, number>, times = 1): void {
  eachWord(text, (word) => counts.set(word, (counts.get(word) ?? 0) + times));
}
