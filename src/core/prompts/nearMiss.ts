import { type PlaceholderType } from './prompt';

/**
 * Why something is no placeholder although it was probably meant as one:
 * `type` is misspelt (`{{txt:x}}`), in other `case` (`{{Text:x}}`), has a full-width colon as `separator`, has `blanks`
 * (`{{ text:x }}`), a `name` with other characters than letters, digits and underscore (`{{text:a b}}`) or none, is `unclosed`
 * (`{{text:x}`), or `nested` around another one.
 */
export type NearMissReason = 'type' | 'case' | 'separator' | 'blanks' | 'name' | 'unclosed' | 'nested';

/** Offsets are UTF-16 code units; `end` is exclusive. */
export interface NearMiss {
  readonly reason: NearMissReason;
  readonly start: number;
  readonly end: number;
  /** The placeholder that was probably meant, to replace `start` to `end`; absent where it cannot be told. */
  readonly suggestion: string | undefined;
}

/** A placeholder ends on its line, and nobody types a longer one: bounds the work per pair of braces. */
const WINDOW = 160;

/** One slip away from `text` or `list`, but words in their own right: `{{next:page}}` is other people's syntax. */
const ORDINARY_WORDS: ReadonlySet<string> = new Set([
  ...['test', 'next', 'ext', 'tex', 'tent'],
  ...['last', 'lint', 'lisp', 'lit', 'lost', 'lift', 'lust', 'lest', 'mist', 'fist', 'gist', 'ist'],
]);

interface Head {
  readonly type: PlaceholderType;
  /** Everything between the braces and the colon as it should be. */
  readonly flaw: 'type' | 'case' | 'separator' | 'blanks' | undefined;
  /** Offset after the colon. */
  readonly end: number;
}

/** Judges the double braces at `at`, which are known to be no placeholder. `undefined`: somebody else's syntax. */
export function nearMissAt(text: string, at: number): NearMiss | undefined {
  const head = readHead(text, at);
  if (!head) return undefined;
  const line = /^[^\r\n]*/.exec(text.slice(head.end, head.end + WINDOW))?.[0] ?? '';
  const open = line.indexOf('{{');
  const close = line.indexOf('}}');
  if (open === -1 ? close !== -1 : close !== -1 && close < open) {
    const content = line.slice(0, close);
    // A single brace before the double ones closes this placeholder; the others belong to something else.
    if (!content.includes('}')) return closedMiss(head, at, content);
  }
  if (open !== -1 && line.slice(0, open).trim() === '') {
    return head.flaw === 'type' ? undefined : { reason: 'nested', start: at, end: head.end + open, suggestion: undefined };
  }
  return unclosedMiss(head, at, open === -1 ? line : line.slice(0, open));
}

function readHead(text: string, at: number): Head | undefined {
  const pattern = /\{\{([ \t]{0,20})([A-Za-z]{2,8})([ \t]{0,20})([:：])/y;
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, before, word = '', after, colon] = match;
  const lower = word.toLowerCase();
  const type = lower === 'text' || isOneSlipAway(lower, 'text') ? 'text' : lower === 'list' || isOneSlipAway(lower, 'list') ? 'list' : undefined;
  if (type === undefined || ORDINARY_WORDS.has(lower)) return undefined;
  const flaw = lower !== type ? 'type' : word !== type ? 'case' : colon !== ':' ? 'separator' : before || after ? 'blanks' : undefined;
  return { type, flaw, end: pattern.lastIndex };
}

function closedMiss(head: Head, at: number, content: string): NearMiss | undefined {
  const name = content.trim();
  const valid = /^[A-Za-z0-9_]+$/.test(name);
  if (!valid && head.flaw === 'type' && !/^[A-Za-z0-9_][A-Za-z0-9_ -]*$/.test(name)) return undefined;
  // Talk about the syntax itself.
  if (/^(?:\.{2,}|…)$/.test(name)) return undefined;
  // An object or expression in braces, as in `style={{text: 'x'}}`.
  if (!valid && !/^\w/.test(content) && /["'`()=<>|+,[\]$]/.test(content)) return undefined;
  const reason = head.flaw ?? (valid ? 'blanks' : 'name');
  return { reason, start: at, end: head.end + content.length + 2, suggestion: suggestionFor(head.type, name) };
}

function unclosedMiss(head: Head, at: number, line: string): NearMiss | undefined {
  const closedOnce = /^[ \t]*([A-Za-z0-9_]*)[ \t]*\}/.exec(line);
  const match = closedOnce ?? (head.flaw === undefined ? /^([A-Za-z0-9_]+)/.exec(line) ?? /^()[ \t]*$/.exec(line) : undefined);
  if (!match) return undefined;
  const [whole, name = ''] = match;
  if (name === '' && head.flaw !== undefined) return undefined;
  return { reason: 'unclosed', start: at, end: head.end + whole.length, suggestion: suggestionFor(head.type, name) };
}

/** Letters keep their base form, everything else that a name cannot hold becomes an underscore. */
function suggestionFor(type: PlaceholderType, name: string): string | undefined {
  const plain = name.normalize('NFD').replace(/\p{M}+/gu, '');
  const clean = /^[A-Za-z0-9_]*$/.test(plain) ? plain : plain.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_|_$/g, '');
  return clean === '' ? undefined : `{{${type}:${clean}}}`;
}

/** One letter dropped, added or wrong, or two neighbours swapped. */
function isOneSlipAway(word: string, target: string): boolean {
  if (Math.abs(word.length - target.length) > 1) return false;
  let head = 0;
  while (head < word.length && word[head] === target[head]) head++;
  let tail = 0;
  while (tail < Math.min(word.length, target.length) - head && word[word.length - 1 - tail] === target[target.length - 1 - tail]) tail++;
  const left = word.slice(head, word.length - tail);
  const right = target.slice(head, target.length - tail);
  if (left.length <= 1 && right.length <= 1) return word !== target;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
