import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFrontmatter } from './frontmatter';
import { setFrontmatterKey } from './frontmatterEdit';
import { parsePlaceholders } from './placeholders';
import { hasErrors } from './prompt';
import { type PromptDocument } from './promptDocument';
import { type PromptInput, readPrompt, readPromptSummary } from './promptReader';
import { buildSnippet } from './snippet';
import { encode } from './textEncoding';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const missing = !existsSync(CORPUS);

interface CorpusFile {
  readonly path: string;
  readonly input: PromptInput;
  readonly document: PromptDocument;
}

/** Prompt files as people publish them; see the folder's own page. */
describe.skipIf(missing)(`real prompt files${missing ? ` (skipped: ${CORPUS} is absent)` : ''}`, () => {
  const files: CorpusFile[] = [];

  beforeAll(() => {
    const root = pathToFileURL(CORPUS).toString();
    for (const entry of readdirSync(CORPUS, { recursive: true, withFileTypes: true })) {
      // The page about the corpus itself quotes our syntax without being a prompt.
      if (!entry.isFile() || !entry.name.endsWith('.md') || entry.parentPath === CORPUS) continue;
      const absolute = join(entry.parentPath, entry.name);
      const bytes = readFileSync(absolute);
      const path = relative(CORPUS, absolute).replaceAll('\\', '/');
      const validation = { strictness: 'lenient', missingMetadata: true } as const;
      const input = { uri: pathToFileURL(absolute).toString(), source: { id: root, root, validation }, path, bytes, size: bytes.length, mtime: 0 };
      files.push({ path, input, document: readPrompt(input) });
    }
  });

  it('are all read whole, and none is refused for insertion', () => {
    expect(files.length).toBeGreaterThan(800);
    for (const { path, input, document } of files) {
      expect(hasErrors(document.prompt), path).toBe(false);
      expect(document.body, path).not.toBe('');
      expect(Buffer.from(encode(document.text, document.encoding) ?? []).equals(Buffer.from(input.bytes ?? [])), path).toBe(true);
      expect(readPromptSummary(input), path).toEqual(document.prompt);
    }
  });

  it('show a title that somebody wrote', () => {
    const byFile = files.filter(({ document }) => document.prompt.titleOrigin === 'fileName');
    expect(byFile.length).toBeLessThan(files.length * 0.05);
    for (const { document } of files) expect(document.prompt.title).not.toMatch(/[\r\n`]|^#|^---/);
  });

  it('give no warning: their braces belong to other template languages', () => {
    const reported = files.flatMap(({ path, document }) => document.prompt.problems.map(({ code, severity }) => ({ path, code, severity })));
    expect(reported.filter(({ severity }) => severity !== 'hint')).toEqual([]);
    expect(new Set(reported.map(({ code }) => code))).toEqual(new Set(['missingTitle', 'missingDescription', 'missingTags']));
    expect(files.some(({ document }) => document.text.includes('{{'))).toBe(true);
  });

  it('become snippets that hold the whole body', () => {
    for (const { path, document } of files) {
      expect(buildSnippet(document.body).replace(/\$0$/, '').replace(/\\([\\$}])/g, '$1'), path).toBe(document.body.replaceAll('\r\n', '\n'));
    }
  });

  it('keep every other line when they get a title', () => {
    for (const { path, document } of files) {
      const { text, edits } = setFrontmatterKey(document.text, 'title', 'A: "new" title');
      expect(readFrontmatter(text).values.get('title'), path).toBe('A: "new" title');
      expect(edits, path).toHaveLength(1);
      expect(setFrontmatterKey(text, 'title', undefined).text.endsWith(document.text.slice(document.bodyStart)), path).toBe(true);
      if (readFrontmatter(document.text).block && !readFrontmatter(document.text).values.has('title')) {
        expect(setFrontmatterKey(text, 'title', undefined).text, path).toBe(document.text);
      }
    }
  });

  it('and the rows of a prompt collection are free of near-misses', () => {
    const csv = readFileSync(join(CORPUS, 'prompts.chat/prompts.csv'), 'utf8');
    expect(parsePlaceholders(csv)).toEqual({ placeholders: [], nearMisses: [] });
  });
});
