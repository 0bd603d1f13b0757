/**
 * Reading one long prompt: 1,000 lines with 200 placeholders. `parse_ms` is the whole reader (decode, frontmatter, placeholders,
 * metadata, validation, positions), beside gray-matter on the same text; `reparse_ms` what one keystroke costs: the placeholders alone,
 * which features ask for while typing, beside the whole reader on the edited text; `placeholder_keystroke_ms` the same in an open
 * document, which is followed line by line instead of parsed again, in 1,000 and in 10,000 lines.
 */
import matter from 'gray-matter';
import { load } from 'js-yaml';
import { type PromptDocument } from '../../src/core/prompts/promptDocument';
import { DocumentStructure } from '../../src/core/prompts/documentStructure';
import { parsePlaceholders } from '../../src/core/prompts/placeholders';
import { readPrompt, readPromptSummary } from '../../src/core/prompts/promptReader';
import { buildSnippet } from '../../src/core/prompts/snippet';
import { median, report } from './support/figures';

const LINES = 1000;
const ROUNDS = 101;

const file = {
  uri: 'file:///library/rules/long.md',
  source: { id: 'file:///library', root: 'file:///library', validation: { strictness: 'strict', missingMetadata: true } },
  path: 'rules/long.md',
  mtime: 0,
} as const;

/** Every fifth line, and one more to make 200, holds a placeholder of ours, many others one of another template language. */
function longPrompt(): string {
  const lines = Array.from({ length: LINES - 5 }, (_, i) => {
    const placeholder = i % 5 === 0 || i === 1 ? ` {{${i % 2 ? 'list' : 'text'}:name_${i}}}` : i % 7 === 0 ? ' {{ user.name | upper }}' : '';
    return `${i + 1}. Look at the change as a whole before its lines, and say what it is for.${placeholder}`;
  });
  return ['---', 'title: A long prompt', 'description: One thousand lines', 'tags: [long, review]', '---', ...lines].join('\n');
}

const text = longPrompt();
const bytes = new TextEncoder().encode(text);
const fresh = (keystroke: number): string => `${text.slice(0, text.length / 2)}${keystroke % 10}${text.slice(text.length / 2)}`;

/** Types a letter into a line with a placeholder, the dearest kind, and asks for what features ask for then. */
function typist(content: string): (round: number) => unknown {
  const lines = content.split('\n');
  const document = { lineCount: lines.length, lineAt: (line: number) => lines[line] ?? '' };
  const structure = new DocumentStructure(document);
  const line = lines.length >> 1;
  return (round) => {
    lines[line] += String(round % 10);
    structure.apply([{ start: line, end: line, count: 1 }], document);
    return [structure.placeholders.length, structure.isCodeOrFrontmatter(line)];
  };
}
const body = text.slice(text.indexOf('1. '));

const tasks: Record<string, (round: number) => unknown> = {
  parse: () => readPrompt({ ...file, bytes, size: bytes.length }),
  summary: () => readPromptSummary({ ...file, bytes, size: bytes.length }),
  grayMatter: () => matter(Buffer.from(bytes).toString('utf8'), { engines: { yaml: (yaml: string) => load(yaml) as object } }),
  reparse: (round) => parsePlaceholders(fresh(round)),
  keystroke: typist(text),
  keystrokeLong: typist(Array.from({ length: 10 }, () => body).join('\n')),
  reparseWhole: (round) => readPrompt({ ...file, text: fresh(round), size: bytes.length }),
  snippet: () => buildSnippet(text),
};

const document = tasks.parse?.(0) as PromptDocument;
if (document.placeholders.length !== 200 || document.prompt.problems.length > 0) throw new Error('The sample is not what it should be.');

const times = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, task] of Object.entries(tasks)) {
    const start = performance.now();
    task(round);
    const series = times.get(name) ?? [];
    series.push(performance.now() - start);
    times.set(name, series);
  }
}

const ms = (name: string): number => median(times.get(name) ?? []);
/** What the first call of a process costs, before the engine has optimized anything. */
const first = (name: string): number => times.get(name)?.[0] ?? 0;

report({
  name: 'parse_ms',
  size: LINES,
  value: ms('parse'),
  unit: 'ms',
  beside: { gray_matter_ms: ms('grayMatter'), summary_ms: ms('summary'), snippet_ms: ms('snippet'), first_ms: first('parse') },
});
report({ name: 'reparse_ms', size: LINES, value: ms('reparse'), unit: 'ms', beside: { whole_reader_ms: ms('reparseWhole'), first_ms: first('reparse') } });
for (const [name, size] of [['keystroke', LINES], ['keystrokeLong', 10 * LINES]] as const) {
  report({ name: 'placeholder_keystroke_ms', size, value: ms(name), unit: 'ms', beside: { first_ms: first(name), full_parse_1000_ms: ms('reparse') } });
}
