import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../core/ports/clock';
import type { FoldEntries } from '../../../core/ports/journal';
import { Slices } from '../../../core/util/slices';
import { moveToFreeName } from '../atomicWrite';
import { withLockFile } from '../lockFile';
import { codeOf } from '../nodeErrors';
import { syncFolder } from '../syncFolder';
import { listJournal, newSnapshotName, startOfSegment } from './journalFiles';
import { mergeByTime } from './journalLines';
import { type JournalContent, readJournal, readSnapshot, type SegmentContent, type SnapshotHeader } from './readJournal';

/** A segment that nobody wrote to for so long is closed; twice the age at which its writer leaves it. Milliseconds. */
const closedAfter = 24 * 3600 * 1000;
/** Less than both is not worth the work. */
const minBytes = 256 * 1024;
const minSegments = 20;
const temporaryName = /^\.snapshot-.*\.tmp$/;

export interface CompactOptions {
  /** Path. */
  readonly folder: string;
  readonly clock: Clock;
  readonly isOwn: (name: string) => boolean;
  readonly fold: FoldEntries;
}

/**
 * Puts a new snapshot in the place of the last one and the closed segments.
 *
 * A snapshot bears the number that follows that of the one it was made from, and only one can have it: whoever comes second gives up. So each
 * snapshot holds all that those before it held, and the last one can be believed whatever files a crash or another window left beside it.
 * Files are deleted only when the snapshot that stands for them is on disk and the last one.
 *
 * @returns false when there was not enough to do, or another window did it
 */
export async function compactJournal(options: CompactOptions): Promise<boolean> {
  const { folder, clock } = options;
  if (!(await isWorthwhile(options))) return false;
  return (await withLockFile(join(folder, 'compaction.lock'), clock.now(), () => compactUnlocked(options))) ?? false;
}

/** Looks at names and sizes only. */
async function isWorthwhile({ folder, clock, isOwn }: CompactOptions): Promise<boolean> {
  const { segments } = await listJournal(folder);
  const stats = await Promise.all(segments.filter((name) => !isOwn(name) && startOfSegment(name) !== undefined).map((name) => stat(join(folder, name)).catch(() => undefined)));
  const closed = stats.filter((each) => each !== undefined && clock.now() - each.mtimeMs > closedAfter);
  return closed.length > minSegments || closed.reduce((sum, each) => sum + (each?.size ?? 0), 0) > minBytes;
}

/** Does it whether it pays or not. Others may do the same beside it: nothing gets lost, only some of the work is done twice. */
export async function compactUnlocked(options: CompactOptions): Promise<boolean> {
  const { folder, clock, isOwn, fold } = options;
  const content = await readJournal({ folder, slices: new Slices(clock), now: clock.now(), skip: () => false });
  const isClosed = ({ name, mtime, isReadable }: SegmentContent): boolean => isReadable && !isOwn(name) && clock.now() - mtime > closedAfter;
  const closed = content.segments.filter(isClosed);
  if (closed.length > 0) {
    const entries = await foldOldest(content.snapshot.entries, closed, content.segments.filter((each) => !isClosed(each)), fold);
    if (!(await publish(folder, content, closed, entries))) return false;
  }
  await deleteCovered(options);
  return closed.length > 0;
}

/**
 * Folds what is older than all that stays in other segments: were something folded that comes after them, it could no longer be told
 * which of both came first.
 */
async function foldOldest(
  snapshot: readonly unknown[],
  closed: readonly SegmentContent[],
  open: readonly SegmentContent[],
  fold: FoldEntries,
): Promise<readonly unknown[]> {
  const entries = mergeByTime([snapshot, ...closed.map((each) => each.entries)]);
  const limit = mergeByTime(open.map((each) => each.entries))[0]?.at ?? Infinity;
  const after = entries.findIndex(({ at }) => at >= limit);
  const count = after < 0 ? entries.length : after;
  const folded = await fold(entries.slice(0, count).map(({ entry }) => entry));
  return [...folded, ...entries.slice(count).map(({ entry }) => entry)];
}

/** @returns false when another window was faster */
async function publish(folder: string, { snapshot }: JournalContent, closed: readonly SegmentContent[], entries: readonly unknown[]): Promise<boolean> {
  const name = newSnapshotName(snapshot.generation + 1);
  const covers = { ...Object.fromEntries(snapshot.covers), ...Object.fromEntries(closed.map((each) => [each.name, each.size])) };
  const existing = new Set((await listJournal(folder)).segments);
  const header: SnapshotHeader = { snapshot: 1, covers: Object.fromEntries(Object.entries(covers).filter(([each]) => existing.has(each))) };
  const temporary = join(folder, `.${name}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, [header, ...entries].map((each) => `${JSON.stringify(each)}\n`).join(''));
    await moveToFreeName(temporary, join(folder, name));
    await syncFolder(folder);
    return true;
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Deletes what the last snapshot stands for, and what crashes left. What cannot be deleted, as another window reads or deletes it just now,
 * is ignored by every reader and goes next time.
 */
async function deleteCovered({ folder, clock }: CompactOptions): Promise<void> {
  const files = await listJournal(folder);
  const { covers } = await readSnapshot(folder, files, new Slices(clock));
  for (const name of files.segments) {
    // An earlier version that is still open would begin its file anew, under the same name.
    if (startOfSegment(name) !== undefined && covers.has(name)) await deleteIf(join(folder, name), ({ size }) => size === covers.get(name));
  }
  for (const { name } of files.snapshots.slice(0, -1)) await deleteIf(join(folder, name), () => true);
  for (const name of await readdir(folder)) {
    if (temporaryName.test(name)) await deleteIf(join(folder, name), ({ mtimeMs }) => clock.now() - mtimeMs > closedAfter);
  }
}

async function deleteIf(path: string, condition: (stats: Stats) => boolean): Promise<void> {
  try {
    if (condition(await stat(path))) await unlink(path);
  } catch {
    // Later.
  }
}
