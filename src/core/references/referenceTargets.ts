import { FileSystemError, type FileStat } from '../ports/fileSystem';
import { readFrontmatter } from '../prompts/frontmatter';
import { readMetadata } from '../prompts/metadata';
import { decode } from '../prompts/textEncoding';
import { basenameOf, dirnameOf, isInside } from '../util/uri';
import { repairsFor } from './brokenReferences';
import type { LiveWorkspaceFiles, WorkspaceFilesPorts } from './liveWorkspaceFiles';
import { isWithin, ownFolderOf, type PathCandidate, pathCandidates, type PathContext, wikiNames } from './referencePaths';
import type { FileReference, ReferenceTarget, TargetState } from './reference';
import type { FileHit } from './workspaceFiles';

/** Larger files are not read, in bytes. */
const MAX_BYTES = 1024 * 1024;
const MAX_KNOWN = 2000;
const MAX_ROOTS = 500;
/** Files in which `#` begins a heading. */
const MARKDOWN = /\.(?:md|mdx|mdc|markdown|mkd|mdown|prompt)$/i;

/** What was seen of a file; holds as long as size and time stay. */
interface Seen {
  readonly size: number;
  readonly mtime: number;
  readonly isText: boolean;
  readonly title: string;
}

/** Where a path leads once links are followed. */
type Access = 'inside' | 'outside' | 'missing';

/** Looks at what references lead to, and at nothing else: what is outside of the workspace stays untouched unless it was allowed. */
export class ReferenceTargets {
  readonly #ports: WorkspaceFilesPorts;
  readonly #files: LiveWorkspaceFiles;
  readonly #isAllowed: (uri: string) => boolean;
  readonly #seen = new Map<string, Seen>();
  /** Folders in which files may be read: those that references were resolved in. */
  readonly #roots = new Set<string>();

  constructor(ports: WorkspaceFilesPorts, files: LiveWorkspaceFiles, isAllowed: (uri: string) => boolean) {
    this.#ports = ports;
    this.#files = files;
    this.#isAllowed = isAllowed;
  }

  /** Files below these folders may be read. */
  addRoots(roots: readonly string[]): void {
    for (const root of roots) {
      this.#roots.delete(root);
      this.#roots.add(root);
    }
    for (const root of this.#roots) {
      if (this.#roots.size <= MAX_ROOTS) break;
      this.#roots.delete(root);
    }
  }

  async resolve(reference: FileReference, context: PathContext): Promise<ReferenceTarget> {
    this.addRoots(rootsOf(context));
    const candidates = pathCandidates(reference, context);
    let directory: ReferenceTarget | undefined;
    for (const candidate of candidates) {
      const target = await this.#at(candidate, context);
      if (target?.state === 'directory') directory ??= target;
      else if (target) return target;
    }
    return directory ?? (await this.#byName(reference, context)) ?? this.#missing(reference, candidates, context);
  }

  async read(uri: string): Promise<string> {
    if (!this.#isAllowed(uri)) {
      const access = await this.#accessByRoots(uri);
      if (access === 'missing') throw new FileSystemError('notFound', uri);
      if (access === 'outside') throw new FileSystemError('noPermission', uri);
    }
    const decoded = decode((await this.#ports.fileSystem.read(uri, MAX_BYTES)).bytes);
    if (!decoded.ok) throw new FileSystemError('unavailable', uri);
    return decoded.text;
  }

  async titleOf(uri: string): Promise<string> {
    try {
      if (!MARKDOWN.test(uri)) return stemOf(uri);
      if (!this.#isAllowed(uri) && (await this.#accessByRoots(uri)) !== 'inside') return stemOf(uri);
      const stat = await this.#ports.fileSystem.stat(uri);
      if (stat?.type !== 'file' || stat.size > MAX_BYTES) return stemOf(uri);
      return (await this.#look(uri, stat)).title;
    } catch {
      return stemOf(uri);
    }
  }

  async candidatesFor(reference: FileReference, context: PathContext, limit: number): Promise<readonly FileHit[]> {
    await this.#files.whenReady();
    const expected = pathCandidates(reference, context).find(({ inside }) => inside)?.uri ?? context.documentUri;
    return repairsFor(this.#files.index, reference, expected, context.documentUri, limit);
  }

  async #at({ uri, inside }: PathCandidate, context: PathContext): Promise<ReferenceTarget | undefined> {
    if (!this.#isAllowed(uri)) {
      if (!inside) return undefined;
      const access = await this.#access(uri, rootsOf(context));
      if (access === 'missing') return undefined;
      if (access === 'outside') return target(uri, 'outside');
    }
    return this.#targetAt(uri);
  }

  async #targetAt(uri: string): Promise<ReferenceTarget | undefined> {
    let stat: FileStat | undefined;
    try {
      stat = await this.#ports.fileSystem.stat(uri);
      if (!stat) return undefined;
      if (stat.type === 'directory') return target(uri, 'directory', stat);
      if (stat.type !== 'file') return target(uri, 'unreadable', stat);
      if (stat.size > MAX_BYTES) return target(uri, 'tooLarge', stat);
      if (!(await this.#look(uri, stat)).isText) return target(uri, 'binary', stat);
      return target(uri, (await this.#files.isIgnored(uri)) ? 'ignored' : 'ok', stat);
    } catch (error) {
      if (FileSystemError.is(error, 'notFound')) return undefined;
      if (FileSystemError.is(error, 'tooLarge')) return target(uri, 'tooLarge', error.stat);
      return target(uri, 'unreadable', stat);
    }
  }

  /** Reads a file unless it is known as it is. @throws {FileSystemError} */
  async #look(uri: string, stat: FileStat): Promise<Seen> {
    const known = this.#seen.get(uri);
    if (known?.size === stat.size && known.mtime === stat.mtime) return known;
    const content = await this.#ports.fileSystem.read(uri, MAX_BYTES);
    const decoded = decode(content.bytes);
    const { size, mtime } = content.stat;
    const seen = { size, mtime, isText: decoded.ok, title: decoded.ok ? titleIn(decoded.text, uri) : stemOf(uri) };
    this.#seen.delete(uri);
    this.#seen.set(uri, seen);
    if (this.#seen.size > MAX_KNOWN) for (const oldest of [...this.#seen.keys()].slice(0, MAX_KNOWN / 4)) this.#seen.delete(oldest);
    return seen;
  }

  #accessByRoots(uri: string): Promise<Access> {
    const roots = [...this.#roots];
    return roots.some((root) => isInside(uri, root)) ? this.#access(uri, roots.filter((root) => sharesScheme(root, uri))) : Promise.resolve('outside');
  }

  /** Where a URI below one of the roots really is. Follows links, opens nothing. */
  async #access(uri: string, roots: readonly string[]): Promise<Access> {
    const around = roots.filter((root) => isInside(uri, root));
    const realAround = await Promise.all(around.map((root) => this.#ports.fileSystem.realPath(root)));
    // A file system without links, or a root that is not there.
    if (realAround.every((real) => real === undefined)) return 'inside';
    const real = await this.#ports.fileSystem.realPath(uri);
    if (real === undefined) return 'missing';
    if (realAround.some((root) => root !== undefined && isInside(real, root))) return 'inside';
    const others = await Promise.all(roots.map((root) => this.#ports.fileSystem.realPath(root)));
    return others.some((root) => root !== undefined && isInside(real, root)) ? 'inside' : 'outside';
  }

  /** A wiki link may name a file anywhere, if no other file has that name. */
  async #byName({ syntax, path }: FileReference, context: PathContext): Promise<ReferenceTarget | undefined> {
    if (syntax !== 'wiki' || /^(?:\.{1,2}\/|~|\/\/|[A-Za-z]:\/|file:)/.test(path)) return undefined;
    await this.#files.whenReady();
    for (const name of wikiNames(path)) {
      const hits = this.#files
        .named(name.slice(name.lastIndexOf('/') + 1), context.documentUri)
        .filter((hit) => hit.path === name || hit.path.endsWith(`/${name}`));
      const [only] = hits;
      if (only && hits.length === 1) return this.#at({ uri: only.uri, inside: isWithin(only.uri, context) }, context);
    }
    return undefined;
  }

  async #missing({ path }: FileReference, candidates: readonly PathCandidate[], context: PathContext): Promise<ReferenceTarget> {
    const [inside] = candidates.filter((candidate) => candidate.inside);
    const outside = candidates.find((candidate) => !candidate.inside);
    if (outside && (!inside || (await this.#isElsewhere(path, context)))) {
      return target(outside.uri, this.#isAllowed(outside.uri) ? 'missing' : 'outside');
    }
    return target(inside?.uri ?? context.documentUri, 'missing');
  }

  /** Whether `/a/b` means a place of the machine rather than one of the workspace: no root folder has anything named `a`. */
  async #isElsewhere(path: string, { folders }: PathContext): Promise<boolean> {
    const [first, ...rest] = path.replace(/^\/+/, '').split('/');
    if (!path.startsWith('/')) return false;
    if (first === undefined || first === '' || first === '..' || rest.length === 0) return rest.length > 0;
    for (const folder of folders) {
      const [candidate] = pathCandidates({ syntax: 'at', path: first }, { documentUri: '', folders: [folder] });
      if (candidate && (await this.#access(candidate.uri, [folder])) !== 'missing') return false;
    }
    return true;
  }
}

/** The folders whose files may be read for a document. */
function rootsOf(context: PathContext): readonly string[] {
  const own = context.ownRoot ?? ownFolderOf(context.documentUri);
  return own === undefined ? context.folders : [...context.folders, own];
}

function target(uri: string, state: TargetState, stat?: FileStat): ReferenceTarget {
  return { uri, state, size: stat?.type === 'file' ? stat.size : undefined, mtime: stat?.mtime };
}

function sharesScheme(a: string, b: string): boolean {
  return a.slice(0, a.indexOf(':')) === b.slice(0, b.indexOf(':'));
}

function titleIn(text: string, uri: string): string {
  if (!MARKDOWN.test(uri)) return stemOf(uri);
  const frontmatter = readFrontmatter(text);
  // A name is what a tool calls the file by, no title.
  const values = new Map([...frontmatter.values].filter(([key]) => key === 'title'));
  const { title, titleOrigin } = readMetadata(text, { ...frontmatter, values }, basenameOf(uri), dirnameOf(uri));
  return titleOrigin === 'fileName' ? stemOf(uri) : title;
}

/** The file's name without its last extension; never empty for a file. */
function stemOf(uri: string): string {
  return basenameOf(uri).replace(/(?!^)\.[^.]*$/, '');
}
