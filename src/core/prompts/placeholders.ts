import { detached } from '../util/text';
import { type NearMiss, nearMissAt } from './nearMiss';
import { type PlaceholderType } from './prompt';

/** A placeholder and where it stands. Offsets are UTF-16 code units; `end` is exclusive. */
export interface Placeholder {
  readonly type: PlaceholderType;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface ParsedPlaceholders {
  /** In order of appearance, disjoint. */
  readonly placeholders: readonly Placeholder[];
  /** What was probably meant as a placeholder but is none, in order of appearance. */
  readonly nearMisses: readonly NearMiss[];
}

const NOTHING: ParsedPlaceholders = Object.freeze({ placeholders: Object.freeze([]), nearMisses: Object.freeze([]) });
const BRACE = 123;

/**
 * Finds `{{text:name}}` and `{{list:name}}`, and what only just fails to be one of them; any other double braces belong to other
 * template languages and are plain text. Linear in the length of the text, whatever it holds: quick enough to run on every keystroke.
 *
 * @param start where to begin; offsets in the result count from the beginning of `text` all the same.
 */
export function parsePlaceholders(text: string, start = 0): ParsedPlaceholders {
  let at = text.indexOf('{{', start);
  if (at === -1) return NOTHING;
  const exact = /\{\{(text|list):([A-Za-z0-9_]+)\}\}/y;
  const placeholders: Placeholder[] = [];
  const nearMisses: NearMiss[] = [];
  while (at !== -1) {
    if (text.charCodeAt(at + 2) === BRACE) {
      at++;
      continue;
    }
    exact.lastIndex = at;
    const match = exact.exec(text);
    let next = at + 2;
    if (match) {
      const [whole, type, name = ''] = match;
      next = at + whole.length;
      placeholders.push({ type: type === 'list' ? 'list' : 'text', name: detached(name), start: at, end: next });
    } else {
      const miss = nearMissAt(text, at);
      if (miss) {
        nearMisses.push(miss);
        next = miss.end;
      }
    }
    at = text.indexOf('{{', next);
  }
  return { placeholders, nearMisses };
}
