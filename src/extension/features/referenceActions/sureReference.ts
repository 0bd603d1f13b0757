import type { FileReference, TargetState } from '../../../core/references/reference';

/** Extensions that make a bare `@name.ext` a file and not somebody's name, a domain or a decorator. */
const FILE_EXTENSION =
  /\.(?:md|mdc|mdx|txt|json|jsonc|ya?ml|toml|xml|html?|css|scss|csv|sql|sh|ps1|[cm]?[jt]sx?|py|rb|rs|go|java|kts?|cs|cpp|hpp|c|h|php|swift|vue|svelte|ipynb|prompt|env)$/i;

/** Something is to be put in here first. */
const TEMPLATE = /[{}<>*$]|\.\.\.|…|^(?:path|relative|absolute)\/(?:to|path)\//i;

/**
 * Whether something written like a reference is one beyond doubt, so that it may be called broken. What leads to a file always is; an
 * `@` before what does not may as well be a name, a package, a decorator or an alias of imports.
 */
export function isSureReference({ syntax, path }: FileReference, state: TargetState): boolean {
  if (state !== 'missing' && state !== 'outside') return true;
  if (TEMPLATE.test(path)) return false;
  if (syntax === 'wiki') return true;
  // `[text](url)` explains how links are written.
  if (syntax === 'link' || syntax === 'hash') return /[./]/.test(path);
  if (path.startsWith('/') || path.includes('@')) return false;
  if (path.startsWith('./') || path.startsWith('../') || path.startsWith('~/')) return true;
  return FILE_EXTENSION.test(path);
}
