import { type FileSystem, FileSystemError } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import { encodeSegment, joinUri } from '../util/uri';
import { isHiddenName } from './libraryNames';

const recordName = '.starters.json';

/** What {@link installStarters} did. */
interface StarterResult {
  /** URIs of the new files. */
  readonly copied: readonly string[];
  /** Why not all could be copied; they are tried again next time. */
  readonly failure?: FileSystemError;
}

/**
 * Copies the prompts that ship with the extension into the user's library, each once in its life: what was ever offered stands in a
 * record beside the prompts and is not offered again, so that a changed starter stays changed and a deleted one deleted. A file that
 * is there already is left alone. Safe in several windows at once.
 * @param shipped URI of the folder with the starters, one folder per category
 * @param library URI of the user's library; created when missing
 */
export async function installStarters(fileSystem: FileSystem, log: Log, shipped: string, library: string): Promise<StarterResult> {
  const copied: string[] = [];
  const offered = new Set<string>();
  try {
    const recordUri = joinUri(library, recordName);
    const starters = await filesBelow(fileSystem, shipped);
    const known = await readRecord(fileSystem, log, recordUri);
    const open = starters.filter((path) => !known.paths.has(path));
    if (known.state === 'present' && open.length === 0) return { copied };
    try {
      for (const path of open) {
        // Of a record that cannot be read, the worst that can happen is that new starters do not come.
        if (known.state !== 'corrupt' && (await copyIfFree(fileSystem, shipped, library, path))) copied.push(uriBelow(library, path));
        offered.add(path);
      }
    } finally {
      if (offered.size > 0) await addToRecord(fileSystem, log, recordUri, offered);
    }
    return { copied };
  } catch (error) {
    const failure = error instanceof FileSystemError ? error : new FileSystemError('unavailable', library, { cause: error });
    return { copied, failure };
  }
}

interface StarterRecord {
  readonly state: 'absent' | 'corrupt' | 'present';
  /** Paths below the library root. */
  readonly paths: ReadonlySet<string>;
}

async function readRecord(fileSystem: FileSystem, log: Log, uri: string): Promise<StarterRecord> {
  let text: string;
  try {
    text = new TextDecoder().decode((await fileSystem.read(uri)).bytes);
  } catch (error) {
    if (FileSystemError.is(error, 'notFound')) return { state: 'absent', paths: new Set() };
    throw error;
  }
  try {
    const { offered } = JSON.parse(text) as { readonly offered: unknown };
    if (Array.isArray(offered)) return { state: 'present', paths: new Set(offered.filter((path) => typeof path === 'string')) };
  } catch {
    // Falls through: no JSON is as bad as the wrong JSON.
  }
  log.warn(`${uri} is not readable; it is written anew and no starter prompts are copied`);
  return { state: 'corrupt', paths: new Set() };
}

/** Read again right before writing: another window, perhaps of another version, may have added to it. */
async function addToRecord(fileSystem: FileSystem, log: Log, uri: string, paths: ReadonlySet<string>): Promise<void> {
  const { paths: known } = await readRecord(fileSystem, log, uri);
  const offered = [...new Set([...known, ...paths])].sort();
  const note = 'Starter prompts that PromptStack copied here once. They are not copied again.';
  await fileSystem.write(uri, new TextEncoder().encode(`${JSON.stringify({ note, offered }, undefined, 2)}\n`));
}

async function copyIfFree(fileSystem: FileSystem, from: string, to: string, path: string): Promise<boolean> {
  const { bytes } = await fileSystem.read(uriBelow(from, path));
  try {
    await fileSystem.write(uriBelow(to, path), bytes, { create: true });
    return true;
  } catch (error) {
    if (FileSystemError.is(error, 'exists')) return false;
    throw error;
  }
}

/** Paths with `/`, sorted. */
async function filesBelow(fileSystem: FileSystem, folder: string, prefix = ''): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { name, type } of await fileSystem.readDirectory(folder)) {
    if (isHiddenName(name)) continue;
    if (type === 'directory') paths.push(...(await filesBelow(fileSystem, joinUri(folder, name), `${prefix}${name}/`)));
    else if (type === 'file') paths.push(prefix + name);
  }
  return paths.sort();
}

function uriBelow(folder: string, path: string): string {
  return `${folder}/${path.split('/').map(encodeSegment).join('/')}`;
}
