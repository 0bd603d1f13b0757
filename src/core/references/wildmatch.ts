/** One step of a pattern: a character, any character but `/`, a set, `*` (not over `/`), or `**` (over everything). */
type Step =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'any' }
  | { readonly kind: 'set'; readonly has: (code: number) => boolean }
  | { readonly kind: 'star' }
  | { readonly kind: 'stars'; readonly optionalSlash: boolean };

const SLASH = 47;

/** A compiled pattern; tells whether it matches a whole text, both in bytes (see {@link toBytes}). */
export type Matcher = (text: string) => boolean;

/**
 * Compiles a pattern as git understands it: `*`, `?` and sets do not match `/`, and `**` counts as more than `*` only between slashes.
 * @returns a matcher that takes time in proportion to pattern times text at most; one that never matches for a pattern that is broken
 */
export function compileWildcards(pattern: string): Matcher {
  const steps = stepsOf(pattern);
  if (!steps) return () => false;
  return (text) => matches(steps, text);
}

/** Text as a string of its UTF-8 bytes: git compares bytes. */
export function toBytes(text: string): string {
   
  if (/^[\u0000-\u007f]*$/.test(text)) return text;
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

function matches(steps: readonly Step[], text: string): boolean {
  /** Of each star the places behind it that were tried in vain, from the first to the end of what it can skip. */
  const triedFrom = new Map<number, number>();
  const triedTo = new Map<number, number>();
  const from = (step: number, at: number): boolean => {
    for (; step < steps.length; step++) {
      const current = steps[step] as Step;
      if (current.kind === 'star' || current.kind === 'stars') return star(current, step, at);
      if (at >= text.length || !matchesOne(current, text.charCodeAt(at))) return false;
      at++;
    }
    return at === text.length;
  };
  const star = (current: Step, step: number, at: number): boolean => {
    const [first, last] = [triedFrom.get(step) ?? Number.POSITIVE_INFINITY, triedTo.get(step) ?? -1];
    if (at >= first && at <= last) return false;
    const overSlash = current.kind === 'stars';
    for (let next = at; ; next++) {
      if (next === first) {
        next = last;
      } else if (from(step + 1, next) || (overSlash && current.optionalSlash && isSegmentStart(text, next) && from(step + 2, next))) {
        return true;
      }
      if (next < text.length && (overSlash || text.charCodeAt(next) !== SLASH)) continue;
      triedFrom.set(step, at);
      triedTo.set(step, next);
      return false;
    }
  };
  return from(0, 0);
}

function isSegmentStart(text: string, at: number): boolean {
  return at === 0 || text.charCodeAt(at - 1) === SLASH;
}

function matchesOne(step: Step, code: number): boolean {
  switch (step.kind) {
    case 'char':
      return step.code === code;
    case 'any':
      return code !== SLASH;
    case 'set':
      return code !== SLASH && step.has(code);
    default:
      return false;
  }
}

function stepsOf(pattern: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length; ) {
    const char = pattern[at];
    if (char === '?') {
      steps.push({ kind: 'any' });
      at++;
    } else if (char === '*') {
      let end = at;
      while (pattern[end] === '*') end++;
      steps.push(starsAt(pattern, at, end));
      at = end;
    } else if (char === '[') {
      const set = readSet(pattern, at);
      if (!set) return undefined;
      steps.push({ kind: 'set', has: set.has });
      at = set.end;
    } else {
      if (char === '\\') at++;
      if (at >= pattern.length) return undefined;
      steps.push({ kind: 'char', code: pattern.charCodeAt(at) });
      at++;
    }
  }
  return steps;
}

function starsAt(pattern: string, start: number, end: number): Step {
  const whole = (start === 0 || pattern[start - 1] === '/') && (end === pattern.length || pattern[end] === '/' || pattern.startsWith('\\/', end));
  if (end - start < 2 || !whole) return { kind: 'star' };
  return { kind: 'stars', optionalSlash: pattern[end] === '/' };
}

interface CharacterSet {
  readonly has: (code: number) => boolean;
  /** After the closing bracket. */
  readonly end: number;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
   
  cntrl: /[\u0000-\u001f\u007f]/,
  digit: /[0-9]/,
  graph: /[!-~]/,
  lower: /[a-z]/,
  print: /[ -~]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
};

/** Reads `[a-z]`, `[!x]`, `[[:digit:]]`; `undefined` when it does not end or names no class. */
function readSet(pattern: string, start: number): CharacterSet | undefined {
  const codes = new Uint8Array(256);
  let at = start + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  /** Where a range may begin; -1 after a range or a class. */
  let previous = -1;
  for (let first = true; first || pattern[at] !== ']'; first = false) {
    if (at >= pattern.length) return undefined;
    if (pattern.startsWith('[:', at)) {
      const close = pattern.indexOf(']', at + 2);
      if (close === -1) return undefined;
      if (close > at + 2 && pattern[close - 1] === ':') {
        const members = CLASSES[pattern.slice(at + 2, close - 1)];
        if (!members) return undefined;
        for (let code = 0; code < 128; code++) if (members.test(String.fromCharCode(code))) codes[code] = 1;
        at = close + 1;
        previous = -1;
        continue;
      }
    }
    const isRange = pattern[at] === '-' && previous !== -1 && at + 1 < pattern.length && pattern[at + 1] !== ']';
    if (isRange) at++;
    if (pattern[at] === '\\') at++;
    if (at >= pattern.length) return undefined;
    const code = pattern.charCodeAt(at++);
    if (isRange) codes.fill(1, previous, code + 1);
    else codes[code] = 1;
    previous = isRange ? -1 : code;
  }
  return { has: (code) => (codes[code] === 1) !== negated, end: at + 1 };
}
