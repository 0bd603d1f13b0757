import { describe, expect, it } from 'vitest';
import { HistoryMachine, historyFolder, type HistoryWindow } from '../../../test/support/historyWindows';
import { compositionBody } from './compositionText';

const longAfter = 60_000;

function drafts(machine: HistoryMachine): readonly string[] {
  return machine.files.files.filter((uri) => uri.includes('/.drafts/'));
}

function bodies(machine: HistoryMachine): readonly string[] {
  return machine.names.map((name) => compositionBody(machine.files.textOf(`${historyFolder}/${name}`) ?? '')).sort();
}

/** A window with a composition file, as an editor shows it. */
async function editing(machine: HistoryMachine): Promise<HistoryWindow & { readonly uri: string; readonly uuid: string; readonly text: (body: string) => string }> {
  const window = machine.open();
  const { uri, uuid } = await window.history.create({ body: 'Begun.' });
  await window.history.whenReconciled();
  const whole = machine.files.textOf(uri) ?? '';
  return { ...window, uri, uuid, text: (body) => whole.replace('Begun.', body) };
}

async function recovered(machine: HistoryMachine): Promise<HistoryWindow> {
  await machine.pass(longAfter);
  const window = machine.open();
  await window.history.whenReconciled();
  return window;
}

describe('a composition in an editor', () => {
  it('is in a draft until it is saved, and then in the index', async () => {
    const machine = new HistoryMachine();
    const { history, uri, uuid, text } = await editing(machine);
    await history.recorder.keepDraft(uri, text('Begun. And more.'));
    expect(drafts(machine)).toHaveLength(1);
    expect(machine.files.textOf(drafts(machine)[0] ?? '')).toContain('Begun. And more.');
    machine.files.put(uri, text('Begun. And more.'));
    await history.recorder.fileSaved(uri);
    expect(drafts(machine)).toEqual([]);
    expect((await history.search('more'))[0]?.composition.uuid).toBe(uuid);
    expect(machine.eventsOf('compositionSaved')).toHaveLength(2);
    await history.recorder.fileSaved(uri);
    expect(machine.eventsOf('compositionSaved')).toHaveLength(2);
  });

  it('is announced to other windows, also when the watcher was quicker', async () => {
    const machine = new HistoryMachine();
    const { history, uri, text } = await editing(machine);
    machine.files.put(uri, text('Saved'));
    await machine.settle();
    expect((await history.list()).items[0]?.excerpt).toBe('Saved');
    await history.recorder.fileSaved(uri);
    expect(machine.eventsOf('compositionSaved')).toHaveLength(2);
  });

  it('comes back whole after a crash before or in the middle of its save', async () => {
    for (const left of ['before', 'empty', 'half']) {
      const machine = new HistoryMachine();
      const { history, close, uri, text } = await editing(machine);
      const now = text('Begun. And much more.');
      await history.recorder.keepDraft(uri, now);
      close();
      if (left !== 'before') machine.files.put(uri, left === 'empty' ? '' : now.slice(0, now.length - 5));
      const next = await recovered(machine);
      expect(machine.files.textOf(uri), left).toBe(now);
      expect(next.history.notices, left).toMatchObject([{ reason: 'recovered', uri, count: 1 }]);
      expect((await next.history.list()).items.map(({ excerpt }) => excerpt), left).toEqual(['Begun. And much more.']);
      expect(drafts(machine), left).toEqual([]);
    }
  });

  it('overwrites nothing that may be newer: the draft becomes a composition of its own', async () => {
    const machine = new HistoryMachine();
    const { history, close, uri, text } = await editing(machine);
    await history.recorder.keepDraft(uri, text('One end.'));
    close();
    machine.files.put(uri, text('Another end, saved elsewhere.'));
    const next = await recovered(machine);
    expect(bodies(machine)).toEqual(['Another end, saved elsewhere.', 'One end.']);
    expect((await next.history.list()).total).toBe(2);
    expect(drafts(machine)).toEqual([]);
  });

  it('comes back when its file is gone, but not after it was deleted', async () => {
    const machine = new HistoryMachine();
    const { history, close, uri, uuid, text } = await editing(machine);
    await history.recorder.keepDraft(uri, text('Kept'));
    machine.files.drop(uri);
    close();
    const next = await recovered(machine);
    expect(bodies(machine)).toEqual(['Kept']);
    await next.history.recorder.keepDraft(uri, text('Kept no more'));
    await next.history.delete([uuid]);
    next.close();
    await recovered(machine);
    expect(bodies(machine)).toEqual([]);
    expect(drafts(machine)).toEqual([]);
  });

  it('leaves drafts alone whose window lives, however long it takes to save', async () => {
    const machine = new HistoryMachine();
    const { history, uri, text, close } = await editing(machine);
    await history.recorder.keepDraft(uri, text('Not saved yet, as the file is locked'));
    const next = await recovered(machine);
    await machine.pass(longAfter);
    expect(drafts(machine)).toHaveLength(1);
    expect(bodies(machine)).toEqual(['Begun.']);
    expect(next.history.notices).toEqual([]);
    // It ends, and the one that lives takes care of what it left.
    close();
    await machine.pass(longAfter);
    expect(bodies(machine)).toEqual(['Not saved yet, as the file is locked']);
    expect(drafts(machine)).toEqual([]);
  });

  it('keeps a draft that is newer than what was saved, and drops one that is older', async () => {
    const machine = new HistoryMachine();
    const { history, uri, text } = await editing(machine);
    machine.files.put(uri, text('Saved'));
    await history.recorder.keepDraft(uri, text('Typed while it was being saved'));
    await history.recorder.fileSaved(uri);
    expect(drafts(machine)).toHaveLength(1);
    machine.files.put(uri, text('Formatted by the editor'));
    await history.recorder.fileSaved(uri);
    expect(drafts(machine)).toEqual([]);
  });

  it('is recovered once, whoever starts at the same time', async () => {
    const machine = new HistoryMachine();
    const { history, close, uri, text } = await editing(machine);
    await history.recorder.keepDraft(uri, text('One end.'));
    close();
    machine.files.put(uri, text('Another end.'));
    await machine.pass(longAfter);
    const windows = [machine.open(), machine.open(), machine.open()];
    await Promise.all(windows.map((window) => window.history.whenReconciled()));
    expect(bodies(machine)).toEqual(['Another end.', 'One end.']);
  });

  it('comes back although nobody asks for the history', async () => {
    const machine = new HistoryMachine();
    const { history, close, uri, text } = await editing(machine);
    await history.recorder.keepDraft(uri, text('Begun. And more.'));
    close();
    await machine.clock.advance(longAfter);
    machine.open();
    await machine.settle();
    expect(bodies(machine)).toEqual(['Begun. And more.']);
  });

  it('stays with its file when another folder is chosen', async () => {
    const machine = new HistoryMachine();
    const { history, uri, text } = await editing(machine);
    await history.recorder.keepDraft(uri, text('Still unsaved'));
    history.setFolder('file:///elsewhere');
    await machine.pass(longAfter);
    expect(drafts(machine)).toEqual([expect.stringContaining(`${historyFolder}/.drafts/`)]);
    history.setFolder(historyFolder);
    machine.files.put(uri, text('Still unsaved'));
    await history.recorder.fileSaved(uri);
    expect(drafts(machine)).toEqual([]);
  });

  it('comes back when its folder is chosen later', async () => {
    const machine = new HistoryMachine();
    const { history, close, uri, text } = await editing(machine);
    await history.recorder.keepDraft(uri, text('Lost by a crash'));
    close();
    await machine.pass(longAfter);
    const other = machine.open();
    other.history.setFolder('file:///elsewhere');
    await other.history.whenReconciled();
    other.history.setFolder(historyFolder);
    await other.history.whenReconciled();
    expect(bodies(machine)).toEqual(['Lost by a crash']);
    expect(drafts(machine)).toEqual([]);
    expect(other.history.notices).toMatchObject([{ reason: 'recovered', uri, count: 1 }]);
  });

  it('may have any name, however long', async () => {
    const machine = new HistoryMachine();
    const uri = `${historyFolder}/${'n'.repeat(240)}.md`;
    machine.files.put(uri, 'Before');
    const { history, close } = machine.open();
    await history.whenReconciled();
    await history.recorder.keepDraft(uri, 'Before and after');
    expect(drafts(machine)[0]?.length).toBeLessThan(150);
    close();
    await recovered(machine);
    expect(machine.files.textOf(uri)).toBe('Before and after');
  });

  it('does not go where a draft that somebody forged wants to', async () => {
    const machine = new HistoryMachine();
    for (const [index, file] of ['../../etc/x.md', '.hidden.md', 'x.txt', ''].entries()) {
      machine.files.put(`${historyFolder}/.drafts/f${index}.draft`, `${JSON.stringify({ file, base: null, at: 0 })}\nText`);
    }
    machine.files.put(`${historyFolder}/.drafts/broken.draft`, new Uint8Array([255, 0, 10]));
    const before = machine.files.files;
    const { history } = await recovered(machine);
    expect(machine.files.files).toEqual(before);
    expect(history.notices).toEqual([]);
  });
});
