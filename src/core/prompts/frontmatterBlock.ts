import { lineEnd, nextLine } from './lines';

/** Where the frontmatter of a text stands. Offsets are UTF-16 code units; ends are exclusive. */
export interface FrontmatterBlock {
  /** First character after the opening line. */
  readonly start: number;
  /** Where the closing line begins: the YAML is the text from {@link start} to here. */
  readonly end: number;
  /** First character after the closing line. */
  readonly bodyStart: number;
}

/** One top-level key of a block as its lines show it, whether or not they are valid YAML. */
export interface FrontmatterEntry {
  readonly key: string;
  /** Beginning of the key's line. */
  readonly start: number;
  /** First character after the key's colon. */
  readonly valueStart: number;
  /** Beginning of the next entry, or the end of the block; comments and blank lines in between are included. */
  readonly end: number;
}

/** Lines of a block that belong to no key. */
interface StrayLines {
  readonly start: number;
  readonly end: number;
}

/** More keys than this are nobody's frontmatter. */
const MAX_ENTRIES = 1000;
const MAX_KEY_LENGTH = 200;
/** Enough of the first line of a list or mapping to see that it goes on. */
const MAX_FLOW_HEAD = 1000;

/**
 * The block between a first line of exactly `---` and the next line of `---` or `...`; trailing blanks are allowed on both.
 * `undefined` when there is none.
 */
export function findBlock(text: string): FrontmatterBlock | undefined {
  const opening = /^---[ \t]*(?:\r\n|\n|\r)/.exec(text);
  if (!opening) return undefined;
  const start = opening[0].length;
  const closing = /[\r\n](?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|$)/g;
  closing.lastIndex = start - 1;
  const match = closing.exec(text);
  return match ? { start, end: match.index + 1, bodyStart: closing.lastIndex } : undefined;
}

/** Splits the lines from `start` to `end` by top-level keys, in order; keys may repeat. Linear, whatever the lines hold. */
export function splitEntries(text: string, start: number, end: number): { entries: FrontmatterEntry[]; stray: StrayLines[] } {
  const entries: OpenEntry[] = [];
  const stray: StrayLines[] = [];
  let margin: number | undefined;
  let open: OpenEntry | undefined;
  for (let at = start, next; at < end; at = next) {
    next = Math.min(end, nextLine(text, at));
    const indent = indentAt(text, at, end);
    const first = at + indent < end ? text.charAt(at + indent) : '';
    const blank = first === '' || first === '\r' || first === '\n' || first === '#';
    if (!blank) margin ??= indent;
    const outdented = !blank && indent <= (margin ?? 0);
    const key = outdented && entries.length < MAX_ENTRIES ? keyAt(text, at + indent, end) : undefined;
    if (key) {
      open = { ...key, start: at, end: next };
      entries.push(open);
    } else if (open && (!outdented || goesOn(text, open, text.slice(at + indent, next)))) open.end = next;
    else if (!blank) {
      stray.push({ start: at, end: next });
      open = undefined;
    }
  }
  return { entries, stray };
}

type OpenEntry = { -readonly [K in keyof FrontmatterEntry]: FrontmatterEntry[K] };

/** Whether a line that is not indented still belongs to the value above it: YAML and its readers allow that in three cases. */
function goesOn(text: string, { valueStart }: FrontmatterEntry, line: string): boolean {
  const value = text.slice(valueStart, Math.min(lineEnd(text, valueStart), valueStart + MAX_FLOW_HEAD)).trim();
  if (value === '' || /^(?:#|&\S+$)/.test(value)) return /^-[ \t\r\n]/.test(line);
  const first = value.charAt(0);
  if (first === '[' || first === '{') {
    const bare = value.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '');
    return (bare.match(/[[{]/g)?.length ?? 0) > (bare.match(/[\]}]/g)?.length ?? 0);
  }
  return (first === '"' || first === "'") && !value.includes(first, 1) && line.includes(first);
}

/** Blanks and tabs from `at` on. */
function indentAt(text: string, at: number, end: number): number {
  let indent = 0;
  while (at + indent < end && (text[at + indent] === ' ' || text[at + indent] === '\t')) indent++;
  return indent;
}

function keyAt(text: string, at: number, end: number): { key: string; valueStart: number } | undefined {
  const line = text.slice(at, Math.min(end, lineEnd(text, at), at + MAX_KEY_LENGTH + 2));
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')[ \t]*:(?=[ \t]|$)/.exec(line);
  if (quoted) return { key: quoted[1] ?? quoted[2] ?? '', valueStart: at + quoted[0].length };
  if (/^(?:[-?:](?:[ \t]|$)|[[\]{},#&*!|>'"%@`])/.test(line)) return undefined;
  for (let colon = line.indexOf(':'); colon !== -1; colon = line.indexOf(':', colon + 1)) {
    const after = line[colon + 1];
    if (after !== undefined && after !== ' ' && after !== '\t') continue;
    const key = line.slice(0, colon).trim();
    return key === '' || / #/.test(key) ? undefined : { key, valueStart: at + colon + 1 };
  }
  return undefined;
}
