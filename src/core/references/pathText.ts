import { detached } from '../util/text';
import { isPunctuation } from './linkDestination';

/** Longest path that is taken for one, in UTF-16 code units. */
export const MAX_PATH = 4096;

/** What stands in place of a path in other people's templates and variables: nobody can tell where it leads. */
const TEMPLATE = /\{\{|\{%-?\s|\$\{|\$(?:ARGUMENTS|\d)/;
/** Two letters at least: one letter is a drive of Windows. */
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/;
 
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Resolves the backslashes of Markdown before punctuation; others stay. */
export function unescapeMarkdown(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** Resolves percent-encoding; what is none stays as it is. */
function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/**
 * The path that a piece of text names: backslashes between segments turned over, percent-encoding resolved.
 * `undefined` for URLs, templates and what else cannot be a path.
 * @param unescape resolves the escapes of the syntax that it stands in
 */
export function pathFrom(written: string, unescape: (text: string) => string = (text) => text): string | undefined {
  if (written.length > MAX_PATH || TEMPLATE.test(written)) return undefined;
  const plain = unescape(written).replaceAll('\\', '/');
  if (SCHEME.test(plain)) {
    if (!/^file:\/\/(?:localhost)?\//i.test(plain)) return undefined;
    const path = decodePercent(plain.replace(/^file:\/\/(?:localhost)?/i, ''));
    return CONTROL.test(path) ? undefined : detached(`file://${path}`);
  }
  const path = decodePercent(plain);
  return path === '' || CONTROL.test(path) ? undefined : detached(path);
}

/** Offset of the first `#` or `?` that is not escaped, else the end. */
export function pathEndIn(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 35 || code === 63) return at;
    if (code === 92 && isPunctuation(text.charCodeAt(at + 1))) at++;
  }
  return end;
}

/** Names of extensions that people write after `@` without any folder in front. */
const EXTENSIONS = new Set(
  ('astro bash bat c cc cfg cjs clj conf cpp cs cshtml css csv cts cxx dart diff dockerfile env erl ex exs fs gif go gql gradle graphql h hbs hpp ' +
    'hs htm html ini ipynb java jl jpeg jpg js json json5 jsonc jsonl jsx kt kts less lock log lua m md mdc mdx mjs mk ml mm mts nix patch pdf php pl ' +
    'png prisma prompt properties proto ps1 py pyi r rb rs rst sass scala scss sh sln sol sql svelte svg swift tex tf toml ts tsv tsx txt vb vue ' +
    'wasm webp xml yaml yml zig zsh').split(' '),
);
const EXTENSIONLESS = /^(?:Makefile|Dockerfile|Containerfile|Gemfile|Rakefile|Procfile|Jenkinsfile|Justfile|Brewfile|Vagrantfile|CODEOWNERS|LICEN[CS]E|README|CHANGELOG|NOTICE)$/;

/**
 * Whether what follows an `@` names a file or folder rather than a person, a package or a decorator: it begins with `./`, `../` or `~/`,
 * ends with `/`, or its last segment has an extension (a well-known one where there is no folder).
 */
export function looksLikePath(path: string): boolean {
  if (/^(?:\.{1,2}|~)\//.test(path)) return true;
  if (/^[A-Za-z]:\//.test(path)) return true;
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (name === '') return slash > 0;
  if (EXTENSIONLESS.test(name)) return true;
  const extension = /[^/]?\.([A-Za-z][A-Za-z0-9_+-]{0,14})$/.exec(name)?.[1];
  if (extension === undefined) return false;
  // A package with its version, such as `@scope/name@1.2.x`.
  if (/@[\^~]?\d+\.\d/.test(name)) return false;
  return slash >= 0 || name.startsWith('.') || EXTENSIONS.has(extension.toLowerCase());
}
