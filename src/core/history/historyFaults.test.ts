import { describe, expect, it } from 'vitest';
import { FaultyFileSystem } from '../../../test/support/faultyFileSystem';
import { HistoryMachine, historyFolder, type HistoryWindow } from '../../../test/support/historyWindows';
import { InMemoryJournal } from '../../../test/support/inMemoryJournal';
import type { FileSystemErrorReason } from '../ports/fileSystem';
import { compositionBody, readCompositionHead } from './compositionText';

const source = 'file:///work/notes.md';

/** What somebody who writes relies on. */
interface Session {
  readonly machine: HistoryMachine;
  readonly window: HistoryWindow;
  readonly disk: FaultyFileSystem;
  /** By what is written: the text that is safe as the program said, and the one that is on its way. */
  readonly safe: Map<string, string>;
  readonly pending: Map<string, string>;
  /** URIs. */
  readonly deleted: string[];
  /** Every text that was ever handed over. */
  readonly all: Set<string>;
  /** Hashes that must be in the journal. */
  readonly announced: string[];
}

function session(faultAt: number, fault: FileSystemErrorReason | 'crash'): Session {
  const machine = new HistoryMachine();
  const disk = new FaultyFileSystem(machine.files, faultAt, fault);
  const window = machine.open({ fileSystem: disk, journal: disk.journal(new InMemoryJournal(machine.lines)) });
  return { machine, window, disk, safe: new Map(), pending: new Map(), deleted: [], all: new Set(), announced: [] };
}

/** Hands a text over; again when that fails, as at the next keystroke. Never returns after the crash. */
async function keep<T>(to: Session, what: string, text: string, work: () => Promise<T>): Promise<T> {
  to.pending.set(what, text);
  to.all.add(text);
  const result = await work().catch(work);
  to.safe.set(what, text);
  to.pending.delete(what);
  return result;
}

/** Everything that one does to compositions, once. */
async function useAll(s: Session): Promise<void> {
  const { history } = s.window;
  const { recorder } = history;
  await history.whenReconciled();
  const made = await keep(s, 'made', 'A composition in a file of its own', () => history.create({ body: 'A composition in a file of its own' }));
  await keep(s, 'mirror', 'Recorded from somewhere else', () => recorder.track(source, 'Recorded from somewhere else'));
  await keep(s, 'mirror', 'Recorded from somewhere else, on and on', () => recorder.record(source, 'Recorded from somewhere else, on and on'));
  const whole = s.machine.files.textOf(made.uri) ?? '';
  const edited = 'A composition in a file of its own, edited';
  await keep(s, 'made', edited, () => recorder.keepDraft(made.uri, whole.replace('its own', 'its own, edited')));
  const now = whole.replace('its own', 'its own, edited');
  await keep(s, 'made', edited, async () => {
    // As an editor saves: the file is cut off first.
    await s.disk.step(made.uri, () => s.machine.files.put(made.uri, ''));
    await s.disk.step(made.uri, () => s.machine.files.put(made.uri, now.slice(0, now.length / 2)));
    await s.disk.step(made.uri, () => s.machine.files.put(made.uri, now));
  });
  await keep(s, 'made', edited, () => recorder.fileSaved(made.uri));
  await keep(s, 'made', edited, () => history.tag([made.uuid], { add: ['tag'] }));
  s.safe.set('old mirror', 'Recorded from somewhere else, on and on');
  await keep(s, 'mirror', 'Utterly new words in that place', () => recorder.record(source, 'Utterly new words in that place'));
  const away = await keep(s, 'away', 'To be deleted', () => history.create({ body: 'To be deleted' }));
  s.safe.delete('away');
  for (let left = 2; left > 0; left--) if ((await history.delete([away.uuid])).failed.length === 0) left = 0;
  s.deleted.push(away.uri);
  await history.whenReconciled();
}

function filesOf({ machine }: Session): ReadonlyMap<string, string> {
  return new Map(machine.names.map((name) => [`${historyFolder}/${name}`, machine.files.textOf(`${historyFolder}/${name}`) ?? '']));
}

async function check(s: Session, window: HistoryWindow, where: string): Promise<void> {
  const files = filesOf(s);
  const bodies = [...files.values()].map(compositionBody);
  for (const [what, text] of s.safe) {
    const allowed = [text, s.pending.get(what)];
    expect(bodies.some((body) => allowed.includes(body)), `${where}: ${what} "${text}" in ${JSON.stringify(bodies)}`).toBe(true);
  }
  for (const [uri, text] of files) {
    expect(s.all, `${where}: torn`).toContain(compositionBody(text));
    expect(readCompositionHead(text).head.uuid, `${where}: torn ${uri}`).toBeDefined();
  }
  for (const uri of s.deleted) expect(files.has(uri), `${where}: deleted`).toBe(false);
  const { items } = await window.history.list({ isMissing: false });
  expect(items.map(({ uri }) => uri).sort(), `${where}: index`).toEqual([...files.keys()].sort());
  for (const { uuid, uri } of items) expect((await window.history.load(uuid))?.text, `${where}: index of ${uri}`).toBe(files.get(uri));
  expect(s.machine.files.files.filter((uri) => uri.includes('.draft')), `${where}: drafts`).toEqual([]);
}

async function countOfOperations(): Promise<number> {
  const s = session(0, 'crash');
  await useAll(s);
  await check(s, s.window, 'without faults');
  return s.disk.count;
}

describe('whatever goes wrong', () => {
  it('at a crash after any operation, all that was acknowledged is there, whole, and in the index', async () => {
    const operations = await countOfOperations();
    expect(operations).toBeGreaterThan(40);
    for (let at = 1; at <= operations; at++) {
      const s = session(at, 'crash');
      const done = useAll(s);
      await expect.poll(() => s.disk.hasCrashed, { timeout: 20_000, interval: 1 }).toBe(true);
      s.window.close();
      await s.machine.pass(24_000);
      const next = s.machine.open();
      await next.history.whenReconciled();
      await check(s, next, `crash at ${at}`);
      // Whoever goes on, goes on with the same composition.
      if (s.safe.has('mirror')) {
        const count = s.machine.names.length;
        const last = s.pending.get('mirror') ?? s.safe.get('mirror') ?? '';
        await next.history.recorder.whenReady();
        await next.history.recorder.track(source, `${last}!`);
        expect(s.machine.names.length - count, `crash at ${at}`).toBeLessThanOrEqual(s.pending.has('mirror') ? 1 : 0);
      }
      next.close();
      void done;
    }
  });

  it('at a failure of any operation, the next try goes through, and nothing is lost', async () => {
    const operations = await countOfOperations();
    for (const reason of ['noSpace', 'unavailable', 'noPermission'] as const) {
      for (let at = 1; at <= operations; at++) {
        const s = session(at, reason);
        await useAll(s);
        await s.machine.pass(24_000);
        await s.window.history.recorder.record(source, 'Utterly new words in that place');
        await s.machine.pass(24_000);
        await s.window.history.whenReconciled();
        const next = s.machine.open();
        await s.machine.pass(24_000);
        await next.history.whenReconciled();
        await s.machine.settle();
        await check(s, next, `${reason} at ${at}`);
        await check(s, s.window, `${reason} at ${at}, same window`);
        expect(s.window.history.notices.filter(({ reason: told }) => told !== 'folderUnavailable'), `${reason} at ${at}`).toEqual([]);
        s.window.close();
        next.close();
      }
    }
  });
});
