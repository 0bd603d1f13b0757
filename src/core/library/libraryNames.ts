import { isInside, relativeTo } from '../util/uri';

const promptName = /\.(?:md|markdown|mdc)$/i;

/** By its name alone: is this file a prompt? Names with a dot in front are not. */
export function isPromptName(name: string): boolean {
  return !isHiddenName(name) && promptName.test(name);
}

/** Files and folders that are no part of a library. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

/** True when a library at `root` shows what lies there: nothing between the two is hidden. */
export function isVisibleBelow(root: string, uri: string): boolean {
  const path = relativeTo(root, uri);
  return path !== undefined && !path.split('/').some(isHiddenName);
}

/** How many folders deep below the root; 0 for the root itself. */
export function depthBelow(root: string, uri: string): number {
  return isInside(uri, root) && uri.length > root.length ? uri.slice(root.length).split('/').length - 1 : 0;
}

/** Equal, or two spellings of one name where case or Unicode composition do not count. */
export function isSameName(a: string, b: string): boolean {
  return a === b || fold(a) === fold(b);
}

function fold(uri: string): string {
  return (relativeTo('', uri) ?? uri).normalize().toLowerCase();
}
