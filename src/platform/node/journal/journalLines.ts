import { open } from 'node:fs/promises';
import type { Slices } from '../../../core/util/slices';

const newline = 10;
const chunkBytes = 256 * 1024;
/** What is longer without an end of line is no line. */
const longestLine = 64 * 1024 * 1024;

interface ReadLines {
  readonly entries: readonly unknown[];
  /** Offset behind the last complete line, and behind what there is: between them is a line without its end. */
  readonly end: number;
  readonly size: number;
  /** Lines that are no JSON. */
  readonly unreadable: number;
}

/** Reads the complete lines of a file of JSON lines from an offset on. @throws the system's error */
export async function readJsonLines(path: string, from: number, slices: Slices): Promise<ReadLines> {
  const file = await open(path, 'r');
  try {
    const entries: unknown[] = [];
    let [end, unreadable] = [from, 0];
    for (let chunk = Buffer.allocUnsafe(chunkBytes); ; ) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, end);
      const length = chunk.subarray(0, bytesRead).lastIndexOf(newline) + 1;
      if (length > 0) {
        unreadable += await parseInto(entries, chunk.toString('utf8', 0, length), slices);
        end += length;
      } else if (bytesRead < chunk.length) {
        return { entries, end, size: end + bytesRead, unreadable };
      } else if (chunk.length < longestLine) {
        chunk = Buffer.allocUnsafe(chunk.length * 2);
      } else {
        end += bytesRead;
      }
    }
  } finally {
    await file.close();
  }
}

/** @returns how many lines are no JSON */
async function parseInto(entries: unknown[], text: string, slices: Slices): Promise<number> {
  let unreadable = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      entries.push(JSON.parse(line));
    } catch {
      unreadable++;
    }
    const turn = slices.next();
    if (turn) await turn;
  }
  return unreadable;
}

interface TimedEntry {
  /** Its `at`, but never before that of an entry in front of it: clocks may go backwards. */
  readonly at: number;
  readonly entry: unknown;
}

/** Puts the entries of several windows in the order of their times; those of one window stay in their order. */
export function mergeByTime(lists: readonly (readonly unknown[])[]): readonly TimedEntry[] {
  return lists.flatMap(withTimes).sort((a, b) => a.at - b.at);
}

function withTimes(entries: readonly unknown[]): readonly TimedEntry[] {
  let latest = 0;
  return entries.map((entry) => {
    const at = typeof entry === 'object' && entry !== null && 'at' in entry ? entry.at : undefined;
    if (typeof at === 'number' && at > latest) latest = at;
    return { at: latest, entry };
  });
}
