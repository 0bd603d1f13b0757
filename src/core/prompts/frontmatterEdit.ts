import { isMap, isScalar, isSeq, type Pair, parseDocument, type ParsedNode, type YAMLMap } from 'yaml';
import { readFrontmatter } from './frontmatter';
import { type FrontmatterBlock, type FrontmatterEntry, splitEntries } from './frontmatterBlock';
import { eolOf, lineEnd, nextLine } from './lines';
import { quoteYaml, yamlFlowList, yamlScalar } from './yamlScalar';

/** `undefined` removes the key. */
export type FrontmatterValue = string | readonly string[] | undefined;

/** Replaces `[start, end)` of the old text, in UTF-16 code units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface FrontmatterEditResult {
  /** The text with {@link edits} applied. */
  readonly text: string;
  /** In ascending order and disjoint; empty when the key has that value already. */
  readonly edits: readonly TextEdit[];
}

/**
 * Sets or removes one top-level key of the frontmatter and changes nothing but that key's lines: comments, order, quoting, line
 * endings and keys that are no valid YAML stay as they are. A text without frontmatter gets one. Never throws.
 *
 * @param text without byte order mark.
 */
export function setFrontmatterKey(text: string, key: string, value: FrontmatterValue): FrontmatterEditResult {
  const before = readFrontmatter(text);
  if (value !== undefined && sameValue(before.values.get(key), value)) return { text, edits: [] };
  if (!before.block) return value === undefined ? { text, edits: [] } : applied(text, [newFrontmatter(text, key, value)]);
  let result: FrontmatterEditResult | undefined;
  for (const strategy of [editByTree, editByLines, replaceAllLines]) {
    const edits = strategy(text, before.block, key, value);
    if (!edits) continue;
    result = applied(text, edits);
    if (sameValue(readFrontmatter(result.text).values.get(key), value)) return result;
  }
  return result ?? { text, edits: [] };
}

type TopLevelMap = YAMLMap.Parsed<ParsedNode, ParsedNode | null>;
type Strategy = (text: string, block: FrontmatterBlock, key: string, value: FrontmatterValue) => readonly TextEdit[] | undefined;

/** Where the YAML is valid, its syntax tree tells the exact extent of a value, so that a comment behind it survives. */
const editByTree: Strategy = (text, block, key, value) => {
  const map = topLevelMap(text, block);
  if (!map) return undefined;
  const index = map.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value) === key);
  const pair = map.items[index];
  if (map.flow) return editFlowMap(text, block, map, index, key, value);
  if (!pair || value === undefined) return undefined;
  const old = pair.value;
  const inFlow = isScalar(old) ? old.type !== 'BLOCK_FOLDED' && old.type !== 'BLOCK_LITERAL' : isSeq(old) && old.flow === true;
  if (!old || !inFlow || old.range[0] === old.range[1]) return undefined;
  return [{ start: block.start + old.range[0], end: block.start + old.range[1], newText: serialize(value) }];
};

/** The YAML library takes quadratic time for deep nesting; in UTF-16 code units. */
const MAX_TREE = 8192;

/** `undefined` for everything that is not a valid mapping, and for blocks too long or too deep to be written by hand. */
function topLevelMap(text: string, block: FrontmatterBlock): TopLevelMap | undefined {
  if (block.end - block.start > MAX_TREE) return undefined;
  const yaml = text.slice(block.start, block.end).replace(/\r(?!\n)/g, '\n');
  try {
    const { errors, contents } = parseDocument(yaml, { strict: false });
    return errors.length === 0 && isMap(contents) ? contents : undefined;
  } catch {
    return undefined;
  }
}

function editFlowMap(
  text: string, block: FrontmatterBlock, map: TopLevelMap, index: number, key: string, value: FrontmatterValue,
): readonly TextEdit[] | undefined {
  const pair: Pair<ParsedNode, ParsedNode | null> | undefined = map.items[index];
  const open = text.indexOf('{', block.start) + 1;
  if (!pair) return value === undefined ? [] : [{ start: open, end: open, newText: `${yamlScalar(key)}: ${serialize(value)}${map.items.length ? ', ' : ''}` }];
  const start = block.start + pair.key.range[0];
  const end = block.start + (pair.value?.range[1] ?? pair.key.range[1]);
  if (value !== undefined) return [{ start, end, newText: `${yamlScalar(key)}: ${serialize(value)}` }];
  const following = map.items[index + 1];
  if (following) return [{ start, end: block.start + following.key.range[0], newText: '' }];
  const previous = map.items[index - 1];
  return [{ start: previous ? block.start + (previous.value?.range[1] ?? previous.key.range[1]) : start, end, newText: '' }];
}

/** Works on the lines alone, so that faults in other keys do not matter. */
const editByLines: Strategy = (text, block, key, value) => {
  const { entries } = splitEntries(text, block.start, block.end);
  const entry = entries.find((candidate) => candidate.key === key);
  if (value === undefined) return entries.filter((candidate) => candidate.key === key).map((found) => removal(text, found));
  if (!entry) return [insertion(text, block, entries, key, value)];
  const end = contentEnd(text, entry);
  return [{ start: entry.valueStart, end, newText: listLike(text, entry, value) }];
};

/** For the rare key that even its own line does not set, as when another one of the same name hides it. */
const replaceAllLines: Strategy = (text, block, key, value) => {
  const removals = splitEntries(text, block.start, block.end)
    .entries.filter((entry) => entry.key === key)
    .map((entry) => removal(text, entry));
  if (value === undefined) return removals;
  const margin = /^[ \t]*(?=[^\s#])/.exec(text.slice(block.start, block.end))?.[0] ?? '';
  const line = `${margin}${keyText(key)}: ${serialize(value)}${eolOf(text)}`;
  return [{ start: block.start, end: block.start, newText: line }, ...removals];
};

function removal(text: string, entry: FrontmatterEntry): TextEdit {
  return { start: entry.start, end: nextLine(text, contentEnd(text, entry)), newText: '' };
}

/**
 * End of the last line that belongs to the value: blank lines behind it, and comments that are not indented deeper than the key,
 * introduce the next one.
 */
function contentEnd(text: string, entry: FrontmatterEntry): number {
  const margin = indentOf(text, entry.start);
  let end = lineEnd(text, entry.valueStart);
  for (let at = nextLine(text, end); at < entry.end; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    const isComment = line.trimStart().startsWith('#') && line.length - line.trimStart().length <= margin;
    if (line.trim() !== '' && !isComment) end = lineEnd(text, at);
  }
  return end;
}

function indentOf(text: string, at: number): number {
  return /^[ \t]*/.exec(text.slice(at, lineEnd(text, at)))?.[0].length ?? 0;
}

function insertion(text: string, block: FrontmatterBlock, entries: readonly FrontmatterEntry[], key: string, value: string | readonly string[]): TextEdit {
  const first = entries[0];
  const margin = first ? (/^[ \t]*/.exec(text.slice(first.start, first.valueStart))?.[0] ?? '') : '';
  const at = key === 'title' ? (first?.start ?? block.start) : block.end;
  return { start: at, end: at, newText: `${margin}${keyText(key)}: ${serialize(value)}${eolOf(text)}` };
}

/** What follows the colon. A list below its key stays a list below its key. */
function listLike(text: string, entry: FrontmatterEntry, value: string | readonly string[]): string {
  const old = /^[ \t]*(?:\r\n|\n|\r)([ \t]*)-[ \t]/.exec(text.slice(entry.valueStart, entry.end));
  if (typeof value === 'string' || !old || value.length === 0) return ` ${serialize(value)}`;
  return value.map((item) => `${eolOf(text)}${old[1] ?? ''}- ${yamlScalar(item)}`).join('');
}

function newFrontmatter(text: string, key: string, value: string | readonly string[]): TextEdit {
  const eol = eolOf(text);
  const gap = text === '' || text.startsWith('\n') || text.startsWith('\r') ? '' : eol;
  return { start: 0, end: 0, newText: `---${eol}${keyText(key)}: ${serialize(value)}${eol}---${eol}${gap}` };
}

function serialize(value: string | readonly string[]): string {
  return typeof value === 'string' ? yamlScalar(value) : yamlFlowList(value);
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : quoteYaml(key);
}

function applied(text: string, edits: readonly TextEdit[]): FrontmatterEditResult {
  let result = '';
  let copied = 0;
  for (const { start, end, newText } of edits) {
    result += text.slice(copied, start) + newText;
    copied = end;
  }
  return { text: result + text.slice(copied), edits };
}

function sameValue(actual: unknown, value: FrontmatterValue): boolean {
  if (typeof value !== 'object') return actual === value;
  return Array.isArray(actual) && actual.length === value.length && value.every((item, index) => actual[index] === item);
}
