/** A stretch of a text that gives access to something. Offsets are UTF-16 code units; `end` is exclusive. */
export interface SecretFinding {
  readonly start: number;
  readonly end: number;
  /** Rule that found it, for people: `AWS secret access key`. */
  readonly kind: string;
  /** For people: the line that it begins on, from 1, and as much of it as may be shown. */
  readonly line?: number;
  readonly excerpt?: string;
}

/** A text and what was found in it, in any order; findings may overlap. */
export interface SearchedText {
  readonly text: string;
  readonly findings: readonly SecretFinding[];
}

/** Texts with marks in the place of secrets. */
export interface MaskedTexts {
  /** In the order of the originals. */
  readonly texts: readonly string[];
  /** Distinct secrets that were masked. */
  readonly count: number;
  /**
   * Puts the secrets back where their marks stand; `restore` of a masked text is the original.
   * @param write how a secret has to be written there, such as escaped inside of a JSON text; default: as it is
   */
  restore(text: string, write?: (secret: string) => string): string;
  /** The same for a text that arrives in pieces: gives what is sure so far, and at the end the rest. */
  restoring(write?: (secret: string) => string): { push(piece: string): string; end(): string };
}

/** Of shorter ones only what was found is masked, not what reads alike elsewhere. */
const repeatable = 8;

/**
 * Puts marks in the place of secrets: one secret has one mark, in all of the texts and wherever it stands, found or not. No mark reads like
 * anything that stands in the texts. Equal input gives equal marks.
 */
export function maskAll(searched: readonly SearchedText[]): MaskedTexts {
  const stretches = searched.map(({ text, findings }) => merged(findings, text.length));
  const stem = stemFor(searched);
  const byMark = new Map<string, string>();
  const bySecret = new Map<string, string>();
  const markOf = (secret: string): string => {
    let mark = bySecret.get(secret);
    if (mark === undefined) {
      mark = `${stem}${bySecret.size + 1}]`;
      bySecret.set(secret, mark);
      byMark.set(mark, secret);
    }
    return mark;
  };
  const repeated = alternatives(searched.flatMap(({ text, findings }, index) => [...findings, ...(stretches[index] ?? [])].map(({ start, end }) => text.slice(Math.max(0, start), end))));
  const texts = searched.map(({ text }, index) => masked(text, stretches[index] ?? [], repeated, markOf));
  const marks = new RegExp(`${escapeRegExp(stem)}\\d+\\]`, 'g');
  const restore: MaskedTexts['restore'] = (text, write = (secret) => secret) =>
    text.replace(marks, (mark) => {
      const secret = byMark.get(mark);
      return secret === undefined ? mark : write(secret);
    });
  return { texts, count: bySecret.size, restore, restoring: (write) => new Restoring(stem, (text) => restore(text, write)) };
}

/** Ascending, disjoint, not empty, inside of the text. */
function merged(findings: readonly SecretFinding[], length: number): { start: number; end: number }[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...findings].sort((a, b) => a.start - b.start)) {
    const [from, to] = [Math.max(0, start), Math.min(length, end)];
    const last = result.at(-1);
    if (from >= to) continue;
    if (last && from < last.end) last.end = Math.max(last.end, to);
    else result.push({ start: from, end: to });
  }
  return result;
}

/** What marks begin with; stands in none of the texts. Only its first character is a bracket, so marks and text never run into each other. */
function stemFor(searched: readonly SearchedText[]): string {
  for (let number = 0; ; number++) {
    const stem = number === 0 ? '[MASKED_SECRET_' : `[MASKED_SECRET_${number}_`;
    if (!searched.some(({ text }) => text.includes(stem))) return stem;
  }
}

function alternatives(secrets: readonly string[]): RegExp | undefined {
  const longestFirst = [...new Set(secrets)].filter(({ length }) => length >= repeatable).sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return undefined;
  return new RegExp(longestFirst.map(escapeRegExp).join('|'), 'g');
}

function masked(
  text: string,
  stretches: readonly { readonly start: number; readonly end: number }[],
  repeated: RegExp | undefined,
  markOf: (secret: string) => string,
): string {
  const parts: string[] = [];
  const between = (from: number, to: number): string => (repeated ? text.slice(from, to).replace(repeated, markOf) : text.slice(from, to));
  let copied = 0;
  for (const { start, end } of stretches) {
    parts.push(between(copied, start), markOf(text.slice(start, end)));
    copied = end;
  }
  parts.push(between(copied, text.length));
  return parts.join('');
}

/** Keeps back what may be the beginning of a mark. */
class Restoring {
  readonly #stem: string;
  readonly #restore: (text: string) => string;
  #kept = '';

  constructor(stem: string, restore: (text: string) => string) {
    this.#stem = stem;
    this.#restore = restore;
  }

  push(piece: string): string {
    const text = this.#kept + piece;
    const open = text.lastIndexOf('[');
    const sure = open !== -1 && this.#mayBecomeMark(text.slice(open)) ? open : text.length;
    this.#kept = text.slice(sure);
    return this.#restore(text.slice(0, sure));
  }

  end(): string {
    const rest = this.#restore(this.#kept);
    this.#kept = '';
    return rest;
  }

  #mayBecomeMark(tail: string): boolean {
    if (tail.length <= this.#stem.length) return this.#stem.startsWith(tail);
    return tail.startsWith(this.#stem) && /^\d{1,6}$/.test(tail.slice(this.#stem.length));
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
