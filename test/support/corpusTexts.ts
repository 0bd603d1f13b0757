import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFolder } from './corpus';
import { parseCsv } from './csv';

export interface SampleText {
  readonly name: string;
  readonly text: string;
}

/** The whole text of every Markdown file of the corpus, by path. */
export function corpusTexts(): SampleText[] {
  return readdirSync(corpusFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(corpusFolder, name), 'utf8') }));
}

/** The prompts of the CSV file. */
export function corpusRowTexts(): SampleText[] {
  const rows = parseCsv(readFileSync(join(corpusFolder, 'prompts.chat', 'prompts.csv'), 'utf8'));
  return rows.slice(1).map(([, text = ''], index) => ({ name: `row ${index}`, text }));
}
