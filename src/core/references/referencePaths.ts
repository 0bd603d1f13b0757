import { basenameOf, dirnameOf, encodeSegment, isInside, relativeTo } from '../util/uri';
import { MAX_PATH } from './pathText';
import type { FileReference, ReferenceContext, ReferenceSyntax } from './reference';

/** A place where a reference may lead. */
export interface PathCandidate {
  readonly uri: string;
  /** It is below a root folder of the workspace or the document's own folder, going by its name alone. */
  readonly inside: boolean;
}

/** Where to look, with what is known of the machine. */
export interface PathContext extends ReferenceContext {
  /** URI of the user's home folder. */
  readonly home?: string | undefined;
  /** URI of a folder around the document whose files belong to it, such as its library; default: the folder that it is in. */
  readonly ownRoot?: string | undefined;
}

/**
 * Where a reference may lead, best first, without looking at any file: links from the document's folder, then from the root folders; the
 * other syntaxes from the root folders first, except for wiki links. A root folder's own name may come first in the path.
 */
export function pathCandidates(reference: Pick<FileReference, 'syntax' | 'path'>, context: PathContext): readonly PathCandidate[] {
  const { syntax, path } = reference;
  if (path.length > MAX_PATH || path.includes('\0')) return [];
  const own = ownFolderOf(context.documentUri);
  const candidates = new Map<string, PathCandidate>();
  const add = (uri: string | undefined, inside = uri !== undefined && isWithin(uri, context)): void => {
    if (uri !== undefined && !candidates.has(uri)) candidates.set(uri, { uri, inside });
  };
  const absolute = absoluteUri(path, context);
  if (absolute !== undefined) {
    if (path.startsWith('/') && !path.startsWith('//')) addFromRoots(path.replace(/^\/+/, ''), context.folders, add);
    add(absolute, isWithin(absolute, context) && !hasHiddenStep(path));
    return [...candidates.values()];
  }
  for (const spelling of syntax === 'wiki' ? wikiSpellings(path) : [path]) {
    const fromOwn = (): void => {
      if (own !== undefined) add(resolveFrom(own, spelling), !hasHiddenStep(spelling) && isWithin(resolveFrom(own, spelling), context));
    };
    if (syntax === 'link' || syntax === 'wiki') fromOwn();
    addFromRoots(spelling, context.folders, add);
    if (syntax === 'hash' || syntax === 'at') fromOwn();
  }
  return [...candidates.values()];
}

/** The folder of a document that lies in one; files below it belong to it, wherever it is. */
export function ownFolderOf(documentUri: string): string | undefined {
  if (documentUri.startsWith('untitled:')) return undefined;
  const folder = dirnameOf(documentUri);
  // The root of a file system is not taken for a folder of one's own.
  return /^[^:]+:(?:\/\/[^/]*)?\/[^/]/.test(folder) ? folder : undefined;
}

/** Whether a URI lies in the workspace or below the document's own folder, going by its name alone. */
export function isWithin(uri: string, context: PathContext): boolean {
  const own = context.ownRoot ?? ownFolderOf(context.documentUri);
  return context.folders.some((folder) => isInside(uri, folder)) || (own !== undefined && isInside(uri, own));
}

/** The URI that a decoded path leads to from a folder; `.` and `..` resolved, never above the root of the file system. */
export function resolveFrom(folder: string, path: string): string {
  const [, root = '', below = ''] = /^([^:]+:(?:\/\/[^/]*)?)(.*)$/s.exec(folder) ?? [];
  const segments = below.split('/').filter((segment) => segment !== '');
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encodeSegment(segment));
  }
  return `${root}/${segments.join('/')}`;
}

/**
 * The shortest decoded path from one folder to a URI, `..` included.
 * @returns `undefined` when they are not in the same file system
 */
export function relativePath(folder: string, uri: string): string | undefined {
  const root = /^[^:]+:(?:\/\/[^/]*)?\//.exec(folder)?.[0];
  if (root === undefined || !uri.startsWith(root)) return undefined;
  const from = (relativeTo(root, folder) ?? '').split('/').filter((segment) => segment !== '');
  const to = (relativeTo(root, uri) ?? '').split('/');
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}

/**
 * See `References.pathTo`.
 * @param isUnique whether a wiki link finds the file by its name alone
 */
export function pathToWrite(uri: string, context: PathContext, syntax: ReferenceSyntax, isUnique: (name: string) => boolean): string {
  const { documentUri, folders } = context;
  const own = ownFolderOf(documentUri);
  const fromRoot = rootPath(uri, folders);
  const inWorkspace = fromRoot !== undefined && folders.some((folder) => isInside(documentUri, folder));
  const belongs = own !== undefined && isInside(uri, context.ownRoot ?? own);
  const relative = own !== undefined && (inWorkspace || belongs) ? relativePath(own, uri) : undefined;
  if (syntax === 'link') return relative ?? fromRoot ?? absolutePath(uri);
  if (syntax === 'wiki') {
    const path = fromRoot ?? relative ?? absolutePath(uri);
    const name = basenameOf(uri);
    const short = fromRoot !== undefined && isUnique(name) ? name : path;
    return /[^/]\.md$/.test(short) && !short.slice(0, -3).endsWith('.md') ? withoutMd(short) : short;
  }
  return fromRoot ?? relative ?? absolutePath(uri);
}

/** A wiki link finds the file without its extension unless what is left looks as if it had one. */
function withoutMd(path: string): string {
  const stem = path.slice(0, -3);
  return stem.slice(stem.lastIndexOf('/') + 1).includes('.') ? path : stem;
}

function absolutePath(uri: string): string {
  const path = relativeTo(/^[^:]+:(?:\/\/[^/]*)?/.exec(uri)?.[0] ?? '', uri);
  return path === undefined ? uri : /^[A-Za-z]:\//.test(path) ? path : `/${path}`;
}

/** The path of the root folder's file as the other syntaxes have it: with the root's name in front where there are several. */
function rootPath(uri: string, folders: readonly string[]): string | undefined {
  const folder = folders.filter((each) => isInside(uri, each)).sort((a, b) => b.length - a.length)[0];
  const below = folder === undefined ? undefined : relativeTo(folder, uri);
  if (folder === undefined || below === undefined) return undefined;
  return folders.length > 1 ? `${basenameOf(folder)}/${below}` : below;
}

function addFromRoots(path: string, folders: readonly string[], add: (uri: string, inside?: boolean) => void): void {
  const hidden = hasHiddenStep(path);
  const resolve = (folder: string, rest: string): void => {
    const uri = resolveFrom(folder, rest);
    // What leaves this root and comes back into another one is a path between them; the rest is outside.
    add(uri, !hidden && folders.some((each) => isInside(uri, each)));
  };
  for (const folder of folders) resolve(folder, path);
  const slash = path.indexOf('/');
  const first = slash === -1 ? path : path.slice(0, slash);
  for (const folder of folders) if (first !== '' && first === basenameOf(folder)) resolve(folder, slash === -1 ? '' : path.slice(slash + 1));
}

/** A backslash in a name is a step between folders for Windows, where `..` behind it would leave unseen. */
function hasHiddenStep(path: string): boolean {
  return path.includes('\\') && path.split(/[\\/]/).includes('..');
}

/** The URI of a path that starts at the root of a file system: `/x`, `C:/x`, `//server/x`, `~/x`, `file:///x`. */
function absoluteUri(path: string, { documentUri, folders, home }: PathContext): string | undefined {
  if (path.startsWith('file:///')) return resolveFrom('file://', drivePath(path.slice('file://'.length)));
  if (/^~(?:\/|$)/.test(path)) return resolveFrom(home ?? 'file:///~', path.slice(1));
  if (/^[A-Za-z]:(?:\/|$)/.test(path)) return resolveFrom('file://', drivePath(`/${path}`));
  if (path.startsWith('//')) {
    const [, server = '', rest = ''] = /^\/\/+([^/]*)(.*)$/s.exec(path) ?? [];
    return resolveFrom(`file://${encodeSegment(server)}`, rest);
  }
  if (!path.startsWith('/')) return undefined;
  // Of the machine that the workspace is on, else of the document's.
  const near = folders[0] ?? documentUri;
  const root = /^[^:]+:\/\/[^/]*/.exec(near.startsWith('untitled:') ? 'file://' : near)?.[0] ?? 'file://';
  return resolveFrom(root, path);
}

/** VS Code writes drives in lower case. */
function drivePath(path: string): string {
  return path.replace(/^\/[A-Za-z]:/, (drive) => drive.toLowerCase());
}

function wikiSpellings(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.mdx?$/i.test(name)) return [path];
  return name.includes('.') ? [path, `${path}.md`] : [`${path}.md`, path];
}

/** The parent folders' names and the name of a wiki link's target, to find it anywhere by the end of its path. */
export function wikiNames(path: string): readonly string[] {
  return wikiSpellings(path.replace(/^\/+/, ''));
}
