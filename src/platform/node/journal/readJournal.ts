import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Slices } from '../../../core/util/slices';
import { codeOf } from '../nodeErrors';
import { type JournalFiles, listJournal } from './journalFiles';
import { readJsonLines } from './journalLines';

/** How often to begin anew when files vanish while they are read. */
const attempts = 5;
/** A line without its end, in a file that nobody wrote to for so long, was torn by a crash. Milliseconds. */
const tornAfter = 60_000;

/** What is wrong with one file only: the others are read all the same. */
const unreadableCodes: readonly (string | undefined)[] = ['EACCES', 'EPERM', 'EISDIR'];

/** First line of a snapshot. */
export interface SnapshotHeader {
  readonly snapshot: 1;
  /** Segments that it stands for, with the number of their bytes. */
  readonly covers: Readonly<Record<string, number>>;
}

export interface SegmentContent {
  readonly name: string;
  /** Of what is not in the snapshot. */
  readonly entries: readonly unknown[];
  /** Offset behind the last complete line, and bytes in all. */
  readonly end: number;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  /** Lines that a crash or something else damaged; 1 when the file cannot be read at all. */
  readonly unreadable: number;
  readonly isReadable: boolean;
}

/** All of a journal's folder, as of one moment. */
export interface JournalContent {
  readonly files: JournalFiles;
  readonly snapshot: { readonly generation: number; readonly covers: ReadonlyMap<string, number>; readonly entries: readonly unknown[]; readonly unreadable: number };
  /** Without those that the snapshot covers as a whole. */
  readonly segments: readonly SegmentContent[];
}

interface ReadJournalOptions {
  /** Path. */
  readonly folder: string;
  readonly slices: Slices;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Segments that are not read. */
  readonly skip: (name: string) => boolean;
}

/** @throws the system's error; a missing folder is an empty one */
export async function readJournal(options: ReadJournalOptions): Promise<JournalContent> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(options);
    } catch (error) {
      // Another window folded what was to be read, and deleted it: it is in a newer snapshot.
      if (codeOf(error) !== 'ENOENT' || attempt === attempts) throw error;
    }
  }
}

async function readOnce(options: ReadJournalOptions): Promise<JournalContent> {
  const files = await listJournal(options.folder);
  const snapshot = await readSnapshot(options.folder, files, options.slices);
  const segments: SegmentContent[] = [];
  for (const name of files.segments) {
    if (options.skip(name)) continue;
    const content = await readSegment(name, snapshot.covers.get(name), options);
    if (content) segments.push(content);
  }
  // A listing is not of one moment: the last snapshot may have been followed by another, and files it stands for be gone, while it was made.
  const { snapshots } = await listJournal(options.folder);
  if ((snapshots.at(-1)?.generation ?? 0) !== snapshot.generation) throw Object.assign(new Error('Another window was faster'), { code: 'ENOENT' });
  return { files, snapshot, segments };
}

/** The last one; an empty one when there is none. @throws the system's error */
export async function readSnapshot(folder: string, { snapshots }: JournalFiles, slices: Slices): Promise<JournalContent['snapshot']> {
  const last = snapshots.at(-1);
  if (!last) return { generation: 0, covers: new Map(), entries: [], unreadable: 0 };
  const { entries, end, size, unreadable } = await readJsonLines(join(folder, last.name), 0, slices);
  const [header, ...rest] = entries;
  const covers = isHeader(header) ? new Map(Object.entries(header.covers)) : new Map<string, number>();
  return { generation: last.generation, covers, entries: isHeader(header) ? rest : entries, unreadable: unreadable + (size > end ? 1 : 0) };
}

/** @param covered bytes that the snapshot has already. @returns `undefined` when those are all */
async function readSegment(name: string, covered: number | undefined, { folder, slices, now }: ReadJournalOptions): Promise<SegmentContent | undefined> {
  const path = join(folder, name);
  const { mtimeMs: mtime, size: before } = await stat(path);
  if (covered !== undefined && before <= covered) return undefined;
  try {
    const { entries, end, size, unreadable } = await readJsonLines(path, covered ?? 0, slices);
    const isTorn = size > end && now - mtime > tornAfter;
    return { name, entries, end, size, mtime, unreadable: unreadable + (isTorn ? 1 : 0), isReadable: true };
  } catch (error) {
    if (!unreadableCodes.includes(codeOf(error))) throw error;
    return { name, entries: [], end: 0, size: before, mtime, unreadable: 1, isReadable: false };
  }
}

function isHeader(entry: unknown): entry is SnapshotHeader {
  if (typeof entry !== 'object' || entry === null || !('snapshot' in entry) || !('covers' in entry)) return false;
  return typeof entry.covers === 'object' && entry.covers !== null && Object.values(entry.covers).every(Number.isSafeInteger);
}
