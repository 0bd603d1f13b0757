import { describe, expect, it } from 'vitest';
import { aSource, inMemoryPorts, promptText } from '../../../test/support/builders';
import { memoryUri } from '../../../test/support/inMemoryFileSystem';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import type { App } from '../app';
import { createApp } from '../createApp';

type Ports = ReturnType<typeof inMemoryPorts>;

const file = memoryUri('storage', 'continuations', 'texts.bin');
const inLibrary = (name: string): string => memoryUri('library', name);
const request = (before: string, uri = 'untitled:Untitled-1') => ({ uri, before, after: '' });
const promptReads = ({ fileSystem }: Ports): readonly string[] => fileSystem.callsOf('read').filter((uri) => uri.startsWith(memoryUri('library')));
const writes = ({ fileSystem }: Ports): readonly string[] => fileSystem.callsOf('write').filter((uri) => uri.includes('continuations'));

function library(...bodies: string[]): Ports {
  const ports = inMemoryPorts();
  bodies.forEach((body, index) => ports.fileSystem.put(inLibrary(`p${index}.md`), promptText(`Prompt ${index}`, body)));
  ports.fileSystem.put(inLibrary('large.md'), new Uint8Array(1024 * 1024 + 1));
  return ports;
}

const reviewers = Array.from({ length: 12 }, () => 'You are a careful code reviewer.');

/** A window: its library is loaded, nothing learned yet. */
async function open(ports: Ports): Promise<App> {
  const app = createApp(ports);
  app.library.setSources([aSource()]);
  await app.library.whenReady();
  ports.fileSystem.forgetCalls();
  return app;
}

async function learned(ports: Ports): Promise<App> {
  const app = await open(ports);
  await app.continuations.whenLearned();
  return app;
}

describe('continuations', () => {
  it('cost nothing until they are used', async () => {
    const ports = library(...reviewers);
    const app = await open(ports);
    await ports.clock.advance(60_000);
    expect(app.continuations.state).toBe('idle');
    expect(app.continuations.suggest(request('You are a '))).toBeUndefined();
    expect(ports.fileSystem.calls.filter((call) => !call.includes('/index'))).toEqual([]);
    app.dispose();
  });

  it('are learned from the bodies of the library', async () => {
    const app = await learned(library(...reviewers));
    expect(app.continuations.state).toBe('ready');
    expect(app.continuations.suggest(request('You are a '))?.text).toBe('careful code reviewer.');
    expect(app.continuations.suggest({ ...request('description: Ab'), asked: true })).toBeUndefined();
    app.dispose();
  });

  it('follow the library', async () => {
    const ports = library(...reviewers);
    const app = await learned(ports);
    for (let index = 0; index < 12; index++) ports.fileSystem.put(inLibrary(`p${index}.md`), promptText('New', 'You are a patient teacher.'));
    await app.library.refresh();
    await app.continuations.whenLearned();
    expect(app.continuations.suggest(request('You are a '))?.text).toBe('patient teacher.');
    for (let index = 0; index < 12; index++) ports.fileSystem.drop(inLibrary(`p${index}.md`));
    await app.library.refresh();
    await app.continuations.whenLearned();
    expect(app.continuations.suggest({ ...request('You are a '), asked: true })).toBeUndefined();
    app.dispose();
  });

  it('are there at once in the next window, which reads what changed only', async () => {
    const ports = library(...reviewers);
    (await learned(ports)).dispose();
    ports.fileSystem.put(inLibrary('p0.md'), promptText('Changed', 'Something else'));
    ports.fileSystem.drop(inLibrary('p1.md'));
    const app = await open(ports);
    await app.continuations.whenReady();
    expect(app.continuations.suggest(request('You are a '))?.text).toBe('careful code reviewer.');
    await app.continuations.whenLearned();
    expect(promptReads(ports).filter((uri) => uri !== inLibrary('large.md'))).toEqual([inLibrary('p0.md')]);
    app.dispose();
  });

  it('are ready when the library was learned, or after a moment when that takes long', async () => {
    const ports = library(...reviewers);
    const quick = await open(ports);
    await quick.continuations.whenReady();
    expect(quick.continuations.suggest(request('You are a '))?.text).toBe('careful code reviewer.');
    quick.dispose();

    const slow = await open(ports);
    const release = ports.fileSystem.hold(inLibrary('p0.md'));
    let isReady = false;
    void slow.continuations.whenReady().then(() => (isReady = true));
    await ports.clock.settle();
    expect(isReady).toBe(false);
    await ports.clock.advance(2000);
    expect(isReady).toBe(true);
    release();
    await slow.continuations.whenLearned();
    slow.dispose();
  });

  it('are written some time after a change, once', async () => {
    const ports = library(...reviewers);
    const app = await learned(ports);
    ports.fileSystem.forgetCalls();
    for (let index = 0; index < 5; index++) {
      app.continuations.learn(`mem:///notes/${index}.md`, 'Some text of mine');
      await ports.clock.advance(3000);
    }
    expect(writes(ports)).toEqual([]);
    await ports.clock.advance(60_000);
    expect(writes(ports)).toEqual([file]);
    app.dispose();
  });

  it('come from compositions as well, in later windows too, until they are forgotten', async () => {
    const ports = library();
    const app = await learned(ports);
    const uri = (index: number): string => memoryUri('notes', `${index}.md`);
    for (let index = 0; index < 10; index++) app.continuations.learn(uri(index), '---\ntitle: A title of mine\n---\nDear Dr. Quokka of Perth');
    await app.continuations.whenLearned();
    expect(app.continuations.suggest(request('Dear Dr'))?.text).toBe('. Quokka of Perth');
    expect(app.continuations.suggest(request('title: A '))).toBeUndefined();
    app.dispose();
    const next = await learned({ ...ports, storage: { ...ports.storage, version: 'newer' } });
    expect(next.continuations.suggest(request('Dear Dr'))?.text).toBe('. Quokka of Perth');
    for (let index = 0; index < 10; index++) next.continuations.forget(uri(index));
    await next.continuations.whenLearned();
    expect(next.continuations.suggest(request('Dear Dr'))).toBeUndefined();
    next.dispose();
  });

  it('of two windows do not get lost', async () => {
    const ports = library();
    const [one, two] = [await learned(ports), await learned(ports)];
    for (let index = 0; index < 6; index++) one.continuations.learn(memoryUri('one', `${index}`), 'Alpha beta gamma delta');
    for (let index = 0; index < 6; index++) two.continuations.learn(memoryUri('two', `${index}`), 'Omega psi chi phi');
    await one.continuations.whenLearned();
    await two.continuations.whenLearned();
    one.dispose();
    two.dispose();
    const app = await learned(ports);
    expect(app.continuations.suggest(request('Alpha beta '))?.text).toBe('gamma delta');
    expect(app.continuations.suggest(request('Omega psi '))?.text).toBe('chi phi');
    app.dispose();
  });

  it('are learned anew when their file is damaged, and go on without one that cannot be written', async () => {
    const ports = library(...reviewers);
    (await learned(ports)).dispose();
    ports.fileSystem.put(file, `${ports.fileSystem.textOf(file)} damaged`);
    const app = await learned(ports);
    expect(promptReads(ports).length).toBeGreaterThanOrEqual(12);
    expect(app.continuations.suggest(request('You are a '))?.text).toBe('careful code reviewer.');
    ports.fileSystem.fail(file, 'noSpace');
    app.continuations.learn('mem:///a.md', 'Some text of mine');
    await app.continuations.whenLearned();
    expect(ports.log.lines.some((line) => line.startsWith('warn What ghost text learned could not be'))).toBe(true);
    app.dispose();
  });

  it('can be disposed at any time', async () => {
    const ports = library(...reviewers);
    const app = await open(ports);
    const ready = app.continuations.whenReady();
    app.dispose();
    await ready;
    await ports.clock.advance(60_000);
    expect(ports.fileSystem.files).not.toContain(file);
    expect(ports.log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});

describe('what became of a suggestion', () => {
  const shared = (ports: Ports, lines: JournalLines): Ports => ({ ...ports, journal: new InMemoryJournal(lines) });

  it('changes what is suggested, in all windows and later', async () => {
    const lines = new JournalLines();
    const ports = shared(library(...reviewers), lines);
    const other = await learned(shared(ports, lines));
    const app = await learned(ports);
    const asked = request('You are a ');
    for (let times = 0; times < 4; times++) {
      const suggestion = app.continuations.suggest(asked) ?? { text: 'careful code reviewer.', confidence: 1 };
      app.continuations.record(suggestion, asked, '');
    }
    await ports.clock.settle();
    expect(app.continuations.suggest(asked)).toBeUndefined();
    expect(other.continuations.suggest(asked)).toBeUndefined();
    const later = await learned(shared(ports, lines));
    expect(later.continuations.suggest(asked)).toBeUndefined();
    await ports.clock.advance(120 * 24 * 3600 * 1000);
    expect(later.continuations.suggest(asked)?.text).toBe('careful code reviewer.');
    for (const each of [app, other, later]) each.dispose();
  });

  it('accepted makes the next one surer', async () => {
    const ports = library(...reviewers);
    const app = await learned(ports);
    const asked = request('You are a c');
    const suggestion = app.continuations.suggest(asked);
    expect(suggestion?.text).toBe('areful code reviewer.');
    if (suggestion) app.continuations.record(suggestion, asked, 'areful');
    await ports.clock.settle();
    expect(app.continuations.suggest(asked)?.confidence).toBeGreaterThan(suggestion?.confidence ?? 1);
    app.dispose();
  });

  it('is kept without any text', async () => {
    const lines = new JournalLines();
    const ports = shared(library(...reviewers), lines);
    const app = await learned(ports);
    app.continuations.record({ text: 'careful code reviewer.', confidence: 1 }, request('You are a '), 'careful');
    app.continuations.record({ text: 'careful code reviewer.', confidence: 1 }, request('You are a '), '');
    await ports.clock.settle();
    const at = ports.clock.now();
    const events = lines.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events).toMatchObject([
      { type: 'suggestionAccepted', kind: 'inline', characters: 7, at },
      { type: 'suggestionDismissed', kind: 'inline', characters: 22, at },
    ]);
    expect(events.map(({ key }) => key)).toEqual([expect.stringMatching(/^[0-9a-f]{16}\.[0-9a-f]{16}$/), events[0]?.['key']]);
    app.dispose();
  });
});
