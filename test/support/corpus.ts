import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { parseDocument } from 'yaml';
import { parseCsv } from './csv';

/** Real prompts, kept beside the repository, which is the working directory. */
export const corpusFolder = resolve('../shared/corpus');

export const corpusIsAbsent = !existsSync(corpusFolder);

/** What search knows of a real prompt. */
export interface CorpusEntry {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** With `/`; starts with the category. */
  readonly path: string;
}

/** The Markdown files of the corpus, sorted by path. Frontmatter that YAML refuses gives what could be read of it. */
export function corpusFiles(): CorpusEntry[] {
  return corpusMarkdown().map((name) => fileEntry(join(corpusFolder, name)));
}

/** The rows of the CSV file; the first sentence of the prompt stands for the description that it lacks. */
export function corpusRows(): CorpusEntry[] {
  const rows = parseCsv(readFileSync(join(corpusFolder, 'prompts.chat', 'prompts.csv'), 'utf8'));
  return rows.slice(1).map(([act = '', prompt = '', , type = ''], index) => ({
    title: act,
    description: /^[^.!?\n]{0,300}/u.exec(prompt)?.[0] ?? '',
    tags: type === '' ? [] : [type.toLowerCase()],
    path: `prompts.chat/row-${index}.md`,
  }));
}

/** The bodies of the Markdown files, sorted by path, with `\n` as line ending. */
export function corpusBodies(): string[] {
  return corpusMarkdown().map((name) => bodyOf(readFileSync(join(corpusFolder, name), 'utf8')));
}

/** The prompts of the CSV file. */
export function corpusRowBodies(): string[] {
  const rows = parseCsv(readFileSync(join(corpusFolder, 'prompts.chat', 'prompts.csv'), 'utf8'));
  return rows.slice(1).map(([, prompt = '']) => bodyOf(prompt));
}

function bodyOf(text: string): string {
  return text.replace(/^---\r?\n[\s\S]*?\r?\n---[ \t]*\r?\n/, '').replaceAll('\r\n', '\n').trim();
}

function corpusMarkdown(): string[] {
  return readdirSync(corpusFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort();
}

function fileEntry(file: string): CorpusEntry {
  const text = readFileSync(file, 'utf8');
  const path = relative(corpusFolder, file).split(sep).slice(1).join('/');
  const block = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1];
  const fields = block === undefined ? {} : fieldsOf(block);
  const heading = /^# (.+)$/m.exec(text)?.[1];
  const title = fields['title'] ?? fields['name'] ?? heading ?? basename(file, '.md');
  return { title, description: fields['description'] ?? '', tags: fields['tags']?.split(',') ?? [], path };
}

function fieldsOf(block: string): Record<string, string> {
  const value: unknown = parseDocument(block, { strict: false, logLevel: 'silent' }).toJS();
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).map(([key, field]) => [key, typeof field === 'string' || Array.isArray(field) ? String(field) : '']);
  return Object.fromEntries(entries.filter(([, field]) => field !== '')) as Record<string, string>;
}
