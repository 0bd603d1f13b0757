import matter from 'gray-matter';
import { CORE_SCHEMA, FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import { type FrontmatterBlock, type FrontmatterEntry, findBlock, splitEntries } from './frontmatterBlock';
import { lineEnd, nextLine } from './lines';
import { readPlainFrontmatter } from './plainFrontmatter';
import { quoteYaml } from './yamlScalar';

/** A fault of the frontmatter. Offsets are UTF-16 code units into the whole text. */
export interface FrontmatterIssue {
  readonly code: 'invalidFrontmatter' | 'unsupportedFrontmatter' | 'unclosedFrontmatter';
  readonly start: number;
  readonly end: number;
  /** The YAML parser's reason, or the name of the language that is not supported. */
  readonly detail: string;
  readonly fix?: { readonly start: number; readonly end: number; readonly newText: string };
}

/** What the frontmatter of a text says, as far as it can be read. */
export interface Frontmatter {
  /** `undefined` when the text has none; then all of it is body. */
  readonly block: FrontmatterBlock | undefined;
  readonly bodyStart: number;
  /**
   * Top-level keys with their values as YAML's core schema reads them. A value that is not valid YAML is there as the text that
   * stands in the file. Aliases share one object, which can therefore be huge when written out: never walk a value deeply.
   */
  readonly values: ReadonlyMap<string, unknown>;
  readonly issues: readonly FrontmatterIssue[];
}

/** Longer blocks are read key by key, and only this many UTF-16 code units of them. */
const MAX_FRONTMATTER = 64 * 1024;
const MAX_ISSUES = 20;
const NO_VALUES: ReadonlyMap<string, unknown> = new Map();
/** Runs of white space take patterns quadratic time, gray-matter's too; nobody writes this much of it. */
const LONG_GAP = /\s{256}/;
/** In UTF-16 code units: so little that no pattern takes long. */
const SHORT_BLOCK = 2048;

function deny(): never {
  throw new Error('Only YAML frontmatter is read.');
}

const DENIED = { parse: deny, stringify: deny };
/** Every engine that gray-matter knows is replaced: whatever language it may come to, nothing but this YAML parser runs. */
const MATTER_OPTIONS = {
  language: 'yaml',
  delimiters: ['---', '---\n'] as [string, string],
  engines: {
    yaml: { parse: (yaml: string) => load(yaml, { schema: CORE_SCHEMA }) as object, stringify: deny },
    json: DENIED,
    javascript: DENIED,
    coffee: DENIED,
  },
};

/** Reads the frontmatter of a text, valid or not. Runs no code, never throws, takes time linear in the length of the text. */
export function readFrontmatter(text: string): Frontmatter {
  if (!text.startsWith('---')) return { block: undefined, bodyStart: 0, values: NO_VALUES, issues: [] };
  const block = findBlock(text);
  if (!block) return { block: undefined, bodyStart: 0, values: NO_VALUES, issues: foreignOrUnclosed(text) };
  const parsed = parseWhole(text, block);
  if (parsed.ok && isMapping(parsed.value)) {
    return { block, bodyStart: block.bodyStart, values: new Map(Object.entries(parsed.value)), issues: [] };
  }
  if (parsed.ok && parsed.value === undefined) return { block, bodyStart: block.bodyStart, values: NO_VALUES, issues: [] };
  return readByKey(text, block, parsed.ok ? undefined : parsed.error);
}

/** A key that stands at the beginning of a line, whatever the rest of the block is. */
const PLAIN_KEY = /[A-Za-z_][\w-]*:(?=[ \t\r\n])/y;

/** What {@link readFrontmatter} says of the beginning of the body; the YAML is only read where that is needed to tell. */
export function bodyStartOf(text: string): number {
  const block = text.startsWith('---') ? findBlock(text) : undefined;
  if (!block) return 0;
  PLAIN_KEY.lastIndex = block.start;
  return PLAIN_KEY.test(text) ? block.bodyStart : readFrontmatter(text).bodyStart;
}

/** The value of `key` as text, as the author wrote it: `1.10` and `on` stay what they are. `undefined` when it has no single text. */
export function sourceTextOf(text: string, frontmatter: Frontmatter, key: string): string | undefined {
  const entry = entryOf(text, frontmatter, key);
  if (!entry) return undefined;
  const value = loadEntry(text.slice(entry.start, entry.end), FAILSAFE_SCHEMA)?.value;
  return typeof value === 'string' ? value : rawValue(text, entry);
}

/** The list below `key` with its scalars as the author wrote them; `undefined` when it is no list. */
export function sourceListOf(text: string, frontmatter: Frontmatter, key: string): readonly unknown[] | undefined {
  const entry = entryOf(text, frontmatter, key);
  const value = entry && loadEntry(text.slice(entry.start, entry.end), FAILSAFE_SCHEMA)?.value;
  return Array.isArray(value) ? (value as readonly unknown[]) : undefined;
}

/** The first entry of that key in the lines of the block. */
export function entryOf(text: string, frontmatter: Frontmatter, key: string): FrontmatterEntry | undefined {
  const { block } = frontmatter;
  return block && splitEntries(text, block.start, block.end).entries.find((entry) => entry.key === key);
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

function parseWhole(text: string, block: FrontmatterBlock): Parsed {
  if (block.end - block.start > MAX_FRONTMATTER) return { ok: false, error: new Error('frontmatter is too long') };
  const yaml = text.slice(block.start, block.end);
  if (yaml.trim() === '') return { ok: true, value: undefined };
  const plain = yaml.length > SHORT_BLOCK ? undefined : readPlainFrontmatter(yaml);
  if (plain) return { ok: true, value: plain };
  try {
    if (yaml.includes('\r') || (yaml.length > SHORT_BLOCK && LONG_GAP.test(yaml))) return { ok: true, value: load(yaml, { schema: CORE_SCHEMA }) };
    // The first line is ours, so that no language can be named on it.
    const { data } = matter(`---\n${yaml}---\n`, MATTER_OPTIONS) as { data: unknown };
    return { ok: true, value: data };
  } catch (error) {
    return { ok: false, error };
  }
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes the keys that can be read one by one. A block without any is no frontmatter but text between two thematic breaks. */
function readByKey(text: string, block: FrontmatterBlock, error: unknown): Frontmatter {
  const { entries, stray } = splitEntries(text, block.start, Math.min(block.end, block.start + MAX_FRONTMATTER));
  if (entries.length === 0) return { block: undefined, bodyStart: 0, values: NO_VALUES, issues: [] };
  const values = new Map<string, unknown>();
  const issues: FrontmatterIssue[] = [];
  for (const entry of entries) {
    if (values.has(entry.key)) {
      issues.push({ ...keyLine(text, entry), code: 'invalidFrontmatter', detail: `duplicated key "${entry.key}"` });
      continue;
    }
    const read = readEntry(text, entry);
    if (read.value !== undefined) values.set(entry.key, read.value);
    if (read.issue) issues.push(read.issue);
  }
  for (const { start } of stray) {
    issues.push({ code: 'invalidFrontmatter', start, end: lineEnd(text, start), detail: 'line without a key' });
  }
  if (issues.length === 0) issues.push(wholeIssue(text, block, error));
  return { block, bodyStart: block.bodyStart, values, issues: issues.sort((a, b) => a.start - b.start).slice(0, MAX_ISSUES) };
}

function readEntry(text: string, entry: FrontmatterEntry): { value: unknown; issue?: FrontmatterIssue } {
  const source = text.slice(entry.start, entry.end);
  let error: unknown;
  const loaded = loadEntry(source, CORE_SCHEMA, (thrown) => (error = thrown));
  if (loaded) return { value: loaded.value };
  const issue: FrontmatterIssue = { ...keyLine(text, entry), code: 'invalidFrontmatter', detail: reasonOf(error) };
  const retabbed = source.includes('\t') ? loadEntry(source.replace(/\t/g, '  '), CORE_SCHEMA) : undefined;
  if (retabbed) return { value: retabbed.value, issue };
  // A tagged value asks for a type that only another program knows; its text would be taken for something it is not.
  if (/^[ \t]*!/.test(text.slice(entry.valueStart, entry.end))) return { value: undefined, issue };
  const value = rawList(text, entry) ?? rawValue(text, entry);
  const fix = typeof value === 'string' ? quotingFix(text, entry, value) : undefined;
  return { value, issue: fix ? { ...issue, fix } : issue };
}

function loadEntry(yaml: string, schema: typeof CORE_SCHEMA, onError?: (error: unknown) => void): { value: unknown } | undefined {
  try {
    const data: unknown = load(yaml, { schema });
    if (!isMapping(data)) return undefined;
    const [pair, ...more] = Object.entries(data) as [string, unknown][];
    return pair && more.length === 0 ? { value: pair[1] } : undefined;
  } catch (error) {
    onError?.(error);
    return undefined;
  }
}

/** The text of a value that is no valid YAML: its lines joined, without the quotes around all of it. */
function rawValue(text: string, entry: FrontmatterEntry): string | undefined {
  const lines = text.slice(entry.valueStart, entry.end).split(/[\r\n]+/);
  const joined = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('# '))
    .join(' ')
    .replace(/^[|>][+-]?\d? /, '');
  const quote = joined[0];
  const bare = joined.length > 1 && (quote === '"' || quote === "'") && joined.endsWith(quote) ? joined.slice(1, -1) : joined;
  return bare === '' ? undefined : bare;
}

/** Items of a block list whose texts are no valid YAML (`- **` + `/*.ts`). */
function rawList(text: string, entry: FrontmatterEntry): readonly string[] | undefined {
  const lines = text.slice(entry.valueStart, entry.end).split(/[\r\n]+/).filter((line) => line.trim() !== '');
  if (lines.length === 0 || !lines.every((line) => /^[ \t]*-[ \t]/.test(line))) return undefined;
  return lines.map((line) => line.replace(/^[ \t]*-[ \t]+/, '').trim().replace(/^(["'])(.*)\1$/, '$2'));
}

/** Quotes make any text valid, as long as it stands on the key's own line. */
function quotingFix(text: string, entry: FrontmatterEntry, value: string): FrontmatterIssue['fix'] {
  const source = text.slice(entry.valueStart, lineEnd(text, entry.valueStart));
  const start = entry.valueStart + (source.length - source.trimStart().length);
  if (source.trim() === '' || text.slice(lineEnd(text, start), entry.end).trim() !== '') return undefined;
  return { start, end: entry.valueStart + source.trimEnd().length, newText: quoteYaml(value) };
}

function keyLine(text: string, entry: FrontmatterEntry): { start: number; end: number } {
  const end = lineEnd(text, entry.start);
  const line = text.slice(entry.start, end);
  return { start: entry.start + (line.length - line.trimStart().length), end };
}

function wholeIssue(text: string, block: FrontmatterBlock, error: unknown): FrontmatterIssue {
  let start = block.start;
  if (error instanceof YAMLException && error.mark) {
    // Inside gray-matter's block the line of the opening delimiter counts as the first.
    const offset = text.slice(block.start, block.end).includes('\r') ? 0 : 1;
    for (let line = error.mark.line - offset; line > 0 && start < block.end; line--) start = nextLine(text, start);
  }
  start = Math.min(start, block.end);
  return { code: 'invalidFrontmatter', start, end: lineEnd(text, start), detail: reasonOf(error) };
}

function reasonOf(error: unknown): string {
  if (error instanceof YAMLException) return error.reason;
  return error instanceof Error && !(error instanceof RangeError) ? error.message : 'not a YAML mapping';
}

/** The first line is no plain `---`, or no closing line follows: both are reported only where frontmatter was clearly meant. */
function foreignOrUnclosed(text: string): readonly FrontmatterIssue[] {
  const end = lineEnd(text, 0);
  const language = /^---[ \t]*([A-Za-z][\w.+-]{0,20})[ \t]*$/.exec(text.slice(0, Math.min(end, 80)))?.[1];
  if (language !== undefined) {
    const closed = /[\r\n]---[ \t]*(?:[\r\n]|$)/.test(text);
    return closed ? [{ code: 'unsupportedFrontmatter', start: 0, end, detail: language }] : [];
  }
  if (text.slice(3, end).trim() !== '') return [];
  let at = nextLine(text, 0);
  while (at < text.length && /^[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|$)/.test(text.slice(at, Math.min(lineEnd(text, at), at + 80)))) at = nextLine(text, at);
  if (at === nextLine(text, 0)) return [];
  const eol = text.slice(end, nextLine(text, 0));
  const newText = /[\r\n]$/.test(text.slice(0, at)) ? `---${eol}` : `${eol}---${eol}`;
  return [{ code: 'unclosedFrontmatter', start: 0, end, detail: '---', fix: { start: at, end: at, newText } }];
}
