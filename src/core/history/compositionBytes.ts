import { MeasureSum, measureLine } from '../ai/textMeasure';
import { decode, encode, type TextEncoding } from '../prompts/textEncoding';
import { basenameOf } from '../util/uri';
import type { Slices } from '../util/slices';
import { singleLine } from '../util/text';
import type { Composition } from './composition';
import { timeOfName } from './compositionNames';
import { type CompositionHead, readCompositionHead } from './compositionText';

/** One version of a file in the history folder. */
export interface StoredText {
  readonly uri: string;
  readonly text: string;
  /** `undefined`: bytes that are no text, or too many of them; the text stands for them as well as it can, and is never written back. */
  readonly encoding: TextEncoding | undefined;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch, whole. */
  readonly mtime: number;
  /** SHA-256 of the bytes, hexadecimal; empty for a file that was not read. */
  readonly hash: string;
}

/** Larger files are known by their name alone; texts to be written may not be larger either. Bytes. */
export const maxCompositionBytes = 8 * 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const anyUtf8 = new TextDecoder('utf-8');
const dash = 45;

/** What has no form in UTF-8, single halves of surrogate pairs, is written as U+FFFD. */
export function bytesOf(text: string, encoding: TextEncoding = 'utf8'): Uint8Array {
  return encode(text, encoding) ?? (encode(text.toWellFormed(), 'utf8') as Uint8Array);
}

export function textOf(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncoding | undefined } {
  // Our own files are UTF-8, whatever is in them: a NUL makes them neither binary nor UTF-16.
  if (bytes[0] === dash && bytes[1] === dash && bytes[2] === dash) {
    try {
      return { text: utf8.decode(bytes), encoding: 'utf8' };
    } catch {
      // Saved by an editor in another encoding.
    }
  }
  const decoded = decode(bytes);
  return decoded.ok ? decoded : { text: anyUtf8.decode(bytes), encoding: undefined };
}

export interface ReadComposition {
  readonly stored: StoredText;
  readonly head: CompositionHead;
  readonly bodyStart: number;
}

export function readStored(stored: StoredText): ReadComposition {
  return { stored, ...readCompositionHead(stored.text) };
}

/** The row of a file. @param slices long texts are measured in them */
export async function compositionOf({ stored, head, bodyStart }: ReadComposition, uuid: string, slices: Slices): Promise<Composition> {
  const body = stored.text.slice(bodyStart);
  const { lines, tokens } = await measure(body, slices);
  return {
    uuid,
    uri: stored.uri,
    created: head.created ?? timeOfName(basenameOf(stored.uri)) ?? stored.mtime,
    updated: stored.mtime,
    directory: head.directory,
    source: head.source,
    excerpt: singleLine(body, 100),
    characters: body.length,
    lines,
    tokens,
    prompts: head.prompts,
    tags: head.tags,
    isMissing: false,
    text: stored.text,
    size: stored.size,
    mtime: stored.mtime,
    hash: stored.hash,
  };
}

async function measure(text: string, slices: Slices): Promise<{ readonly lines: number; readonly tokens: number }> {
  const sum = new MeasureSum();
  const lineBreak = /\r\n|\n|\r/g;
  let start = 0;
  for (let match = lineBreak.exec(text); match; match = lineBreak.exec(text)) {
    sum.add(measureLine(text.slice(start, match.index)));
    start = lineBreak.lastIndex;
    const turn = slices.next();
    if (turn) await turn;
  }
  if (text !== '') sum.add(measureLine(text.slice(start)));
  return sum.value;
}
