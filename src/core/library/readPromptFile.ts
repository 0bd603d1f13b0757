import type { Clock } from '../ports/clock';
import { type FileStat, type FileSystem, FileSystemError } from '../ports/fileSystem';
import type { Prompt } from '../prompts/prompt';
import type { PromptDocument } from '../prompts/promptDocument';
import { failedPrompt, MAX_PROMPT_BYTES, type PromptFile, readPrompt, readPromptSummary } from '../prompts/promptReader';
import { relativeTo } from '../util/uri';
import type { PromptSource } from './promptSource';

/** A file this young may change again without a new modification time, so that time and size prove nothing (as git's index has it). */
const racyMs = 2000;

/** What one look at a file gave. */
export type FileFinding =
  | {
      readonly kind: 'file';
      /** Bytes that are held until it is parsed. */
      readonly size: number;
      /** The same size and modification time later mean the same content. */
      readonly settled: boolean;
      /** What the library keeps of it. Takes some 30 µs for a usual file. */
      readonly parse: () => Prompt;
    }
  | { readonly kind: 'gone' }
  | { readonly kind: 'folder' };

/** Reads the file. Never throws: a file that cannot be read becomes a prompt with an error. */
export async function readPromptFile(fileSystem: FileSystem, clock: Clock, source: PromptSource, uri: string): Promise<FileFinding> {
  try {
    const { bytes, stat } = await fileSystem.read(uri, MAX_PROMPT_BYTES);
    const parse = (): Prompt => detached(readPromptSummary({ ...fileOf(source, uri, stat), bytes }));
    return { kind: 'file', size: stat.size, settled: isSettled(stat, clock), parse };
  } catch (error) {
    return failure(error, source, uri);
  }
}

/** The whole file as it is now. @throws {FileSystemError} */
export async function readDocument(fileSystem: FileSystem, source: PromptFile['source'], uri: string): Promise<PromptDocument> {
  const { bytes, stat } = await fileSystem.read(uri, MAX_PROMPT_BYTES);
  return readPrompt({ ...fileOf(source, uri, stat), bytes });
}

/** Text that an editor holds, judged as that file would be. */
export function parseDocument(source: PromptFile['source'], uri: string, text: string, mtime: number): PromptDocument {
  return readPrompt({ ...fileOf(source, uri, { size: new TextEncoder().encode(text).length, mtime }), text });
}

/** False for a file that may change again unseen. */
function isSettled(stat: FileStat, clock: Clock): boolean {
  return stat.mtime < clock.now() - racyMs;
}

/** @param stat default: nothing is known of the file. */
function fileOf(source: PromptFile['source'], uri: string, stat: Pick<FileStat, 'size' | 'mtime'> = { size: 0, mtime: 0 }): PromptFile {
  return { uri, source, path: relativeTo(source.root, uri) ?? uri, size: stat.size, mtime: stat.mtime };
}

function failure(error: unknown, source: PromptSource, uri: string): FileFinding {
  if (FileSystemError.is(error, 'isADirectory')) return { kind: 'folder' };
  // A name that is no valid Unicode on disk cannot be opened by what it decodes to, but the file is there.
  if (FileSystemError.is(error, 'notFound') && !uri.includes('%EF%BF%BD')) return { kind: 'gone' };
  if (FileSystemError.is(error, 'tooLarge')) {
    const file = fileOf(source, uri, error.stat);
    return { kind: 'file', size: 0, settled: true, parse: () => failedPrompt(file, 'tooLarge', String(file.size)) };
  }
  const reason = error instanceof FileSystemError ? error.reason : String(error);
  return { kind: 'file', size: 0, settled: false, parse: () => failedPrompt(fileOf(source, uri), 'unreadable', reason) };
}

/** Copies the strings: pieces cut out of the file's text would keep that whole text in memory. */
function detached(prompt: Prompt): Prompt {
  const { uri, sourceId, path, category, titleOrigin, placeholders, size, mtime, problems } = prompt;
  return {
    uri,
    sourceId,
    path,
    category,
    title: copyOf(prompt.title),
    titleOrigin,
    description: copyOf(prompt.description),
    tags: prompt.tags.some(isLong) ? prompt.tags.map(copyOf) : prompt.tags,
    placeholders: placeholders.some(({ name }) => isLong(name)) ? placeholders.map(({ type, name }) => ({ type, name: copyOf(name) })) : placeholders,
    size,
    mtime,
    problems: problems.length === 0 ? problems : (JSON.parse(JSON.stringify(problems)) as Prompt['problems']),
  };
}

/** Engines cut short pieces as copies anyway; of a longer one, putting something in front makes a string of its own. */
function copyOf(text: string): string {
  return isLong(text) ? ` ${text}`.slice(1) : text;
}

function isLong(text: string): boolean {
  return text.length > 12;
}
