import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf } from '../nodeErrors';

const segmentName = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[0-9a-f]{8}\.jsonl$/;
const snapshotName = /^snapshot-(\d{6,15})\.jsonl$/;

interface Snapshot {
  readonly name: string;
  readonly generation: number;
}

/** What a folder of events holds, by names relative to it. */
export interface JournalFiles {
  /** What single windows wrote, by the time at which they began; the one file of earlier versions, beside the folder, comes first. */
  readonly segments: readonly string[];
  /** The oldest first. The last one stands for all before it. */
  readonly snapshots: readonly Snapshot[];
  /** There is no such folder. */
  readonly isMissing: boolean;
}

/** @throws the system's error; a missing folder is an empty one */
export async function listJournal(folder: string): Promise<JournalFiles> {
  const found = await namesIn(folder);
  const names = found ?? [];
  const earlier = join('..', `${basename(folder)}.jsonl`);
  const segments = names.filter((name) => segmentName.test(name)).sort();
  const snapshots = names.flatMap((name) => {
    const generation = snapshotName.exec(name)?.[1];
    return generation ? [{ name, generation: Number(generation) }] : [];
  });
  return {
    segments: (await isThere(join(folder, earlier))) ? [earlier, ...segments] : segments,
    snapshots: snapshots.sort((a, b) => a.generation - b.generation),
    isMissing: found === undefined,
  };
}

/** @param random 8 hexadecimal digits */
export function newSegmentName(now: number, random: string): string {
  return `${new Date(now).toISOString().replace(/[-:.]/g, '')}-${random}.jsonl`;
}

/** When the window began to write it, in milliseconds since the epoch; `undefined` for the file of earlier versions. */
export function startOfSegment(name: string): number | undefined {
  const [, year, month, day, hours, minutes, seconds, ms] = segmentName.exec(name) ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
}

export function newSnapshotName(generation: number): string {
  return `snapshot-${String(generation).padStart(6, '0')}.jsonl`;
}

async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}
