import { basenameOf, dirnameOf, isInside, joinUri, relativeTo } from '../util/uri';
import type { FileReference } from './reference';

/** A file, or a folder with everything in it, that gets another URI. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** The files as they were before the moves. */
export interface FilesBeforeMove {
  /** Root folders of the workspace. */
  readonly folders: readonly string[];
  /** Where a reference of a document may lead, best first. */
  readonly candidates: (reference: FileReference, documentUri: string) => readonly string[];
  /** The URI of what is there, spelt as it is there; `undefined` when nothing is. */
  readonly locate: (uri: string) => Promise<string | undefined>;
  /** Files that a reference may mean by nothing but their name. */
  readonly named: (reference: FileReference) => readonly string[];
}

/** The references of a document, by its URI before the moves. */
export interface DocumentReferences<R extends FileReference = FileReference> {
  readonly uri: string;
  readonly references: readonly R[];
}

/** Another path for a reference. */
export interface PathChange<R extends FileReference = FileReference> {
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
  moves: readonly Move[],
  files: FilesBeforeMove,
): Promise<readonly PathChange<R>[]> {
  const documentStays = movedUri(uri, moves) === uri;
  const changes: PathChange<R>[] = [];
  for (const reference of references) {
    if (documentStays && !mayBeTouched(reference, uri, moves, files)) continue;
    const path = await newPath(reference, uri, moves, files);
    if (path !== undefined) changes.push({ reference, path });
  }
  return changes;
}

/** Where a URI is after the moves. */
export function movedUri(uri: string, moves: readonly Move[]): string {
  const move = innermost(uri, moves, 'from');
  return move ? move.to + uri.slice(move.from.length) : uri;
}

/** Where a URI was before the moves; itself when no move led there. */
export function originalUri(uri: string, moves: readonly Move[]): string {
  const move = innermost(uri, moves, 'to');
  return move ? move.from + uri.slice(move.to.length) : uri;
}

function innermost(uri: string, moves: readonly Move[], end: keyof Move): Move | undefined {
  let best: Move | undefined;
  for (const move of moves) if (isInside(uri, move[end]) && move[end].length > (best?.[end].length ?? -1)) best = move;
  return best;
}

/** Whether the moves took something away, or put something, where the reference looks. Compares names only. */
function mayBeTouched(reference: FileReference, uri: string, moves: readonly Move[], files: FilesBeforeMove): boolean {
  const places = [...files.candidates(reference, uri), ...files.named(reference)].map(folded);
  return moves.some(({ from, to }) => {
    const ends = [folded(from), folded(to)];
    return places.some((place) => ends.some((end) => isInside(place, end))) || isNamed(basenameOf(to), reference);
  });
}

/** As a file system that does not tell case apart compares; the rest of the work is exact. */
function folded(uri: string): string {
  return uri.toLowerCase();
}

/** Whether a reference without folder means a file of that name. */
function isNamed(name: string, { syntax, path }: FileReference): boolean {
  return syntax === 'wiki' && !path.includes('/') && (name === path || withoutExtension(name) === path);
}

async function newPath(reference: FileReference, uri: string, moves: readonly Move[], files: FilesBeforeMove): Promise<string | undefined> {
  const before = await leadsTo(reference, uri, files);
  if (before === undefined) return undefined;
  const after = filesAfter(moves, files);
  const [target, document] = [movedUri(before, moves), movedUri(uri, moves)];
  const wasRelative = isAt(reference, dirnameOf(uri), before);
  const isRight = async (path: string): Promise<boolean> => {
    const changed = { ...reference, path };
    // A link beside the document that is only found from the root is right for us and broken for every other reader of Markdown.
    if (reference.syntax === 'link' && wasRelative && !isAt(changed, dirnameOf(document), target)) return false;
    return (await leadsTo(changed, document, after)) === target;
  };
  if (await isRight(reference.path)) return undefined;
  for (const path of spellings(reference, { uri, target: before }, { uri: document, target }, files.folders)) {
    if (path !== reference.path && (await isRight(path))) return path;
  }
  return undefined;
}

type Files = Omit<FilesBeforeMove, 'folders'>;

function filesAfter(moves: readonly Move[], before: FilesBeforeMove): Files {
  const locate = async (uri: string): Promise<string | undefined> => {
    const original = originalUri(uri, moves);
    if (original !== uri && (await before.locate(original)) !== undefined) return uri;
    const found = await before.locate(uri);
    return found !== undefined && movedUri(found, moves) === found ? found : undefined;
  };
  const named = (reference: FileReference): readonly string[] => {
    const arrived = moves.map(({ to }) => to).filter((to) => isNamed(basenameOf(to), reference));
    const others = before.named(reference).map((uri) => movedUri(uri, moves));
    return [...new Set([...others.filter((uri) => isNamed(basenameOf(uri), reference)), ...arrived])];
  };
  return { candidates: before.candidates, locate, named };
}

async function leadsTo(reference: FileReference, uri: string, files: Files): Promise<string | undefined> {
  for (const candidate of files.candidates(reference, uri)) {
    const found = await files.locate(candidate);
    if (found !== undefined) return found;
  }
  const named: string[] = [];
  for (const each of files.named(reference)) if ((await files.locate(each)) !== undefined) named.push(each);
  return named.length === 1 ? named[0] : undefined;
}

/** Where a document stands and what one of its references leads to. */
interface Ends {
  readonly uri: string;
  readonly target: string;
}

/** Paths for the new place, those written in the manner of the old one first. */
function spellings(reference: FileReference, before: Ends, after: Ends, folders: readonly string[]): readonly string[] {
  const { syntax, path } = reference;
  const here = relativePath(dirnameOf(after.uri), after.target);
  const isHere = isAt(reference, dirnameOf(before.uri), before.target);
  const fromDocument = here === undefined ? [] : [/^\.{1,2}\//.test(path) && !here.startsWith('.') ? `./${here}` : here];
  const fromRoots = folders.flatMap((folder) => {
    const below = relativeTo(folder, after.target);
    if (!below) return [];
    const name = basenameOf(folder);
    const plain = isAt(reference, folder, before.target);
    const spelt = path.startsWith('/') ? [`/${below}`] : path.startsWith(`${name}/`) && !plain ? [`${name}/${below}`, below] : [below, `${name}/${below}`];
    return plain ? [{ spelt, first: true }] : [{ spelt, first: false }];
  });
  const roots = [...fromRoots.filter(({ first }) => first), ...fromRoots.filter(({ first }) => !first)].flatMap(({ spelt }) => spelt);
  const absolute = decodedPath(before.target) === path ? [decodedPath(after.target)] : [];
  const byName = syntax === 'wiki' && !path.includes('/') ? [basenameOf(after.target)] : [];
  const rooted = [...absolute, ...roots];
  const preferDocument = isHere && !path.startsWith('/') && (syntax === 'link' || syntax === 'wiki' || /^\.{1,2}\//.test(path));
  const all = [...byName, ...(preferDocument ? [...fromDocument, ...rooted] : [...rooted, ...fromDocument])];
  return all.flatMap((each) => finished(each, reference, before.target));
}

/** Takes over what the old path had at its end, and what makes a path of a mention. */
function finished(path: string, reference: FileReference, oldTarget: string): readonly string[] {
  if (reference.path.endsWith('/')) return [`${path}/`];
  const omitsExtension = reference.syntax === 'wiki' && basenameOf(oldTarget) !== reference.path.slice(reference.path.lastIndexOf('/') + 1);
  if (omitsExtension) return [withoutExtension(path), path];
  return reference.syntax === 'at' && !path.includes('/') ? [path, `./${path}`] : [path];
}

/** Whether the path of a reference, taken from that folder, is the target; in wiki links also without its extension. */
function isAt({ syntax, path }: FileReference, folder: string, target: string): boolean {
  const at = resolvePath(folder, path);
  return at !== undefined && (at === target || (syntax === 'wiki' && basenameOf(at) === withoutExtension(basenameOf(target)) && dirnameOf(at) === dirnameOf(target)));
}

/** `undefined` when the path climbs above the file system. */
function resolvePath(folder: string, path: string): string | undefined {
  const up = (uri: string): string | undefined => (/^[^:]+:\/\/[^/]*\/./.test(uri) || /^[^:]+:\/(?!\/)./.test(uri) ? dirnameOf(uri) : undefined);
  let uri: string | undefined = folder;
  for (const segment of path.split('/')) {
    if (uri === undefined) return undefined;
    if (segment === '..') uri = up(uri);
    else if (segment !== '' && segment !== '.') uri = joinUri(uri, segment);
  }
  return uri;
}

/** Decoded path from a folder to a file; `undefined` when they have nothing in common. */
function relativePath(folder: string, uri: string): string | undefined {
  const [from, to] = [folder.split('/'), uri.split('/')];
  const root = folder.indexOf('://') === -1 ? 1 : 3;
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  if (common < root) return undefined;
  const down = to.slice(common).map(basenameOf);
  return [...from.slice(common).map(() => '..'), ...down].join('/');
}

function decodedPath(uri: string): string {
  return `/${uri.replace(/^[^:]+:(?:\/\/[^/]*)?\/?/, '').split('/').map(basenameOf).join('/')}`;
}

/** `a/b.c` is `a/b`; names that begin with a dot stay. */
export function withoutExtension(path: string): string {
  return path.replace(/(?<=[^/])\.[^./]+$/, '');
}
