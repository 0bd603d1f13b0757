import { type Frontmatter, type FrontmatterIssue, entryOf } from './frontmatter';
import { type LineIndex, eolOf, lineEnd } from './lines';
import { type PromptMetadata } from './metadata';
import { type ParsedPlaceholders, type Placeholder } from './placeholders';
import { type ProblemFix, type ProblemSeverity, type PromptProblem, type TextRange, type ValidationProfile } from './problems';
import { yamlScalar } from './yamlScalar';

/** What is judged: one text and all that was read of it. */
interface ReadPrompt {
  readonly text: string;
  readonly lines: LineIndex;
  readonly frontmatter: Frontmatter;
  readonly metadata: PromptMetadata;
  readonly parsed: ParsedPlaceholders;
}

/** More problems of one kind in one file help nobody. */
const MAX_OF_A_KIND = 100;
const MAX_DETAIL = 80;

/** All findings in one prompt, in order of their position. */
export function validate(read: ReadPrompt, profile: ValidationProfile): readonly PromptProblem[] {
  const strict = profile.strictness === 'strict';
  const problems = [
    ...missing(read, strict, profile.missingMetadata),
    ...read.frontmatter.issues.map((issue) => frontmatterProblem(read, issue, strict ? 'error' : 'hint')),
    ...read.metadata.invalidKeys.map((key) => invalidValue(read, key, strict ? 'warning' : 'hint')),
    ...duplicates(read),
    ...nearMisses(read),
  ];
  return problems.length > 1 ? problems.sort(byPosition) : problems;
}

function byPosition(a: PromptProblem, b: PromptProblem): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}

function missing(read: ReadPrompt, strict: boolean, withMetadata: boolean): PromptProblem[] {
  const { metadata } = read;
  const problems: PromptProblem[] = [];
  if (metadata.titleOrigin !== 'frontmatter') {
    const fix = titleFix(read);
    const problem = { code: 'missingTitle', severity: strict ? 'error' : 'hint', range: read.lines.firstLine(), detail: metadata.title } as const;
    problems.push(fix ? { ...problem, fix } : problem);
  }
  if (!withMetadata) return problems;
  const severity = strict ? 'warning' : 'hint';
  if (metadata.description === '') problems.push({ code: 'missingDescription', severity, range: read.lines.firstLine() });
  if (metadata.tags.length === 0) problems.push({ code: 'missingTags', severity, range: read.lines.firstLine() });
  return problems;
}

/** Adds the title that is shown anyway: into the frontmatter, or as new frontmatter. */
function titleFix({ text, lines, frontmatter, metadata }: ReadPrompt): ProblemFix | undefined {
  const eol = eolOf(text);
  const line = `title: ${yamlScalar(metadata.title)}`;
  const { block, values } = frontmatter;
  // The title is probably there once the block is closed, which has a fix of its own.
  if (frontmatter.issues.some(({ code }) => code === 'unclosedFrontmatter')) return undefined;
  if (!block) return { range: rangeAt(lines, 0, 0), newText: `---${eol}${line}${eol}---${eol}${/^[\r\n]|^$/.test(text) ? '' : eol}` };
  const existing = values.has('title') ? entryOf(text, frontmatter, 'title') : undefined;
  if (existing) {
    const end = lineEnd(text, existing.start);
    const indent = /^[ \t]*/.exec(text.slice(existing.start, end))?.[0] ?? '';
    if (text.slice(end, existing.end).trim() !== '') return undefined;
    return { range: rangeAt(lines, existing.start, end), newText: `${indent}${line}` };
  }
  const margin = /^(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*([ ]*)([^\s#])/.exec(text.slice(block.start, Math.min(block.end, block.start + 1000)));
  if (margin?.[2] === '{') return undefined;
  return { range: rangeAt(lines, block.start, block.start), newText: `${margin?.[1] ?? ''}${line}${eol}` };
}

function frontmatterProblem({ lines }: ReadPrompt, issue: FrontmatterIssue, severity: ProblemSeverity): PromptProblem {
  const { code, start, end, detail, fix } = issue;
  const problem = { code, severity, range: rangeAt(lines, start, end), detail: detail.slice(0, MAX_DETAIL) };
  return fix ? { ...problem, fix: { range: rangeAt(lines, fix.start, fix.end), newText: fix.newText } } : problem;
}

function invalidValue({ text, lines, frontmatter }: ReadPrompt, key: string, severity: ProblemSeverity): PromptProblem {
  const entry = entryOf(text, frontmatter, key);
  const range = entry ? lines.rangeOf(entry.start, entry.valueStart) : lines.firstLine();
  return { code: 'invalidValue', severity, range, detail: key };
}

/** The same name twice cannot be told apart when filling, so it is an error everywhere; the second one gets the fix. */
function duplicates({ lines, parsed }: ReadPrompt): PromptProblem[] {
  const { placeholders } = parsed;
  if (placeholders.length < 2) return [];
  const taken = new Set(placeholders.map(({ name }) => name));
  if (taken.size === placeholders.length) return [];
  const problems: PromptProblem[] = [];
  const seen = new Map<string, number>();
  for (const placeholder of placeholders) {
    const { name, start, end } = placeholder;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    if (count === 1) continue;
    if (problems.length >= MAX_OF_A_KIND) break;
    const range = lines.rangeOf(start, end);
    const newName = freeName(placeholder, count, taken);
    taken.add(newName);
    const fix = { range, newText: `{{${placeholder.type}:${newName}}}` };
    problems.push({ code: 'duplicatePlaceholder', severity: 'error', range, detail: name, fix });
  }
  return problems;
}

function freeName({ name }: Placeholder, count: number, taken: ReadonlySet<string>): string {
  let number = count;
  while (taken.has(`${name}_${number}`)) number++;
  return `${name}_${number}`;
}

function nearMisses({ text, lines, parsed }: ReadPrompt): PromptProblem[] {
  return parsed.nearMisses.slice(0, MAX_OF_A_KIND).map(({ start, end, suggestion }) => {
    const range = lines.rangeOf(start, end);
    const problem = { code: 'nearMissPlaceholder', severity: 'warning', range, detail: text.slice(start, Math.min(end, start + MAX_DETAIL)) } as const;
    return suggestion === undefined ? problem : { ...problem, fix: { range, newText: suggestion } };
  });
}

function rangeAt(lines: LineIndex, start: number, end: number): TextRange {
  // The beginning of the text is by far the most frequent place and needs no line index.
  if (end === 0) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return lines.rangeOf(start, end);
}
