import { describe, expect, it, vi } from 'vitest';
import { HistoryMachine, historyFolder } from '../../../test/support/historyWindows';
import { InMemoryFileSystem } from '../../../test/support/inMemoryFileSystem';
import { InMemoryJournal } from '../../../test/support/inMemoryJournal';
import { FileSystemError } from '../ports/fileSystem';
import { compositionBody } from './compositionText';
import { HistoryError } from './historyError';
import type { CompositionRepository } from './compositionRepository';
import { InMemoryCompositionRepository } from './inMemoryCompositionRepository';
import type { LiveHistory } from './liveHistory';

function at(name: string): string {
  return `${historyFolder}/${encodeURIComponent(name)}`;
}

function composition(uuid: string, body: string): string {
  return `---\nuuid: ${uuid}\ncreated: 2026-01-02T03:04:05.000Z\n---\n${body}`;
}

async function rows(history: LiveHistory): Promise<Record<string, string>> {
  await history.whenReconciled();
  const { items } = await history.list({ order: 'oldest' });
  return Object.fromEntries(items.map(({ uri, uuid, isMissing }) => [decodeURIComponent(uri.slice(historyFolder.length + 1)), `${uuid}${isMissing ? ' missing' : ''}`]));
}

describe('the history', () => {
  it('writes a new composition, and finds it again', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const made = await history.create({ body: 'Explain the build.', directory: 'file:///work', tags: ['build'], prompts: ['file:///p.md'] });
    expect(machine.names).toHaveLength(1);
    expect(machine.names[0]).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.md$/);
    expect(compositionBody(machine.files.textOf(made.uri) ?? '')).toBe('Explain the build.');
    expect((await history.list()).items).toEqual([made]);
    expect(made).toMatchObject({ created: machine.clock.now(), directory: 'file:///work', tags: ['build'], excerpt: 'Explain the build.', lines: 1, isMissing: false });
    expect((await history.search('build')).map(({ composition }) => composition.uuid)).toEqual([made.uuid]);
    expect(await history.findByUri(made.uri)).toEqual(made);
    expect((await history.load(made.uuid))?.text).toBe(machine.files.textOf(made.uri));
    expect(machine.eventsOf('compositionSaved')).toHaveLength(1);
  });

  it('gives names by the time, also when two are made at once or the clock goes backwards', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const [first, second] = await Promise.all([history.create(), history.create()]);
    await machine.clock.advance(1000);
    await history.create();
    await machine.clock.advance(-1000);
    await history.create();
    expect(new Set([first.uri, second.uri]).size).toBe(2);
    expect(machine.names.map((name) => name.slice(19)).sort()).toEqual(['-2.md', '-3.md', '.md', '.md']);
    expect((await history.list()).total).toBe(4);
  });

  it('takes in what people put into the folder, and leaves it as it is', async () => {
    const machine = new HistoryMachine();
    const texts = { 'plain.md': 'No frontmatter', '2025-03-04_05-06-07.md': '---\ntags: x\n---\nBy name', 'a b.md': composition('u-1', 'With one'), 'note.txt': 'no', '.hidden.md': 'no' };
    for (const [name, text] of Object.entries(texts)) machine.files.put(at(name), text);
    const { history } = machine.open();
    await history.whenReconciled();
    const { items, total } = await history.list({ order: 'oldest' });
    expect(total).toBe(3);
    expect(items.map(({ excerpt }) => excerpt).sort()).toEqual(['By name', 'No frontmatter', 'With one']);
    expect(new Date(items.find(({ excerpt }) => excerpt === 'By name')?.created ?? 0).getFullYear()).toBe(2025);
    const again = machine.open();
    expect(await rows(again.history)).toEqual(await rows(history));
    for (const [name, text] of Object.entries(texts)) expect(machine.files.textOf(at(name))).toBe(text);
  });

  it('tells a copy from its original, the same way whoever looks first', async () => {
    const machine = new HistoryMachine();
    machine.files.put(at('x.md'), composition('u-1', 'Original'));
    const first = machine.open();
    await first.history.whenReconciled();
    machine.files.put(at('x copy.md'), composition('u-1', 'Copy'));
    await machine.settle();
    const second = machine.open();
    const seen = await rows(first.history);
    expect(seen['x.md']).toBe('u-1');
    expect(seen['x copy.md']).not.toBe('u-1');
    expect(await rows(second.history)).toEqual(seen);
    // The copy first, its original after it.
    const other = new HistoryMachine();
    other.files.put(at('x copy.md'), composition('u-1', 'Copy'));
    const third = other.open();
    await third.history.whenReconciled();
    other.files.put(at('x.md'), composition('u-1', 'Original'));
    await other.settle();
    expect(await rows(third.history)).toEqual(seen);
  });

  it('follows a renamed file, also one without identity of its own', async () => {
    const machine = new HistoryMachine();
    machine.files.put(at('a.md'), composition('u-1', 'One'));
    machine.files.put(at('b.md'), 'Two');
    const { history } = machine.open();
    await history.whenReconciled();
    await machine.files.rename(at('a.md'), at('c.md'));
    await machine.files.rename(at('b.md'), at('d.md'));
    await machine.settle();
    const seen = await rows(history);
    expect(Object.keys(seen).sort()).toEqual(['c.md', 'd.md']);
    expect(seen['c.md']).toBe('u-1');
    expect(history.notices).toEqual([]);
  });

  it('keeps the text of a file that vanished, says so once, and writes it again', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const one = await history.create({ body: 'Precious' });
    const two = await history.create({ body: 'Dear' });
    await history.whenReconciled();
    const before = machine.files.textOf(one.uri);
    machine.files.drop(one.uri);
    machine.files.drop(two.uri);
    await machine.settle();
    expect((await history.list({ isMissing: true })).total).toBe(2);
    expect(history.notices.map(({ reason }) => reason)).toEqual(['missingFiles']);
    expect((await history.load(one.uuid))?.text).toBe(before);
    expect(await history.restoreMissing([one.uuid])).toBe(1);
    expect(machine.files.textOf(one.uri)).toBe(before);
    await machine.settle();
    expect((await history.list({ isMissing: true })).items.map(({ uuid }) => uuid)).toEqual([two.uuid]);
    machine.files.put(two.uri, composition(two.uuid, 'Dear'));
    await machine.settle();
    expect((await history.list({ isMissing: true })).total).toBe(0);
  });

  it('tags in the frontmatter and changes nothing else, whatever the encoding', async () => {
    const machine = new HistoryMachine();
    const text = `---\r\nuuid: u-1\r\n# mine\r\ncreated: 2026-01-02T03:04:05.000Z\r\ntags: [old, Keep]\r\n---\r\nText\r\n`;
    machine.files.put(at('x.md'), new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]));
    machine.files.put(at('y.md'), 'Bare');
    const { history } = machine.open();
    await history.whenReconciled();
    const uuids = (await history.list()).items.map(({ uuid }) => uuid);
    await history.tag(uuids, { add: ['new', 'keep'], remove: ['OLD'] });
    const { bytes } = await machine.files.read(at('x.md'));
    expect(Buffer.from(bytes.subarray(2)).toString('utf16le')).toBe(text.replace('[old, Keep]', '[Keep, new]'));
    expect(compositionBody(machine.files.textOf(at('y.md')) ?? '')).toBe('Bare');
    expect((await history.list({ tags: ['NEW'] })).total).toBe(2);
    expect((await history.list()).items.map(({ uuid }) => uuid).sort()).toEqual([...uuids].sort());
  });

  it('deletes for all windows, and says what could not be deleted', async () => {
    const machine = new HistoryMachine();
    const [here, there] = [machine.open(), machine.open()];
    const one = await here.history.create({ body: 'One' });
    const two = await here.history.create({ body: 'Two' });
    await Promise.all([here.history.whenReconciled(), there.history.whenReconciled()]);
    machine.files.fail(two.uri, 'noPermission');
    const size = machine.files.textOf(one.uri)?.length;
    expect(await here.history.delete([one.uuid, two.uuid, 'unknown'])).toEqual({ deleted: 1, bytes: size, failed: [two.uri] });
    machine.files.fail(two.uri, undefined);
    await machine.settle();
    for (const { history } of [here, there]) {
      expect((await history.list()).items.map(({ uuid }) => uuid)).toEqual([two.uuid]);
      expect(history.notices).toEqual([]);
    }
  });

  it('learns of what other windows do, and of what happens on disk', async () => {
    const machine = new HistoryMachine();
    const [here, there] = [machine.open(), machine.open()];
    await there.history.whenReconciled();
    machine.files.watching = false;
    const made = await here.history.create({ body: 'From here' });
    await machine.settle();
    expect((await there.history.search('here')).map(({ composition: { uuid } }) => uuid)).toEqual([made.uuid]);
    await here.history.tag([made.uuid], { add: ['x'] });
    await machine.settle();
    expect((await there.history.tags())[0]).toEqual({ value: 'x', count: 1 });
    machine.files.watching = true;
    machine.files.put(made.uri, composition(made.uuid, 'By another program'));
    await machine.settle();
    expect((await there.history.load(made.uuid))?.excerpt).toBe('By another program');
  });

  it('knows of each file name which composition it is of, and forgets the one that another window deleted', async () => {
    const machine = new HistoryMachine();
    const [here, there] = [machine.open(), machine.open()];
    await Promise.all([here.history.whenReconciled(), there.history.whenReconciled()]);
    const made = await here.history.create({ body: 'From here' });
    await machine.clock.advance(300);
    await vi.waitFor(async () => expect((await there.history.list({ limit: 9 })).items).toHaveLength(1));
    machine.files.watching = false;
    await machine.files.delete(made.uri);
    const again = await there.history.create({ body: 'From there' });
    expect(again.uri).toBe(made.uri);
    const items = async () => (await there.history.list({ limit: 9 })).items.map(({ uuid, isMissing }) => [uuid, isMissing]).sort((a, b) => Number(a[1]) - Number(b[1]));
    await vi.waitFor(async () => expect(await items()).toEqual([[again.uuid, false], [made.uuid, true]]));
    await here.history.delete([made.uuid]);
    await machine.settle();
    expect(await items()).toEqual([[again.uuid, false]]);
  });

  it('reads nothing twice: not what it wrote, and not what it knows from last time', async () => {
    const machine = new HistoryMachine();
    const repository = new InMemoryCompositionRepository();
    repository.dispose = () => undefined;
    const database = { open: () => Promise.resolve({ repository, state: 'ready' as const }) };
    const first = machine.open({ database });
    for (let i = 0; i < 5; i++) await first.history.create({ body: `Text ${i}` });
    await first.history.whenReconciled();
    await machine.settle();
    first.close();
    machine.files.forgetCalls();
    const second = machine.open({ database });
    expect(Object.keys(await rows(second.history))).toHaveLength(5);
    await second.history.create({ body: 'One more' });
    await machine.settle();
    expect(machine.files.callsOf('read')).toEqual([]);
    // What happened while nobody looked is found at the next start.
    second.close();
    machine.files.put(machine.files.files.find((uri) => uri.endsWith('.md')) ?? '', composition('u-9', 'Changed'));
    const third = machine.open({ database });
    await third.history.whenReconciled();
    // The text that was there before is nowhere but in the index now.
    expect((await third.history.list()).total).toBe(7);
    expect((await third.history.list({ isMissing: true })).total).toBe(1);
    expect((await third.history.search('changed'))[0]?.composition.uuid).toBe('u-9');
  });

  it('works on the files alone without a database, and when it breaks down', async () => {
    const machine = new HistoryMachine();
    machine.files.put(at('x.md'), composition('u-1', 'Words'));
    const down = machine.open({ database: { open: () => Promise.reject(new HistoryError('unavailable', 'no room')) } });
    expect(await rows(down.history)).toEqual({ 'x.md': 'u-1' });
    expect(down.history.notices).toMatchObject([{ reason: 'databaseUnavailable' }]);
    const repository: CompositionRepository = new InMemoryCompositionRepository();
    let isBroken = false;
    const list = repository.list.bind(repository);
    repository.list = (options) => (isBroken ? Promise.reject(new HistoryError('unavailable', 'The worker ended')) : list(options));
    const breaks = machine.open({ database: { open: () => Promise.resolve({ repository, state: 'ready' }) } });
    expect(await rows(breaks.history)).toEqual({ 'x.md': 'u-1' });
    isBroken = true;
    await breaks.history.list();
    expect(await rows(breaks.history)).toEqual({ 'x.md': 'u-1' });
    expect(breaks.history.notices).toMatchObject([{ reason: 'databaseUnavailable' }]);
  });

  it('makes one composition, not more, while the journal cannot be written, and tells of it later', async () => {
    const machine = new HistoryMachine();
    const journal = new InMemoryJournal(machine.lines);
    journal.failure = new FileSystemError('noPermission', 'file:///journal');
    const { history, log } = machine.open({ journal });
    const { uri } = await history.create({ body: 'Written all the same' });
    expect(machine.names).toHaveLength(1);
    expect((await history.search('all the same')).map(({ composition }) => composition.uri)).toEqual([uri]);
    expect(log.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    journal.failure = undefined;
    await history.recorder.fileSaved(uri);
    expect(machine.eventsOf('compositionSaved')).toMatchObject([{ uri }]);
  });

  it('builds the index anew from the files, and keeps what is nowhere else', async () => {
    const machine = new HistoryMachine();
    for (let i = 0; i < 250; i++) machine.files.put(at(`n${i}.md`), composition(`u-${i}`, `Text ${i}`));
    const { history } = machine.open();
    const progress: number[] = [];
    history.onDidChangeState(() => history.progress && progress.push(history.progress.done));
    await history.whenReconciled();
    machine.files.drop(at('n7.md'));
    await machine.settle();
    expect(progress).toEqual([0, 100, 200]);
    expect(history.progress).toBeUndefined();
    expect(await history.rebuild()).toBe(249);
    expect((await history.list()).total).toBe(250);
    expect((await history.list({ isMissing: true })).items.map(({ uuid }) => uuid)).toEqual(['u-7']);
    expect(await history.reconcile()).toBe(0);
    machine.files.watching = false;
    machine.files.put(at('n1.md'), composition('u-1', 'Text X'), 1);
    machine.files.put(at('n1.md'), composition('u-1', 'Text Y'), 1);
    expect(await history.reconcile()).toBe(1);
    expect(await history.verify()).toEqual([]);
  });

  it('waits for a folder that cannot be read, and leaves everything as it was known', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const made = await history.create({ body: 'Kept' });
    await history.whenReconciled();
    machine.files.fail(historyFolder, 'noPermission');
    expect(await history.reconcile()).toBe(0);
    expect(history.notices).toMatchObject([{ reason: 'folderUnavailable', uri: historyFolder }]);
    expect((await history.list({ isMissing: false })).total).toBe(1);
    machine.files.fail(historyFolder, undefined);
    machine.files.watching = false;
    machine.files.put(at('new.md'), composition('u-1', 'Came meanwhile'));
    await machine.pass(20_000);
    await machine.settle();
    expect((await history.list()).items.map(({ uuid }) => uuid).sort()).toEqual(['u-1', made.uuid].sort());
  });

  it('finds and deletes compositions although drafts cannot be read', async () => {
    for (const reason of ['noPermission', 'notADirectory', 'unavailable'] as const) {
      const machine = new HistoryMachine();
      machine.files.put(at('a.md'), composition('u-1', 'Written elsewhere'));
      machine.files.put(at('b.md'), composition('u-2', 'Written as well'));
      machine.files.fail(at('.drafts'), reason);
      const { history } = machine.open();
      expect(await rows(history)).toEqual({ 'a.md': 'u-1', 'b.md': 'u-2' });
      expect(await history.delete(['u-1'])).toMatchObject({ deleted: 1, failed: [] });
      expect(await rows(history)).toEqual({ 'b.md': 'u-2' });
      expect(machine.names).toEqual(['b.md']);
    }
  });

  it('loses nothing when the folder is deleted while it runs', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    const made = await history.create({ body: 'Text of some length' });
    const other = await history.create({ body: 'Another' });
    await history.recorder.track('file:///notes.md', 'Recorded text');
    await history.whenReconciled();
    machine.files.drop(historyFolder);
    await machine.settle();
    await history.recorder.record('file:///notes.md', 'Recorded text goes on');
    await machine.settle();
    const page = await history.list({ isMissing: true });
    expect(page.items.map(({ uuid }) => uuid).sort()).toEqual([made.uuid, other.uuid].sort());
    expect(machine.names).toHaveLength(1);
    expect(await history.restoreMissing([made.uuid, other.uuid])).toBe(2);
    expect(machine.names).toHaveLength(3);
  });

  it('goes over to another folder with what is there', async () => {
    const machine = new HistoryMachine();
    const { history } = machine.open();
    await history.create({ body: 'Old place' });
    await history.whenReconciled();
    machine.files.put('file:///elsewhere/a.md', composition('u-1', 'New place'));
    history.setFolder('file:///elsewhere');
    await history.whenReconciled();
    expect((await history.list()).items.map(({ excerpt }) => excerpt)).toEqual(['New place']);
    expect(machine.names).toHaveLength(1);
    expect(history.notices).toEqual([]);
    machine.files.put('file:///elsewhere/b.md', composition('u-2', 'Watched'));
    await machine.settle();
    expect((await history.list()).total).toBe(2);
    expect(machine.files.watcherCount).toBe(1);
  });

  it('bears files that are no text, or too much of it', async () => {
    const machine = new HistoryMachine();
    machine.files.put(at('binary.md'), new Uint8Array([0, 1, 2, 0, 255, 254, 0]));
    machine.files.put(at('nul.md'), composition('u-1', 'a\0b'));
    machine.files.put(at('huge.md'), new Uint8Array(9 * 1024 * 1024).fill(65));
    machine.files.putFolder(at('folder.md'));
    const { history, log } = machine.open();
    const seen = await rows(history);
    expect(Object.keys(seen).sort()).toEqual(['binary.md', 'huge.md', 'nul.md']);
    expect(compositionBody((await history.load('u-1'))?.text ?? '')).toBe('a\0b');
    await expect(history.tag([seen['huge.md'] ?? ''], { add: ['x'] })).rejects.toMatchObject({ reason: 'tooLarge' });
    await expect(history.create({ body: 'x'.repeat(9 * 1024 * 1024) })).rejects.toMatchObject({ reason: 'tooLarge' });
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  it('leaves no watcher and no timer behind', async () => {
    const files = new InMemoryFileSystem();
    const machine = new HistoryMachine(undefined, files);
    const { history, close } = machine.open();
    await history.whenReconciled();
    close();
    expect(files.watcherCount).toBe(0);
    await expect(history.list()).rejects.toMatchObject({ reason: 'closed' });
  });
});
