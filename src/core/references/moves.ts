import { basenameOf, dirnameOf, joinUri, relativeTo } from '../util/uri';
import { folded, type MoveSet } from './moveSet';
import { looksLikePath } from './pathText';
import type { FileReference } from './reference';
import { pathCandidates, relativePath, resolveFrom, wikiNames } from './referencePaths';

/** The files as they were before the moves. */
export interface FilesBeforeMove {
  /** Root folders of the workspace. */
  readonly folders: readonly string[];
  /** The URI of what is there, spelt as it is there; `undefined` when nothing is. */
  readonly locate: (uri: string) => Promise<string | undefined>;
  /** URIs of the files of the workspace with that name; some may be gone. */
  readonly named: (name: string) => readonly string[];
}

/** The references of a document, by its URI before the moves. */
interface DocumentReferences<R extends FileReference = FileReference> {
  readonly uri: string;
  readonly references: readonly R[];
}

/** Another path for a reference. */
interface PathChange<R extends FileReference = FileReference> {
  readonly reference: R;
  /** Decoded. */
  readonly path: string;
}

/**
 * What has to be written so that every reference which led somewhere before the moves leads to the same file after them. All moves happen
 * at once. References that led nowhere, and those that are right as they are, stay.
 */
export async function referenceEditsForMoves<R extends FileReference>(
  { uri, references }: DocumentReferences<R>,
  moves: MoveSet,
  files: FilesBeforeMove,
): Promise<readonly PathChange<R>[]> {
  const documentStays = moves.moved(uri) === uri;
  const changes: PathChange<R>[] = [];
  for (const reference of references) {
    if (documentStays && !mayBeTouched(reference, uri, moves, files)) continue;
    const path = await newPath(reference, uri, moves, files);
    if (path !== undefined) changes.push({ reference, path });
  }
  return changes;
}

/** Whether the moves took something away, or put something, where the reference looks. Compares names only. */
function mayBeTouched(reference: FileReference, uri: string, moves: MoveSet, { folders }: FilesBeforeMove): boolean {
  if (pathCandidates(reference, { documentUri: uri, folders }).some((candidate) => moves.concerns(candidate.uri))) return true;
  return reference.syntax === 'wiki' && wikiNames(reference.path).some((path) => path.split('/').some((name) => moves.names.has(folded(name))));
}

/** A path that is right after the moves; `undefined` when the old one is, or when there is none. */
async function newPath(reference: FileReference, uri: string, moves: MoveSet, files: FilesBeforeMove): Promise<string | undefined> {
  const before = await leadsTo(reference, uri, files);
  if (before === undefined) return undefined;
  const after = filesAfter(moves, files);
  const [target, document] = [moves.moved(before), moves.moved(uri)];
  const wasBeside = !reference.path.startsWith('/') && isAt(reference, dirnameOf(uri), before);
  const isRight = async (path: string): Promise<boolean> => {
    const changed = { ...reference, path };
    // A link that is no longer right from its document but still found from a root is broken for every other reader of Markdown.
    if (reference.syntax === 'link' && wasBeside && !isAt(changed, dirnameOf(document), target)) return false;
    return (await leadsTo(changed, document, after)) === target;
  };
  if (await isRight(reference.path)) return undefined;
  for (const path of spellings(reference, { uri, target: before }, { uri: document, target }, files.folders)) {
    if (path !== reference.path && (await isRight(path))) return path;
  }
  return undefined;
}

function filesAfter(moves: MoveSet, before: FilesBeforeMove): FilesBeforeMove {
  const locate = async (uri: string): Promise<string | undefined> => {
    const original = moves.original(uri);
    if (original !== uri && (await before.locate(original)) !== undefined) return uri;
    const found = await before.locate(uri);
    return found !== undefined && moves.moved(found) === found ? found : undefined;
  };
  const named = (name: string): readonly string[] => {
    const stayed = before.named(name).map((uri) => moves.moved(uri));
    const renamed = moves.arrivals(name).filter(({ from }) => before.named(basenameOf(from)).includes(from)).map(({ to }) => to);
    return [...new Set([...stayed, ...renamed])].filter((uri) => basenameOf(uri) === name);
  };
  return { folders: before.folders, locate, named };
}

async function leadsTo(reference: FileReference, documentUri: string, { folders, locate, named }: FilesBeforeMove): Promise<string | undefined> {
  for (const { uri } of pathCandidates(reference, { documentUri, folders })) {
    const found = await locate(uri);
    if (found !== undefined) return found;
  }
  if (reference.syntax !== 'wiki') return undefined;
  for (const path of wikiNames(reference.path)) {
    const ending = joinUri('', ...path.split('/'));
    const same = named(basenameOf(ending)).filter((uri) => uri.endsWith(ending));
    const found = (await Promise.all(same.map(locate))).filter((uri) => uri !== undefined);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

/** Where a document stands and what one of its references leads to. */
interface Ends {
  readonly uri: string;
  readonly target: string;
}

/** Paths for the new place, those written in the manner of the old one first. */
function spellings(reference: FileReference, before: Ends, after: Ends, folders: readonly string[]): readonly string[] {
  const { syntax, path } = reference;
  const beside = relativePath(dirnameOf(after.uri), after.target);
  const fromDocument = beside === undefined ? [] : [/^\.{1,2}\//.test(path) && !beside.startsWith('.') ? `./${beside}` : beside];
  const fromRoots = folders.flatMap((folder) => fromRoot(reference, folder, before.target, after.target));
  const isAbsolute = path.startsWith('/') && !folders.some((folder) => isAt(reference, folder, before.target));
  const absolute = isAbsolute ? [after.target.replace(/^[^:]+:(?:\/\/[^/]*)?/, '').split('/').map(basenameOf).join('/')] : [];
  const name = syntax === 'wiki' && !path.includes('/') ? [basenameOf(after.target)] : [];
  const isBeside = isAt(reference, dirnameOf(before.uri), before.target);
  const prefersRoots = path.startsWith('/') || !isBeside || ((syntax === 'hash' || syntax === 'at') && !path.startsWith('.'));
  const paths = prefersRoots ? [...fromRoots, ...fromDocument] : [...fromDocument, ...fromRoots];
  return [...name, ...absolute, ...paths].flatMap((each) => finished(each, reference, before.target));
}

/** Paths from a root folder, if the target is there: with a slash, with the folder's name or plain, as it was. */
function fromRoot(reference: FileReference, folder: string, before: string, after: string): readonly string[] {
  const below = relativeTo(folder, after);
  if (!below) return [];
  const { path } = reference;
  if (path.startsWith('/')) return [`/${below}`];
  if (path.startsWith('file:///')) return [decodeURIComponent(after)];
  const [plain, withName] = [path.startsWith('./') ? `./${below}` : below, `${basenameOf(folder)}/${below}`];
  return path.startsWith(`${basenameOf(folder)}/`) && !isAt(reference, folder, before) ? [withName, plain] : [plain, withName];
}

/** Takes over what the old path left out or had at its end, and what makes a path of a mention. */
function finished(path: string, { syntax, path: old }: FileReference, oldTarget: string): readonly string[] {
  if (old.endsWith('/')) return [`${path}/`];
  const name = basenameOf(oldTarget);
  if (syntax === 'wiki' && name !== old.slice(old.lastIndexOf('/') + 1)) return path.endsWith('.md') ? [path.slice(0, -3), path] : [path];
  return syntax === 'at' ? [path, `./${path}`].filter(looksLikePath) : [path];
}

/** Whether the path of a reference, taken from that folder, is the target. */
function isAt({ syntax, path }: FileReference, folder: string, target: string): boolean {
  return (syntax === 'wiki' ? wikiNames(path) : [path]).some((spelling) => resolveFrom(folder, spelling) === target);
}
