import { type PromptSource } from '../library/promptSource';
import { type Frontmatter, readFrontmatter } from './frontmatter';
import { eolOf, LineIndex, trimBlankLines } from './lines';
import { type PromptMetadata, readMetadata, titleFromPath } from './metadata';
import { type ParsedPlaceholders, parsePlaceholders } from './placeholders';
import { type Prompt } from './prompt';
import { type PromptDocument } from './promptDocument';
import { decode, encode, type TextEncoding } from './textEncoding';
import { validate } from './validation';

/** Larger files are not read, and larger texts of an editor not either, in bytes. */
export const MAX_PROMPT_BYTES = 1024 * 1024;

/** Which file a prompt comes from. */
export interface PromptFile {
  readonly uri: string;
  readonly source: Pick<PromptSource, 'id' | 'root' | 'validation'>;
  /** Decoded path below the library root, with `/` between segments. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
}

/** A file with its content: the bytes on disk, or the text that an editor holds (which then is UTF-8 unless said otherwise). */
export type PromptInput = PromptFile &
  ({ readonly bytes: Uint8Array } | { readonly text: string; readonly encoding?: TextEncoding; readonly bytes?: undefined });

/** Why a file could not become a prompt that can be used. */
type PromptFailure = 'tooLarge' | 'unreadable' | 'undecodable';

/**
 * Reads one prompt file whole. Never throws: content that is no text, or too much of it, gives a document with an empty text and
 * the error among its prompt's problems.
 */
export function readPrompt(input: PromptInput): PromptDocument {
  const content = contentOf(input);
  if (content.failure !== undefined) {
    const prompt = failedPrompt(input, content.failure, content.detail);
    return { prompt, text: '', encoding: 'utf8', eol: '\n', bodyStart: 0, body: '', placeholders: [] };
  }
  const { text, encoding } = content;
  const { prompt, frontmatter, parsed } = analyse(input, text);
  const { bodyStart } = frontmatter;
  return { prompt, text, encoding, eol: eolOf(text), bodyStart, body: trimBlankLines(text, bodyStart), placeholders: parsed.placeholders };
}

/** What the library keeps of one file; the same as `readPrompt(input).prompt` with less work. Never throws. */
export function readPromptSummary(input: PromptInput): Prompt {
  const content = contentOf(input);
  return content.failure === undefined ? analyse(input, content.text).prompt : failedPrompt(input, content.failure, content.detail);
}

/**
 * A file that is there but cannot be used: it shows by its name, with an error that says why.
 * @param detail the size, or the reason that the file system gave; shown to the user.
 */
export function failedPrompt(input: PromptFile, reason: PromptFailure, detail: string): Prompt {
  const start = { line: 0, character: 0 };
  const title = titleFromPath(input.path, input.source.root);
  const metadata: PromptMetadata = { title, titleOrigin: 'fileName', description: '', tags: [], invalidKeys: [] };
  return promptOf(input, metadata, [], [{ code: reason, severity: 'error', range: { start, end: start }, detail }]);
}

type Content =
  | { readonly failure?: undefined; readonly text: string; readonly encoding: TextEncoding }
  | { readonly failure: PromptFailure; readonly detail: string };

function contentOf(input: PromptInput): Content {
  if (input.bytes === undefined) {
    const { text, encoding = 'utf8' } = input;
    // No encoding takes more than three bytes for a code unit: hardly any text has to be encoded to know that it fits.
    const size = text.length * 3 > MAX_PROMPT_BYTES ? (encode(text, encoding)?.length ?? text.length) : 0;
    return size > MAX_PROMPT_BYTES ? { failure: 'tooLarge', detail: String(size) } : { text, encoding };
  }
  const { bytes } = input;
  if (bytes.length > MAX_PROMPT_BYTES) return { failure: 'tooLarge', detail: String(bytes.length) };
  const decoded = decode(bytes);
  return decoded.ok ? decoded : { failure: 'undecodable', detail: decoded.reason };
}

interface Analysis {
  readonly prompt: Prompt;
  readonly frontmatter: Frontmatter;
  readonly parsed: ParsedPlaceholders;
}

function analyse(input: PromptFile, text: string): Analysis {
  const frontmatter = readFrontmatter(text);
  const parsed = parsePlaceholders(text, frontmatter.bodyStart);
  const metadata = readMetadata(text, frontmatter, input.path, input.source.root);
  const problems = validate({ text, lines: new LineIndex(text), frontmatter, metadata, parsed }, input.source.validation);
  const placeholders = parsed.placeholders.map(({ type, name }) => ({ type, name }));
  return { prompt: promptOf(input, metadata, placeholders, problems), frontmatter, parsed };
}

function promptOf(
  input: PromptFile,
  metadata: PromptMetadata,
  placeholders: Prompt['placeholders'],
  problems: Prompt['problems'],
): Prompt {
  const { uri, source, path, size, mtime } = input;
  const { title, titleOrigin, description, tags } = metadata;
  const slash = path.indexOf('/');
  const category = slash === -1 ? '' : path.slice(0, slash);
  return { uri, sourceId: source.id, path, category, title, titleOrigin, description, tags, placeholders, size, mtime, problems };
}
