import { singleLine } from '../util/text';

/** What people read of the name of a model, in UTF-16 code units. */
export const MAX_NAME = 200;

/** Control characters but tab and line break; marks of writing direction; what cannot be seen and is not needed to write. */
const INVISIBLE = /(?![\n\t])\p{Cc}|[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/**
 * Text of a model as people may see it: characters that could change how other text is read are gone, lines end with `\n`, blank lines
 * around it are gone.
 * @param max UTF-16 code units; what is longer is cut, with an ellipsis
 */
export function modelText(text: string, max: number): string {
  const seen = text.slice(0, max * 4).toWellFormed().replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n').replace(INVISIBLE, '').trim();
  return seen.length <= max ? seen : `${seen.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}

/** The same on one line. */
export function modelLine(text: string, max: number): string {
  return singleLine(modelText(text, max * 4), max);
}
