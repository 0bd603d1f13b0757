import type { Clock } from '../ports/clock';
import { type FileSystem, FileSystemError } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { Prompt } from '../prompts/prompt';
import { joinUri, relativeTo } from '../util/uri';
import { checksum } from '../util/checksum';
import type { PromptSource } from './promptSource';

const entriesPerLine = 200;
const newline = 10;

/** What an earlier run knew, by URI. */
export interface RememberedPrompts {
  has(uri: string): boolean;
  get(uri: string): Prompt | undefined;
}

/** In the order of {@link Prompt}, without what follows from the place: a quarter of the size of objects. */
type Entry = readonly [
  suffix: string,
  size: number,
  mtime: number,
  title: string,
  titleOrigin: Prompt['titleOrigin'],
  description: string,
  tags: readonly string[],
  placeholders: readonly string[],
  problems: Prompt['problems'],
];

/**
 * The metadata index: what the prompts of one library folder held when they were read, so that the next start only has to look at
 * sizes and modification times. One file per library folder: a header line, then lines of entries, each behind its checksum. It may
 * be deleted at any time; one that is torn, corrupt, foreign or of another version is ignored as far as it cannot be trusted.
 */
export class PromptCache {
  readonly #fileSystem: FileSystem;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #folder: string;
  readonly #version: string;

  constructor(ports: { readonly fileSystem: FileSystem; readonly clock: Clock; readonly log: Log; readonly indexFolder: string; readonly version: string }) {
    this.#fileSystem = ports.fileSystem;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#folder = ports.indexFolder;
    this.#version = ports.version;
  }

  /** Never throws: without an index everything is read. */
  async load(source: PromptSource): Promise<RememberedPrompts> {
    const entries = new Map<string, Entry>();
    try {
      const { bytes } = await this.#fileSystem.read(this.#fileOf(source));
      const decoder = new TextDecoder();
      for (let start = 0, line = 0; start < bytes.length; line++) {
        const found = bytes.indexOf(newline, start);
        const end = found < 0 ? bytes.length : found;
        const text = decoder.decode(bytes.subarray(start, end));
        start = end + 1;
        if (line > 0) readEntries(text, entries);
        else if (text !== this.#headerOf(source)) break;
        if (line % 8 === 7) await this.#clock.nextTurn();
      }
    } catch (error) {
      if (!FileSystemError.is(error, 'notFound')) this.#log.warn(`The metadata index of ${source.root} could not be read: ${String(error)}`);
    }
    const keyOf = (uri: string): string => uri.slice(source.root.length + 1);
    return {
      has: (uri) => entries.has(keyOf(uri)),
      get: (uri) => {
        const entry = entries.get(keyOf(uri));
        return entry && toPrompt(uri, entry, source);
      },
    };
  }

  /** Never throws: a failure costs only time at the next start, and is logged. */
  async save(source: PromptSource, prompts: readonly Prompt[]): Promise<void> {
    try {
      const encoder = new TextEncoder();
      const lines = [encoder.encode(`${this.#headerOf(source)}\n`)];
      for (let start = 0; start < prompts.length; start += entriesPerLine) {
        const json = JSON.stringify(prompts.slice(start, start + entriesPerLine).map((prompt) => toEntry(prompt, source)));
        lines.push(encoder.encode(`${checksum(json)} ${json}\n`));
        await this.#clock.nextTurn();
      }
      await this.#fileSystem.write(this.#fileOf(source), concatenated(lines));
    } catch (error) {
      this.#log.warn(`The metadata index of ${source.root} could not be written: ${String(error)}`);
    }
  }

  /** Equal headers, and only they, belong to the same folder, judged the same way by the same reader. */
  #headerOf({ root, validation }: PromptSource): string {
    const { strictness, missingMetadata } = validation;
    return JSON.stringify({ promptstackIndex: this.#version, root, strictness, missingMetadata });
  }

  #fileOf(source: PromptSource): string {
    return joinUri(this.#folder, `${checksum(source.root)}.jsonl`);
  }
}

function readEntries(line: string, into: Map<string, Entry>): void {
  const space = line.indexOf(' ');
  const json = line.slice(space + 1);
  if (space < 0 || line.slice(0, space) !== checksum(json)) return;
  for (const entry of JSON.parse(json) as readonly Entry[]) into.set(entry[0], entry);
}

function toEntry(prompt: Prompt, { root }: PromptSource): Entry {
  const { uri, size, mtime, title, titleOrigin, description, tags, placeholders, problems } = prompt;
  const names = placeholders.map(({ type, name }) => `${type}:${name}`);
  return [uri.slice(root.length + 1), size, mtime, title, titleOrigin, description, tags, names, problems];
}

function toPrompt(uri: string, entry: Entry, source: PromptSource): Prompt {
  const [, size, mtime, title, titleOrigin, description, tags, names, problems] = entry;
  const path = relativeTo(source.root, uri) ?? uri;
  const slash = path.indexOf('/');
  const category = slash < 0 ? '' : path.slice(0, slash);
  const placeholders = names.map((text) => {
    const type = text.startsWith('list:') ? ('list' as const) : ('text' as const);
    return { type, name: text.slice(5) };
  });
  return { uri, sourceId: source.id, path, category, title, titleOrigin, description, tags, placeholders, size, mtime, problems };
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
