/**
 * URIs are plain strings in the core, in the exact form that `vscode.Uri.toString()` gives, so that they can be compared and used
 * as map keys. Only adapters turn them into paths.
 */

const UNRESERVED = /^[A-Za-z0-9\-._~]*$/;

/** Percent-encodes one path segment as VS Code does (stricter than `encodeURIComponent`). */
export function encodeSegment(name: string): string {
  if (UNRESERVED.test(name)) return name;
  return encodeURIComponent(name.toWellFormed()).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Appends unencoded path segments: `joinUri('file:///a', 'b c', 'd')` is `file:///a/b%20c/d`. */
export function joinUri(base: string, ...names: readonly string[]): string {
  let uri = base.endsWith('/') ? base.slice(0, -1) : base;
  for (const name of names) uri += `/${encodeSegment(name)}`;
  return uri;
}

/** Decoded last segment: of `file:///a/b%20c.md` it is `b c.md`, of `untitled:Untitled-1` it is `Untitled-1`. */
export function basenameOf(uri: string): string {
  return decodeSegment(uri.slice(Math.max(uri.lastIndexOf('/'), uri.indexOf(':')) + 1));
}

/** The URI of the containing folder. */
export function dirnameOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** True when `uri` is `folder` itself or lies below it. */
export function isInside(uri: string, folder: string): boolean {
  const base = folder.endsWith('/') ? folder.slice(0, -1) : folder;
  return uri === base || (uri.startsWith(base) && uri.charCodeAt(base.length) === 47);
}

/** Decoded path of `uri` below `folder`, with `/` between segments; `undefined` when it is not inside. */
export function relativeTo(folder: string, uri: string): string | undefined {
  if (!isInside(uri, folder)) return undefined;
  const base = folder.endsWith('/') ? folder.length - 1 : folder.length;
  const rest = uri.slice(base + 1);
  return rest.includes('%') ? rest.split('/').map(decodeSegment).join('/') : rest;
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
