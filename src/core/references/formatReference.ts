import { singleLine } from '../util/text';
import { parseReferences } from './parseReferences';
import type { FileReference, ReferenceSyntax } from './reference';

const MAX_TITLE = 200;

/** See {@link References.format}. */
export function formatReference(syntax: ReferenceSyntax, path: string, title: string): string {
  switch (syntax) {
    case 'link':
      return `[${escapeTitle(title)}](${linkPath(path)})`;
    case 'wiki': {
      const alias = escapeAlias(title);
      return `[[${wikiPath(path)}${alias === '' ? '' : `|${alias}`}]]`;
    }
    case 'hash':
      return mention('#file:', path, "'");
    case 'at':
      return mention('@', path, '"');
  }
}

/** See {@link References.formatPath}. */
export function formatPathOf({ syntax, enclosure }: FileReference, path: string): string {
  if (syntax === 'link') return enclosure === '<' ? encodeLink(path) : plainLink(path);
  if (syntax === 'wiki') return wikiPath(path);
  if (enclosure !== undefined) return quotedPath(path, enclosure);
  return plainMention(syntax, path);
}

function linkPath(path: string): string {
  const encoded = encodeLink(path);
  return /\s/.test(encoded) || !isBalanced(encoded) ? `<${encoded}>` : encoded;
}

function plainLink(path: string): string {
  const encoded = encodeLink(path).replace(/\s/g, encodeURIComponent);
  return isBalanced(encoded) ? encoded : encoded.replace(/[()]/g, percent);
}

/** Everything but blanks and parentheses, which need nothing inside angle brackets. */
function encodeLink(path: string): string {
   
  return encodeCommon(path).replace(/[#?<>\\`|\u0000-\u001f\u007f]|&(?=#?\w+;)/g, percent);
}

/** What would be taken for percent-encoding, for a placeholder, or for the scheme of a URL. */
function encodeCommon(path: string): string {
  return path
    .replace(/^(?=[A-Za-z][A-Za-z0-9+.-]*:)(?!file:\/\/\/|[A-Za-z]:\/)/, './')
    .toWellFormed()
    .replace(/%(?=[0-9A-Fa-f]{2})/g, '%25')
    .replace(/\{(?=[{%])/g, '%7B')
    .replace(/\$(?=\{|ARGUMENTS|\d)/g, '%24');
}

function wikiPath(path: string): string {
   
  return encodeCommon(path).replace(/[#|[\]\\`<\u0000-\u001f\u007f]|^\s|\s$/g, percent);
}

function mention(prefix: string, path: string, quote: '"' | "'"): string {
  const plain = encodeMention(path);
  if (isReadAs(prefix + plain, path)) return prefix + plain;
  const other = quote === '"' || prefix === '@' ? quote : path.includes(quote) && !path.includes('"') ? '"' : quote;
  return `${prefix}${other}${quotedPath(path, other)}${other}`;
}

/** Without quotes around it, everything that could end the path is encoded where it has to be. */
function plainMention(syntax: 'hash' | 'at', path: string): string {
  const prefix = syntax === 'at' ? '@' : '#file:';
  const plain = encodeMention(path);
  if (isReadAs(prefix + plain, path)) return plain;
  const encoded = plain.replace(/%(?![0-9A-F]{2})|[^\p{L}\p{N}_./%-]|[._]$/gu, percent);
  // Not everything behind an `@` is taken for a path.
  return isReadAs(prefix + encoded, path) ? encoded : `./${encoded}`;
}

function isReadAs(text: string, path: string): boolean {
  const [reference] = parseReferences(text);
  return (reference?.path === path || reference?.path === `./${path}`) && reference.end === text.length && reference.fragment === undefined;
}

function quotedPath(path: string, enclosure: '<' | '"' | "'"): string {
  const close = enclosure === '<' ? /[<>]|^\s|\s$/g : enclosure === '"' ? /"|^\s|\s$/g : /'|^\s|\s$/g;
  return encodeMention(path).replace(close, percent);
}

function encodeMention(path: string): string {
   
  return encodeCommon(path).replace(/[\\`\u0000-\u001f\u007f]/g, percent);
}

/** Everything that would end the text of a link, or be markup or a placeholder in it. */
function escapeTitle(title: string): string {
  return singleLine(title, MAX_TITLE)
    .trim()
    .replace(/[\\`*[\]<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\{(?=\{)|@(?=["'])|#(?=file:)/g, '\\$&');
}

function escapeAlias(title: string): string {
  return singleLine(title, MAX_TITLE)
    .trim()
    .replace(/[\\`|[\]<]|\{(?=\{)/g, '\\$&');
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth++;
    else if (char === ')' && --depth < 0) return false;
    if (depth > 30) return false;
  }
  return depth === 0;
}

function percent(char: string): string {
  const encoded = encodeURIComponent(char);
  return encoded === char ? `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : encoded;
}
