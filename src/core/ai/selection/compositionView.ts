import type { PromptLibrary } from '../../app';
import { readCompositionHead } from '../../history/compositionText';
import { indexText } from '../../history/terms';
import type { References } from '../../references/references';
import type { Slices } from '../../util/slices';
import { eachWord } from './words';

/** More is not looked at: such a text is not sent either. UTF-16 code units. */
const MAX_LENGTH = 1_000_000;
/** Looked at without a turn of the event loop, in UTF-16 code units. */
const PIECE = 8_000;
/** References that may lead to prompts; more are no list that somebody wrote. */
const MAX_REFERENCES = 100;

/** What the choice of prompts goes by. */
export interface CompositionView {
  readonly uri: string;
  /** Of the frontmatter. */
  readonly tags: readonly string[];
  readonly body: string;
  /** The words of the body: how often, and as they are written first. */
  readonly words: ReadonlyMap<string, { readonly count: number; readonly spelling: string }>;
  /** URIs of prompts of the library that it was made with or refers to, in this order, each once. */
  readonly referenced: readonly string[];
  /** Whether the words of a {@link phraseOf} stand in the body one behind the other. */
  hasPhrase(phrase: string): boolean;
}

interface Sources {
  readonly library: PromptLibrary;
  readonly references: References;
}

/** @param text of the whole document. Never fails: what cannot be read is not there. */
export async function viewComposition(uri: string, text: string, { library, references }: Sources, slices: Slices): Promise<CompositionView> {
  const { head, bodyStart } = readCompositionHead(text);
  const body = text.slice(bodyStart, bodyStart + MAX_LENGTH);
  const words = new Map<string, { count: number; spelling: string }>();
  const pieces: string[] = [];
  for (const piece of piecesOf(body)) {
    eachWord(piece, (word, start, end) => {
      const known = words.get(word);
      if (known) known.count++;
      else words.set(word, { count: 1, spelling: piece.slice(start, end).toLowerCase() });
    });
    pieces.push(indexText(piece));
    await slices.next();
  }
  const sequence = ` ${pieces.join(' ')} `;
  const terms = new Set(sequence.split(' '));
  const used = head.prompts.filter((each) => library.get(each));
  const referenced = [...used, ...(await referencedPrompts(uri, body, library, references, slices))];
  return {
    uri,
    tags: head.tags,
    body,
    words,
    referenced: [...new Set(referenced)].filter((each) => each !== uri),
    hasPhrase: (phrase) => phrase !== '' && phrase.split(' ').every((term) => terms.has(term)) && sequence.includes(` ${phrase} `),
  };
}

/** The folded words of a short text, with single blanks between them: equal phrases are equal texts. */
export function phraseOf(text: string): string {
  return indexText(text).split(' ¦')[0] ?? '';
}

/** Cut at line breaks, or at blanks where lines are very long, so that no word is cut that people write. */
function* piecesOf(text: string): Iterable<string> {
  for (let at = 0; at < text.length; ) {
    const limit = at + PIECE;
    const end = limit >= text.length ? text.length : (lastBreak(text, at, limit, '\n') ?? lastBreak(text, at, limit, ' ') ?? limit);
    yield text.slice(at, end);
    at = end;
  }
}

function lastBreak(text: string, start: number, end: number, sign: string): number | undefined {
  const at = text.lastIndexOf(sign, end - 1);
  return at > start ? at + 1 : undefined;
}

/** Looks only at those whose name a prompt of the library has, so that nothing else is touched on disk. */
async function referencedPrompts(uri: string, body: string, library: PromptLibrary, references: References, slices: Slices): Promise<readonly string[]> {
  await references.whenLoaded();
  const found = references.parse(body);
  if (found.length === 0) return [];
  const names = new Set<string>();
  for (const { path } of library.prompts) {
    names.add(stemOf(path));
    await slices.next();
  }
  const unique = new Map(found.filter(({ path }) => names.has(stemOf(path))).map((reference) => [`${reference.syntax} ${reference.path}`, reference]));
  const context = { documentUri: uri, folders: references.files.folders };
  const targets = await Promise.all(
    [...unique.values()].slice(0, MAX_REFERENCES).map((reference) => references.resolve(reference, context).catch(() => undefined)),
  );
  return targets.flatMap((target) => (target && library.get(target.uri) ? [target.uri] : []));
}

/** The name without folders and extensions, as people may write it. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?!^)\..*$/s, '').toLowerCase();
}
