import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compositionBody } from '../../src/core/history/compositionText';
import { compositionsIn, openOnDisk } from '../support/diskHistory';

const disk = mkdtempSync(join(tmpdir(), 'promptstack-full-'));

/** A disk of 1 MB; only root may have one. */
function mountSmallDisk(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const isMounted = mountSmallDisk();
afterAll(() => {
  if (isMounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Takes all room that is left. */
function fill(): string {
  const file = join(disk, 'filler');
  let size = 1024 * 1024;
  let content = Buffer.alloc(0);
  for (; size > 512; size /= 2) {
    try {
      writeFileSync(file, Buffer.concat([content, Buffer.alloc(size)]));
      content = Buffer.concat([content, Buffer.alloc(size)]);
    } catch {
      writeFileSync(file, content);
    }
  }
  return file;
}

function bodies(): readonly string[] {
  const names = readdirSync(compositionsIn(disk)).filter((name) => !name.startsWith('.draft'));
  expect(names.filter((name) => !name.endsWith('.md') || name.startsWith('.'))).toEqual([]);
  return names.map((name) => compositionBody(readFileSync(join(compositionsIn(disk), name), 'utf8')));
}

describe('a full disk', () => {
  it.skipIf(!isMounted)('tears nothing, says why it fails, and all goes on when there is room again', async () => {
    const { history, log, close } = openOnDisk(disk);
    await history.whenReconciled();
    const text = 'Words '.repeat(2000);
    const made = await history.create({ body: text });
    await history.recorder.track('file:///notes.md', `${text} recorded`);
    const filler = fill();
    const later = `${text} recorded, and more that has no room`;
    await expect(history.recorder.record('file:///notes.md', later)).rejects.toMatchObject({ reason: 'noSpace' });
    await expect(history.create({ body: text })).rejects.toMatchObject({ reason: 'noSpace' });
    await expect(history.recorder.keepDraft(made.uri, text)).rejects.toMatchObject({ reason: 'noSpace' });
    await expect(history.tag([made.uuid], { add: ['tag'] })).rejects.toMatchObject({ reason: 'noSpace' });
    expect([...bodies()].sort()).toEqual([text, `${text} recorded`]);
    rmSync(filler);
    await history.recorder.record('file:///notes.md', later);
    await history.tag([made.uuid], { add: ['tag'] });
    expect([...bodies()].sort()).toEqual([text, later]);
    expect((await history.search('room')).length).toBe(1);
    expect(await history.reconcile()).toBe(0);
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    close();
  });
});
