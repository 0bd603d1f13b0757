import type { TextOrigin } from './knownTexts';
import { ByteReader, ByteWriter } from './bytes';
import type { Slices } from '../util/slices';

/** `PSCT` and the number of this layout. */
const MAGIC = 0x50534302;
const CHECKSUM_BYTES = 4;

/** A text as it is kept: its words, and what it was learned from. */
export interface KeptText {
  readonly origin: TextOrigin;
  readonly words: readonly string[];
}

/**
 * The file of learned texts: a header, then the texts as numbers, each word spelled out where it first occurs, and a checksum.
 *
 * @param version of the program that cut the texts into words
 */
export async function encodeTexts(version: string, texts: Iterable<KeptText>, slices: Slices): Promise<Uint8Array> {
  const writer = new ByteWriter();
  const numbers = new Map<string, number>();
  writer.number32(MAGIC);
  writer.text(version);
  for (const { origin, words } of texts) {
    writer.number(1);
    writer.text(origin.uri);
    writer.number(origin.kind === 'prompt' ? 0 : 1);
    writer.number(Math.max(0, Math.floor(origin.stamp)));
    writer.number(origin.size);
    writer.number(words.length);
    for (const word of words) {
      const number = numbers.get(word);
      writer.number(number ?? 0);
      if (number !== undefined) continue;
      numbers.set(word, numbers.size + 1);
      writer.text(word);
    }
    await slices.next();
  }
  writer.number(0);
  const bytes = writer.bytes(CHECKSUM_BYTES);
  const sum = await checksumOf(bytes.subarray(0, -CHECKSUM_BYTES), slices);
  new DataView(bytes.buffer).setUint32(bytes.length - CHECKSUM_BYTES, sum);
  return bytes;
}

/**
 * @param visit gets every text in the order of writing; those of a file that turns out to be damaged come not at all.
 * @returns the version of the program that wrote it; `undefined` for what is no such file or is damaged
 */
export async function decodeTexts(bytes: Uint8Array, slices: Slices, visit: (text: KeptText, version: string) => void): Promise<string | undefined> {
  if (!(await isWhole(bytes, slices))) return undefined;
  const reader = new ByteReader(bytes.subarray(0, -CHECKSUM_BYTES));
  reader.number32();
  const version = reader.text();
  const spelled: string[] = [];
  while (reader.number() === 1) {
    const uri = reader.text();
    const kind = reader.number() === 0 ? ('prompt' as const) : ('composition' as const);
    const origin: TextOrigin = { uri, kind, stamp: reader.number(), size: reader.number() };
    const words = new Array<string>(reader.number());
    for (let index = 0; index < words.length; index++) {
      const number = reader.number();
      if (number === 0) spelled.push(reader.text());
      words[index] = spelled[(number === 0 ? spelled.length : number) - 1] ?? '';
    }
    visit({ origin, words }, version);
    await slices.next();
  }
  return version;
}

async function isWhole(bytes: Uint8Array, slices: Slices): Promise<boolean> {
  if (bytes.length < 6 + CHECKSUM_BYTES) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== MAGIC) return false;
  return (await checksumOf(bytes.subarray(0, -CHECKSUM_BYTES), slices)) === view.getUint32(bytes.length - CHECKSUM_BYTES);
}

/** FNV-1a: finds accidents, not attacks. */
async function checksumOf(bytes: Uint8Array, slices: Slices): Promise<number> {
  const piece = 1 << 19;
  let sum = 0x811c9dc5;
  for (let start = 0; start < bytes.length; start += piece) {
    const end = Math.min(bytes.length, start + piece);
    for (let at = start; at < end; at++) sum = Math.imul(sum ^ (bytes[at] ?? 0), 0x01000193);
    await slices.next();
  }
  return sum >>> 0;
}
