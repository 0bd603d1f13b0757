import { compileWildcards, type Matcher, toBytes } from './wildmatch';

/** One line of a .gitignore file. */
interface IgnoreRule {
  readonly negated: boolean;
  readonly directoryOnly: boolean;
  /** Compares the name alone, or the whole path below the folder of the file. */
  readonly byName: boolean;
  /** What the text has to begin with, before {@link rest} sees the remainder; the whole of it when there is no rest. */
  readonly literal: string;
  readonly rest: Matcher | undefined;
}

/** The rules of one file, last one first, as the last that matches decides. */
export type IgnoreRules = readonly IgnoreRule[];

/** Larger files and longer lists are not what people write. */
const MAX_TEXT = 1024 * 1024;
const MAX_RULES = 20_000;

/** Reads a .gitignore file (or `.git/info/exclude`, or the user's own) as git does. */
export function parseIgnore(text: string): IgnoreRules {
  const rules: IgnoreRule[] = [];
  for (const line of text.slice(0, MAX_TEXT).replace(/^\uFEFF/, '').split('\n')) {
    const rule = ruleOf(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (rule) rules.push(rule);
    if (rules.length >= MAX_RULES) break;
  }
  return rules.reverse();
}

/**
 * Rules from the glob patterns of `files.exclude`, which count from the root folder on and know alternatives in braces.
 */
export function parseGlobs(globs: readonly string[]): IgnoreRules {
  return globs
    .flatMap((glob) => withoutBraces(glob.replaceAll('\\', '/')))
    .map((glob) => ruleOf(`/${glob.replace(/^\/+/, '').replace(/ /g, '\\ ')}`))
    .filter((rule) => rule !== undefined);
}

/**
 * What the rules say of a path. Those of the folders above it have to be asked first: below an ignored folder nothing can come back.
 * @param path below the folder of the rules, with `/` between segments
 * @returns `undefined` when they say nothing
 */
export function matchIgnore(rules: IgnoreRules, path: string, isDirectory: boolean): boolean | undefined {
  if (rules.length === 0) return undefined;
  const whole = toBytes(path);
  const name = whole.slice(whole.lastIndexOf('/') + 1);
  for (const rule of rules) {
    if (rule.directoryOnly && !isDirectory) continue;
    const text = rule.byName ? name : whole;
    const matched = rule.rest ? text.startsWith(rule.literal) && rule.rest(text.slice(rule.literal.length)) : text === rule.literal;
    if (matched) return !rule.negated;
  }
  return undefined;
}

function ruleOf(line: string): IgnoreRule | undefined {
  if (line.startsWith('#')) return undefined;
  let pattern = withoutTrailingSpaces(line);
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const directoryOnly = pattern.endsWith('/');
  if (directoryOnly) pattern = pattern.slice(0, -1);
  if (pattern === '') return undefined;
  const anywhere = /^\/?\*\*\/[^/]+$/.test(pattern);
  if (anywhere) pattern = pattern.slice(pattern.lastIndexOf('/') + 1);
  const byName = !pattern.includes('/');
  pattern = toBytes(pattern.startsWith('/') ? pattern.slice(1) : pattern);
  const wildcard = pattern.search(/[*?[\\]/);
  if (wildcard === -1) return { negated, directoryOnly, byName, literal: pattern, rest: undefined };
  return { negated, directoryOnly, byName, literal: pattern.slice(0, wildcard), rest: restOf(pattern.slice(wildcard), byName) };
}

function restOf(pattern: string, byName: boolean): Matcher {
  // By far the most patterns with a wildcard are of this kind.
  const suffix = byName && /^\*[^*?[\\]*$/.test(pattern) ? pattern.slice(1) : undefined;
  return suffix === undefined ? compileWildcards(pattern) : (text) => text.endsWith(suffix);
}

function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  if (end === line.length) return line;
  let slashes = 0;
  while (line[end - 1 - slashes] === '\\') slashes++;
  return line.slice(0, slashes % 2 === 1 ? end + 1 : end);
}

/** `a.{b,c}` as `a.b` and `a.c`. */
function withoutBraces(glob: string, budget = { left: 256 }): readonly string[] {
  const open = glob.indexOf('{');
  const close = open === -1 ? -1 : closingBrace(glob, open);
  if (close === -1 || --budget.left < 0) return [glob];
  const [before, after] = [glob.slice(0, open), glob.slice(close + 1)];
  return alternativesOf(glob.slice(open + 1, close)).flatMap((each) => withoutBraces(before + each + after, budget));
}

function closingBrace(glob: string, open: number): number {
  let depth = 0;
  for (let at = open; at < glob.length; at++) {
    if (glob[at] === '{') depth++;
    else if (glob[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function alternativesOf(body: string): readonly string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < body.length; at++) {
    if (body[at] === '{') depth++;
    else if (body[at] === '}') depth--;
    else if (body[at] === ',' && depth === 0) {
      alternatives.push(body.slice(start, at));
      start = at + 1;
    }
  }
  return [...alternatives, body.slice(start)];
}
