import type { FileSystem } from '../ports/fileSystem';
import { basenameOf, isInside } from '../util/uri';
import { type FilesBeforeMove, referenceEditsForMoves } from './moves';
import type { MoveSet } from './moveSet';
import type { FileReference } from './reference';
import { type IndexedDocument, placed, type PlacedReference, type ReferenceIndex } from './referenceIndex';

/** Which files move, and what is to be looked at. */
export interface MoveRequest {
  readonly moves: MoveSet;
  /** The files have their new places already. */
  readonly isMoved: boolean;
  /** Where all documents on disk are now. */
  readonly documents: readonly string[];
  /** Text of the documents that an editor holds, by URI; what is on disk does not count for these. */
  readonly open: ReadonlyMap<string, string>;
  /** Root folders of the workspace. */
  readonly folders: readonly string[];
  /** Nothing is looked at outside of these folders. */
  readonly inside: readonly string[];
  /** References that somebody else takes care of. */
  readonly isLeftAlone: (reference: FileReference, documentUri: string) => boolean;
  /** Text of a file as an editor would show it; `undefined` when it cannot, or not without loss. */
  readonly readAsEditor: (uri: string) => Promise<string | undefined>;
  readonly signal?: AbortSignal;
}

/** New text for part of a line; lines and characters count from zero, characters in UTF-16 code units. */
export interface LineEdit {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface DocumentEdits {
  /** Where the document is now. */
  readonly uri: string;
  /** In order of appearance; never empty. */
  readonly edits: readonly LineEdit[];
}

interface MovePlanPorts {
  readonly fileSystem: FileSystem;
  readonly index: ReferenceIndex;
  readonly parse: (text: string) => readonly FileReference[];
  /** URIs of files of the workspace with that name, as they are now or were before the moves. */
  readonly named: (name: string) => readonly string[];
  readonly formatPath: (reference: FileReference, path: string) => string;
}

/** Everything that has to be written in documents because files move; empty when cancelled. @throws nothing for files that cannot be read */
export async function planMove(ports: MovePlanPorts, request: MoveRequest): Promise<readonly DocumentEdits[]> {
  const { moves, open, signal } = request;
  const files: FilesBeforeMove = { folders: request.folders, named: await namesBefore(ports, request), locate: locator(ports.fileSystem, request) };
  const concerned = await ports.index.concerned(request.documents.filter((uri) => !open.has(uri)), moves, signal);
  const opened = [...open].map(([uri, text]) => inText(ports, uri, text));
  const plans: DocumentEdits[] = [];
  for (const document of [...opened, ...concerned]) {
    if (signal?.aborted) return [];
    let edits = await editsIn(document, ports, request, files);
    if (edits.length > 0 && !document.certain) {
      const text = await request.readAsEditor(document.uri);
      edits = text === undefined ? [] : await editsIn(inText(ports, document.uri, text), ports, request, files);
    }
    if (edits.length > 0) plans.push({ uri: document.uri, edits });
  }
  return plans;
}

function inText({ parse }: MovePlanPorts, uri: string, text: string): IndexedDocument {
  return { uri, references: placed(parse(text), text), certain: true };
}

async function editsIn(
  { uri, references }: IndexedDocument,
  { formatPath }: MovePlanPorts,
  { moves, isMoved, isLeftAlone }: MoveRequest,
  files: FilesBeforeMove,
): Promise<readonly LineEdit[]> {
  const ours = references.filter((reference) => !isLeftAlone(reference, uri));
  const changes = await referenceEditsForMoves({ uri: isMoved ? moves.original(uri) : uri, references: ours }, moves, files);
  return changes.map(({ reference, path }) => edit(reference, formatPath(reference, path)));
}

function edit({ line, character, pathStart, pathEnd }: PlacedReference, text: string): LineEdit {
  return { line, start: character, end: character + pathEnd - pathStart, text };
}

/**
 * Files by their names before the moves. When the files have moved already, the list of files is somewhere between old and new, so that
 * those which moved are taken from the moves.
 */
async function namesBefore({ named, fileSystem }: MovePlanPorts, { moves, isMoved }: MoveRequest): Promise<FilesBeforeMove['named']> {
  if (!isMoved) return named;
  const stats = await Promise.all(moves.all.map(async ({ to }) => fileSystem.stat(to).catch(() => undefined)));
  const files = new Set(moves.all.filter((_, index) => stats[index]?.type === 'file'));
  return (name) => {
    const listed = named(name).map((uri) => moves.original(moves.moved(uri)));
    const departed = moves.departures(name).filter((move) => files.has(move));
    return [...new Set([...listed, ...departed.map(({ from }) => from)])].filter((uri) => basenameOf(uri) === name);
  };
}

/** Finds what was where before the moves, each file once; nothing outside is looked at, and links are not followed out. */
function locator(fileSystem: FileSystem, { moves, isMoved, inside }: MoveRequest): FilesBeforeMove['locate'] {
  const known = new Map<string, Promise<string | undefined>>();
  const roots = new Map<string, Promise<string | undefined>>();
  const realRoot = (root: string): Promise<string | undefined> => {
    const real = roots.get(root) ?? fileSystem.realPath(root);
    roots.set(root, real);
    return real;
  };
  const look = async (uri: string): Promise<string | undefined> => {
    const root = inside.find((folder) => isInside(uri, folder));
    if (root === undefined) return undefined;
    const now = isMoved ? moves.moved(uri) : uri;
    if (isMoved && now === uri && moves.original(uri) !== uri) return undefined;
    const real = await fileSystem.realPath(now);
    if (real === undefined) return (await fileSystem.stat(now).catch(() => undefined)) && uri;
    // Where case does not count, a reference may have the name in another case than the file.
    const base = await realRoot(root);
    const spelt = base !== undefined && isInside(real, base) ? root + real.slice(base.length) : uri;
    return now === uri && spelt.toLowerCase() === uri.toLowerCase() ? spelt : uri;
  };
  return (uri) => {
    const found = known.get(uri) ?? look(uri);
    known.set(uri, found);
    return found;
  };
}
