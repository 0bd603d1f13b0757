import { createHash } from 'node:crypto';
import type { Prompt } from '../../src/core/prompts/prompt';
import { joinUri } from '../../src/core/util/uri';
import { type CorpusEntry, corpusFiles, corpusIsAbsent, corpusRows } from './corpus';
import { Random } from './random';

/** Root of the library that {@link syntheticPrompts} pretend to lie in. */
const syntheticRoot = 'file:///library';

const CATEGORIES = ['workflows', 'commands', 'rules', 'prompt-decorations', 'agents', 'instructions', 'skills', 'writing'];
const TAGS = ['code', 'review', 'test', 'docs', 'security', 'writing', 'azure', 'react', 'python', 'sql', 'refactoring', 'planning'];
const WORDS = (
  'analyst api architecture assistant audit azure branch build business changelog character chef code commit component container ' +
  'course creative customer data database deploy design developer documentation editor email engineer essay expert feature generator ' +
  'guide image interview java kubernetes language lesson marketing meeting migration model movie notes performance photo pipeline ' +
  'plan poet portrait product project prompt python react recipe refactor release report research review schema security simulator ' +
  'sql story strategy structure style summary support task teacher terminal test text translator travel typescript user video writer'
).split(' ');

/** Real entries to recombine, or made-up ones where the corpus is absent. */
function material(): readonly CorpusEntry[] {
  if (!corpusIsAbsent) return [...corpusFiles(), ...corpusRows()].filter(({ title }) => title.trim() !== '');
  const random = new Random(1);
  const phrase = (count: number): string => Array.from({ length: count }, () => random.pick(WORDS)).join(' ');
  return Array.from({ length: 500 }, (_, index) => ({
    title: phrase(2 + random.below(4)),
    description: phrase(8 + random.below(20)),
    tags: [random.pick(TAGS)],
    path: `${random.pick(CATEGORIES)}/prompt-${index}.md`,
  }));
}

/**
 * `count` prompts like real ones, the same for the same seed. Each title is the beginning of one real title and the end of another
 * (the first are real titles as they are), each description such a mixture of two descriptions; one prompt in ten has a made-up
 * word in its title and description, so that the vocabulary grows with the library as it does in real ones.
 */
export function syntheticPrompts(count: number, seed = 1): Prompt[] {
  const entries = material();
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => {
    const made = random.below(10) === 0 ? madeUpWord(random) : '';
    const title = index < entries.length / 2 ? random.pick(entries).title : mixed(random, entries, (entry) => entry.title, made);
    const description = mixed(random, entries, (entry) => entry.description, made).slice(0, 300);
    const category = random.pick(CATEGORIES);
    const tags = [...new Set([random.pick(TAGS), ...random.pick(entries).tags])];
    return syntheticPrompt(index, { title, description, tags, path: `${category}/${slugOf(title)}-${index}.md` });
  });
}

/** A prompt of {@link syntheticRoot} with these fields; everything else is plausible. */
export function syntheticPrompt(index: number, { title, description, tags, path }: CorpusEntry): Prompt {
  const category = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
  return {
    uri: joinUri(syntheticRoot, ...path.split('/')),
    sourceId: syntheticRoot,
    path,
    category,
    title,
    titleOrigin: 'frontmatter',
    description,
    tags,
    placeholders: [],
    size: 2000,
    mtime: 1_700_000_000_000 + index,
    problems: [],
  };
}

/** The `i`-th file of a library for load tests: its path below the root, and about 2 KB of text with frontmatter and placeholders. */
export function syntheticPromptFile(i: number, seed = 1): { readonly path: string; readonly text: string } {
  const random = new Random(createHash('sha256').update(`${seed}:${i}`).digest().readUInt32LE(0));
  const phrase = (count: number): string => Array.from({ length: count }, () => random.pick(WORDS)).join(' ');
  const title = phrase(2 + random.below(4));
  const tags = [random.pick(TAGS), random.pick(TAGS)];
  const head = `---\ntitle: ${title}\ndescription: ${phrase(14)}\ntags: [${tags.join(', ')}]\n---\n\n# ${title}\n`;
  const body: string[] = [];
  let length = head.length;
  const wanted = 1500 + random.below(1000);
  for (let section = 0; length < wanted; section++) {
    const placeholder = section === 0 ? '{{text:topic}}' : section === 1 ? '{{list:points}}' : phrase(3);
    const text = `\n## ${phrase(3)}\n\n${phrase(30)}, ${placeholder}.\n\n- ${phrase(9)}\n- ${phrase(9)}\n`;
    body.push(text);
    length += text.length;
  }
  return { path: `${random.pick(CATEGORIES)}/${slugOf(title)}-${i}.md`, text: head + body.join('') };
}

function mixed(random: Random, entries: readonly CorpusEntry[], field: (entry: CorpusEntry) => string, made: string): string {
  const first = field(random.pick(entries)).trim().split(/\s+/u);
  const second = field(random.pick(entries)).trim().split(/\s+/u);
  const words = [...first.slice(0, Math.ceil(first.length * random.next())), made, ...second.slice(Math.floor(second.length * random.next()))];
  return words.filter((word) => word !== '').join(' ') || 'Untitled';
}

function madeUpWord(random: Random): string {
  const syllable = (): string => random.pick([...'bcdfghklmnprstvz']) + random.pick([...'aeiou']);
  return Array.from({ length: 2 + random.below(3) }, syllable).join('');
}

function slugOf(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 40);
}
