import { checksum } from '../../util/checksum';
import { linesOf, numberedBody } from '../numberedBody';
import { type Advice, foldedText } from './readAdvice';

/** What somebody decided on a piece of advice, so that it is not asked of them again when a later run brings it back. */
export interface JudgedAdvice {
  readonly state: 'applied' | 'dismissed';
  /** Names of the advice, each hashed: it is the same advice where one of them is the same. */
  readonly keys: readonly string[];
  /** Hash of the body that it was given on. */
  readonly body: string;
}

/** Decisions that are remembered for a document; the oldest go first. */
export const maxJudged = 200;

/** @param text what the advice is on */
export function remember(judged: readonly JudgedAdvice[], advice: Advice, text: string, state: JudgedAdvice['state']): JudgedAdvice[] {
  return [...forget(judged, advice, text), { state, keys: keysOf(advice, text), body: bodyHash(text) }].slice(-maxJudged);
}

export function forget(judged: readonly JudgedAdvice[], advice: Advice, text: string): readonly JudgedAdvice[] {
  if (judged.length === 0) return judged;
  const keys = new Set(keysOf(advice, text));
  return judged.filter((each) => !each.keys.some((key) => keys.has(key)));
}

/** What was decided earlier on the same advice, by its lines and title or by its words. */
export function judgementOf(judged: readonly JudgedAdvice[], advice: Advice, text: string): JudgedAdvice['state'] | undefined {
  if (judged.length === 0) return undefined;
  const keys = new Set(keysOf(advice, text));
  const found = judged.findLast((each) => each.keys.some((key) => keys.has(key)));
  // The text is again as it was before this was applied, so it was undone.
  if (found?.state === 'applied' && found.body === bodyHash(text)) return undefined;
  return found?.state;
}

function keysOf({ kind, title, explanation, lines, promptUri }: Advice, text: string): string[] {
  if (promptUri !== undefined) return [key(kind, 'prompt', promptUri)];
  const all = linesOf(text);
  const affected = lines.map(({ first, last }) => all.slice(first - 1, last));
  return [
    key(kind, 'places', foldedText(title), lines.map(({ first, last }) => [first, last])),
    key(kind, 'lines', foldedText(title), affected),
    key(kind, 'words', foldedText(`${title} ${explanation}`)),
  ];
}

function key(...parts: readonly unknown[]): string {
  return checksum(JSON.stringify(parts));
}

function bodyHash(text: string): string {
  return checksum(numberedBody(text).lines.join('\n'));
}
