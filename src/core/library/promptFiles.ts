import { type FileSystem, FileSystemError } from '../ports/fileSystem';
import type { Prompt } from '../prompts/prompt';
import { slugOf } from '../prompts/newPrompt';
import { basenameOf, dirnameOf, isInside, joinUri } from '../util/uri';
import { isPromptName } from './libraryNames';
import { PromptFileError } from './promptFileError';
import type { PromptSource } from './promptSource';

/** A file that is to get another URI; `to` was free when it was planned. */
export interface Relocation {
  readonly from: string;
  readonly to: string;
}

const promptEnding = /((?:\.(?:prompt|instructions|agent|chatmode))?\.[^.]+)$/i;

/** `review.prompt.md` is `review` and `.prompt.md`: what other tools go by stays at its end. */
export function splitFileName(name: string): readonly [stem: string, ending: string] {
  const ending = promptEnding.exec(name)?.[1] ?? '';
  return ending.length < name.length ? [name.slice(0, name.length - ending.length), ending] : [name, ''];
}

/** True when the file was named after the title, with or without a number behind it. */
export function isNamedAfterTitle(prompt: Pick<Prompt, 'uri' | 'title'>): boolean {
  const [stem] = splitFileName(basenameOf(prompt.uri));
  const slug = slugOf(prompt.title);
  return stem === slug || (stem.startsWith(`${slug}-`) && /^\d+$/.test(stem.slice(slug.length + 1)));
}

/**
 * The file name that follows a new title: only for a file that was named after the old one. `undefined`: the name stays.
 *
 * @param source decides about files whose title is made from their name: in a folder of another tool the name is how that tool calls
 * the prompt, so it stays.
 * @throws {FileSystemError}
 */
export async function planRename(files: FileSystem, prompt: Prompt, title: string, source: PromptSource): Promise<Relocation | undefined> {
  if (!isNamedAfterTitle(prompt) || (prompt.titleOrigin === 'fileName' && source.validation.strictness === 'lenient')) return undefined;
  const [stem, ending] = splitFileName(basenameOf(prompt.uri));
  const slug = slugOf(title);
  if (slug === stem || slug === slugOf(prompt.title)) return undefined;
  return { from: prompt.uri, to: await freeUri(files, dirnameOf(prompt.uri), numbered(slug, ending)) };
}

/** Where a copy of a prompt goes: beside it, named after its title as the original is. @throws {FileSystemError} */
export async function planDuplicate(files: FileSystem, prompt: Prompt, title: string): Promise<string> {
  const [stem, ending] = splitFileName(basenameOf(prompt.uri));
  return freeUri(files, dirnameOf(prompt.uri), numbered(isNamedAfterTitle(prompt) ? slugOf(title) : `${stem}-copy`, ending));
}

/**
 * Checks that a prompt may move into a folder.
 * @param folder URI at or below the root of `target`; need not exist. @returns `undefined` when it is there already.
 * @throws {PromptFileError} @throws {FileSystemError}
 */
export async function planMove(files: FileSystem, uri: string, folder: string, target: PromptSource): Promise<Relocation | undefined> {
  if (dirnameOf(uri) === folder) return undefined;
  await requireInside(files, folder, target);
  const to = joinUri(folder, basenameOf(uri));
  if (await files.stat(to)) throw new PromptFileError('nameTaken', to);
  return { from: uri, to };
}

/** Copies a file from anywhere into the library, under a free name. @returns its new URI. @throws {PromptFileError} @throws {FileSystemError} */
export async function copyInto(files: FileSystem, uri: string, folder: string, target: PromptSource, maxBytes: number): Promise<string> {
  const name = basenameOf(uri);
  if (!isPromptName(name)) throw new PromptFileError('notAPrompt', uri);
  await requireInside(files, folder, target);
  const { bytes } = await files.read(uri, maxBytes);
  const [stem, ending] = splitFileName(name);
  return writeNew(files, bytes, folder, numbered(stem, ending));
}

/** Writes a file under the first name that is free, also when another program takes one meanwhile. @throws {FileSystemError} */
async function writeNew(files: FileSystem, bytes: Uint8Array, folder: string, names: Iterable<string>): Promise<string> {
  for (const name of names) {
    const uri = joinUri(folder, name);
    try {
      await files.write(uri, bytes, { create: true });
      return uri;
    } catch (error) {
      if (!FileSystemError.is(error, 'exists')) throw error;
    }
  }
  throw new PromptFileError('nameTaken', folder);
}

/** Links are followed: a folder that only seems to be inside is refused. */
async function requireInside(files: FileSystem, folder: string, source: PromptSource): Promise<void> {
  if (!isInside(folder, source.root) || /\/\.{1,2}(\/|$)/.test(folder)) throw new PromptFileError('outsideLibrary', folder);
  const root = await files.realPath(source.root);
  for (let existing = folder; root !== undefined && isInside(existing, source.root); existing = dirnameOf(existing)) {
    const real = await files.realPath(existing);
    if (real === undefined) continue;
    if (isInside(real, root)) return;
    throw new PromptFileError('outsideLibrary', folder);
  }
}

async function freeUri(files: FileSystem, folder: string, names: Iterable<string>): Promise<string> {
  for (const name of names) {
    const uri = joinUri(folder, name);
    if (!(await files.stat(uri))) return uri;
  }
  throw new PromptFileError('nameTaken', folder);
}

/** `name.md`, `name-2.md`, … up to what anybody would keep apart. */
function* numbered(stem: string, ending: string): Generator<string> {
  yield stem + ending;
  for (let number = 2; number < 1000; number++) yield `${stem}-${number}${ending}`;
}
