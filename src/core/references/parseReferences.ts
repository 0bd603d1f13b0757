import { singleLine } from '../util/text';
import { isPunctuation, readDestination } from './linkDestination';
import { readAt, readHash, readWiki } from './mentions';
import { pathEndIn, pathFrom, unescapeMarkdown } from './pathText';
import { proseOf } from './prose';
import type { FileReference } from './reference';

const MAX_TITLE = 1000;
const SPECIAL = /[`\\<[\]@#]/g;

/** See {@link References.parse}. Linear, whatever the text holds. */
export function parseReferences(text: string): readonly FileReference[] {
  if (!/\]\(|\[\[|#file:|@/.test(text)) return [];
  const pieces = proseOf(text);
  const found: FileReference[] = [];
  for (let i = 0; i < pieces.length; i += 2) new InlineScanner(text, pieces[i + 1] as number, found).scan(pieces[i] as number);
  return found.sort((a, b) => a.start - b.start);
}

/** An opening bracket that may become a link. */
interface Opener {
  readonly at: number;
  readonly image: boolean;
  /** References found before it. */
  readonly found: number;
}

/** One piece of prose. */
class InlineScanner {
  readonly #text: string;
  readonly #end: number;
  readonly #found: FileReference[];
  readonly #openers: Opener[] = [];
  /** Links hold no links: brackets below this one can only become images. */
  #inactive = 0;
  /** Of each length of backtick runs, where the last one begins. */
  #lastRuns: Map<number, number> | undefined;

  constructor(text: string, end: number, found: FileReference[]) {
    this.#text = text;
    this.#end = end;
    this.#found = found;
  }

  scan(start: number): void {
    const special = new RegExp(SPECIAL);
    special.lastIndex = start;
    let escaped = -1;
    for (let match = special.exec(this.#text); match && match.index < this.#end; match = special.exec(this.#text)) {
      const at = match.index;
      if (match[0] === '\\') {
        const next = isPunctuation(this.#text.charCodeAt(at + 1)) ? at + 2 : at + 1;
        escaped = next - 1;
        special.lastIndex = next;
      } else special.lastIndex = this.#special(match[0], at, escaped);
    }
  }

  /** @param escaped where the last escaped character stands. @returns where to go on */
  #special(char: string, at: number, escaped: number): number {
    switch (char) {
      case '`':
        return this.#codeEnd(at);
      case '<':
        return this.#tagEnd(at);
      case '[':
        return this.#open(at, this.#text[at - 1] === '!' && escaped !== at - 1);
      case ']':
        return this.#close(at);
      case '#':
        return this.#mention(readHash(this.#text, at, this.#end), at);
      default:
        return this.#mention(readAt(this.#text, at, this.#end), at);
    }
  }

  #mention(reference: FileReference | undefined, at: number): number {
    if (!reference) return at + 1;
    this.#found.push(reference);
    return reference.end;
  }

  #codeEnd(at: number): number {
    this.#lastRuns ??= this.#backtickRuns(at);
    const length = runLength(this.#text, at);
    if ((this.#lastRuns.get(length) ?? -1) <= at) return at + length;
    for (let next = this.#text.indexOf('`', at + length); next !== -1; ) {
      const run = runLength(this.#text, next);
      if (run === length) return next + run;
      next = this.#text.indexOf('`', next + run);
    }
    return at + length;
  }

  #backtickRuns(from: number): Map<number, number> {
    const runs = new Map<number, number>();
    for (let at = this.#text.indexOf('`', from); at !== -1 && at < this.#end; ) {
      const length = runLength(this.#text, at);
      runs.set(length, at);
      at = this.#text.indexOf('`', at + length);
    }
    return runs;
  }

  /** Comments, HTML tags and bare URLs in angle brackets hold no references. */
  #tagEnd(at: number): number {
    if (this.#text.startsWith('<!--', at)) {
      const close = this.#text.indexOf('-->', at + 2);
      return close === -1 || close + 3 > this.#end ? Math.max(at + 4, close === -1 ? this.#end : at + 4) : close + 3;
    }
    if (!/[A-Za-z/]/.test(this.#text.charAt(at + 1))) return at + 1;
    for (let next = at + 1; next < this.#end; next++) {
      const char = this.#text[next];
      if (char === '>') return next + 1;
      if (char === '<') break;
    }
    return at + 1;
  }

  #open(at: number, image: boolean): number {
    const wiki = this.#text[at + 1] === '[' && this.#text[at + 2] !== '[' ? readWiki(this.#text, at, this.#end, image) : undefined;
    if (wiki) return this.#mention(wiki, at);
    this.#openers.push({ at: image ? at - 1 : at, image, found: this.#found.length });
    return at + 1;
  }

  #close(at: number): number {
    const opener = this.#openers.pop();
    if (!opener) return at + 1;
    const inactive = !opener.image && this.#openers.length < this.#inactive;
    this.#inactive = Math.min(this.#inactive, this.#openers.length);
    if (inactive || this.#text[at + 1] !== '(') return at + 1;
    const destination = readDestination(this.#text, at + 2, this.#end);
    if (!destination) return at + 1;
    const { start, end, bracketed, close } = destination;
    // Some tools write their own syntax there, which is found when its turn comes.
    if (this.#text.startsWith('#file:', start)) return at + 1;
    this.#forgetInside(opener);
    if (!opener.image) this.#inactive = this.#openers.length;
    const pathEnd = pathEndIn(this.#text, start, end);
    const path = pathFrom(this.#text.slice(start, pathEnd), unescapeMarkdown);
    if (path === undefined) return close;
    const fragmentAt = this.#text.slice(pathEnd, end).indexOf('#');
    this.#found.push({
      syntax: 'link',
      start: opener.at,
      end: close,
      pathStart: start,
      pathEnd,
      path,
      title: singleLine(unescapeMarkdown(this.#text.slice(opener.at + (opener.image ? 2 : 1), at)), MAX_TITLE).trim(),
      fragment: fragmentAt === -1 ? undefined : this.#text.slice(pathEnd + fragmentAt + 1, end),
      ...(bracketed ? { enclosure: '<' as const } : undefined),
    });
    return close;
  }

  /** What looked like references is the text of a link; only its pictures count. */
  #forgetInside(opener: Opener): void {
    const inside = this.#found.splice(opener.found);
    if (!opener.image) this.#found.push(...inside.filter(({ syntax }) => syntax === 'link'));
  }
}

function runLength(text: string, at: number): number {
  let end = at + 1;
  while (text.charCodeAt(end) === 96) end++;
  return end - at;
}
