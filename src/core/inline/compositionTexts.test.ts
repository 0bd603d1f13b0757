import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inMemoryPorts } from '../../../test/support/builders';
import { memoryUri } from '../../../test/support/inMemoryFileSystem';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import type { App } from '../app';
import { createApp } from '../createApp';

type Ports = ReturnType<typeof inMemoryPorts>;

const fileOf = (name: number | string): string => memoryUri('history', `${name}.md`);
const request = (before: string, uri = 'untitled:Untitled-1') => ({ uri, before, after: '' });
const composition = (body: string): string => `---\nuuid: something\ncreated: 2026-01-05T14:30:00.000Z\n---\n${body}\n`;
const reads = ({ fileSystem }: Ports): readonly string[] => fileSystem.callsOf('read').filter((uri) => uri.startsWith(memoryUri('history')));
const numbat = 'Regards from the numbat burrow team';

/** What several windows share. */
function shared(lines = new JournalLines(), base = inMemoryPorts()): () => Ports {
  return () => ({ ...base, journal: new InMemoryJournal(lines) });
}

function open(ports: Ports): App {
  const app = createApp(ports);
  app.library.setSources([]);
  return app;
}

async function saved({ events }: App, { fileSystem, clock }: Ports, name: number | string, body: string): Promise<void> {
  fileSystem.put(fileOf(name), composition(body));
  await events.publish({ type: 'compositionSaved', uuid: `u${name}`, uri: fileOf(name), hash: '', at: clock.now() });
}

async function deleted({ events }: App, { fileSystem, clock }: Ports, name: number | string): Promise<void> {
  fileSystem.drop(fileOf(name));
  await events.publish({ type: 'compositionDeleted', uuid: `u${name}`, uri: fileOf(name), at: clock.now() });
}

async function written(app: App, ports: Ports, count = 6, body = numbat): Promise<void> {
  for (let index = 0; index < count; index++) await saved(app, ports, index, body);
}

const suggested = (app: App, before = 'Regards from the n', uri?: string): string | undefined => app.continuations.suggest(request(before, uri))?.text;

describe('compositions', () => {
  it('are learned after a pause in saving, without their frontmatter and without opening the history', async () => {
    const ports = inMemoryPorts();
    const app = open(ports);
    await app.continuations.whenLearned();
    await written(app, ports);
    await ports.clock.advance(5000);
    expect(reads(ports)).toEqual([]);
    await ports.clock.advance(20_000);
    expect(suggested(app)).toBe('umbat burrow team');
    expect(app.continuations.suggest({ ...request('created: 2026'), asked: true })).toBeUndefined();
    expect(app.history.loaded).toBeUndefined();
    app.dispose();
  });

  it('of earlier windows are known in a new one, which reads those only that it does not know', async () => {
    const next = shared();
    const first = next();
    const one = open(first);
    await one.continuations.whenLearned();
    await written(one, first);
    await one.continuations.whenLearned();
    one.dispose();
    first.fileSystem.forgetCalls();

    const second = next();
    const two = open(second);
    await saved(two, second, 'new', 'Another text of mine');
    await two.continuations.whenReady();
    expect(suggested(two)).toBe('umbat burrow team');
    await two.continuations.whenLearned();
    expect(reads(second)).toEqual([fileOf('new')]);
    two.dispose();
  });

  it('are forgotten when they are deleted, in all windows and for good', async () => {
    const next = shared();
    const [here, there] = [next(), next()];
    const [one, two] = [open(here), open(there)];
    await Promise.all([one.continuations.whenLearned(), two.continuations.whenLearned()]);
    await written(one, here);
    await Promise.all([one.continuations.whenLearned(), two.continuations.whenLearned()]);
    expect([suggested(one), suggested(two)]).toEqual(['umbat burrow team', 'umbat burrow team']);
    for (let index = 0; index < 6; index++) await deleted(one, here, index);
    await Promise.all([one.continuations.whenLearned(), two.continuations.whenLearned()]);
    expect([suggested(one), suggested(two)]).toEqual([undefined, undefined]);
    one.dispose();
    two.dispose();
    const later = open(next());
    await later.continuations.whenLearned();
    expect(suggested(later)).toBeUndefined();
    later.dispose();
  });

  it('are forgotten when their files went while no window was open', async () => {
    const next = shared();
    const ports = next();
    const app = open(ports);
    await app.continuations.whenLearned();
    await written(app, ports);
    await app.continuations.whenLearned();
    app.dispose();
    for (let index = 0; index < 6; index++) ports.fileSystem.drop(fileOf(index));
    const later = open(next());
    await later.continuations.whenLearned();
    expect(suggested(later)).toBeUndefined();
    later.dispose();
  });

  it('do not come back with what another window kept of them', async () => {
    const lines = new JournalLines();
    const base = inMemoryPorts();
    const ports = shared(lines, base)();
    const one = open(ports);
    await one.continuations.whenLearned();
    // It shares the files, but its events never arrive.
    const deaf = shared(new JournalLines(), base)();
    const two = open(deaf);
    await two.continuations.whenLearned();
    await written(two, deaf);
    await two.continuations.whenLearned();
    for (let index = 0; index < 6; index++) base.fileSystem.drop(fileOf(index));
    one.continuations.learn(memoryUri('notes', 'a.md'), 'Something else that I wrote');
    await one.continuations.whenLearned();
    await one.continuations.whenLearned();
    expect(suggested(one)).toBeUndefined();
    one.dispose();
    two.dispose();
  });

  it('that cannot be read cost nothing but themselves', async () => {
    const ports = inMemoryPorts();
    const app = open(ports);
    await app.continuations.whenLearned();
    await saved(app, ports, 'large', 'x'.repeat(1024 * 1024 + 1));
    await saved(app, ports, 'empty', '');
    ports.fileSystem.put(fileOf('binary'), new Uint8Array([0, 1, 2, 255, 254, 0, 0]));
    await app.events.publish({ type: 'compositionSaved', uuid: 'b', uri: fileOf('binary'), hash: '', at: ports.clock.now() });
    await app.events.publish({ type: 'compositionSaved', uuid: 'g', uri: fileOf('gone'), hash: '', at: ports.clock.now() });
    await saved(app, ports, 'locked', numbat);
    ports.fileSystem.fail(fileOf('locked'), 'noPermission');
    await written(app, ports);
    await app.continuations.whenLearned();
    expect(suggested(app)).toBe('umbat burrow team');
    expect(ports.log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    app.dispose();
  });

  it('are read no more than are kept, the latest ones, however many there are', async () => {
    const ports = inMemoryPorts();
    const app = open(ports);
    for (let index = 0; index < 1500; index++) {
      await ports.clock.advance(10);
      await saved(app, ports, index, `Composition number ${index} of many`);
    }
    await app.continuations.whenLearned();
    const first = reads(ports);
    expect(first.length).toBe(200);
    expect(first.every((uri) => Number(/(\d+)\.md$/.exec(uri)?.[1]) >= 1300)).toBe(true);
    await app.continuations.whenLearned();
    expect(reads(ports)).toEqual(first);
    app.dispose();
  });
});

describe('a document that is recorded', () => {
  const source = memoryUri('notes', 'draft.md');
  const track = ({ events }: App, { clock }: Ports, name: number): Promise<void> =>
    events.publish({ type: 'compositionTracked', uuid: `u${name}`, source, at: clock.now() });

  it('is learned as its composition only', async () => {
    const ports = inMemoryPorts();
    const app = open(ports);
    for (let index = 0; index < 6; index++) app.continuations.learn(`${source}#${index}`, 'Nothing to do with it');
    app.continuations.learn(source, `${numbat}\n`.repeat(20));
    await app.continuations.whenLearned();
    expect(suggested(app)).toBe('umbat burrow team');
    await saved(app, ports, 1, 'Another text of mine');
    await track(app, ports, 1);
    await app.continuations.whenLearned();
    expect(suggested(app)).toBeUndefined();
    app.continuations.learn(source, `${numbat}\n`.repeat(20));
    app.continuations.learn(`${source}#checksum`, `${numbat}\n`.repeat(20));
    await app.continuations.whenLearned();
    expect(suggested(app)).toBeUndefined();
    await app.events.publish({ type: 'compositionUntracked', source, at: ports.clock.now() });
    app.continuations.learn(source, `${numbat}\n`.repeat(20));
    await app.continuations.whenLearned();
    expect(suggested(app)).toBe('umbat burrow team');
    app.dispose();
  });

  it('is not continued with its own text', async () => {
    const ports = inMemoryPorts();
    const app = open(ports);
    await track(app, ports, 1);
    await saved(app, ports, 1, `${numbat}\n`.repeat(20));
    await app.continuations.whenLearned();
    expect(suggested(app)).toBe('umbat burrow team');
    expect(suggested(app, 'Regards from the n', source)).toBeUndefined();
    app.dispose();
  });
});

describe('after any events', () => {
  it('the compositions that are left are known, and no others', async () => {
    const step = fc.record({ name: fc.integer({ min: 0, max: 5 }), kind: fc.constantFrom('save' as const, 'delete' as const, 'wait' as const, 'window' as const) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const next = shared();
        let ports = next();
        let app = open(ports);
        const left = new Set<number>();
        for (const { name, kind } of steps) {
          await ports.clock.advance(1);
          if (kind === 'save') {
            await saved(app, ports, name, `Word${name}a word${name}b word${name}c `.repeat(12));
            left.add(name);
          } else if (kind === 'delete') {
            await deleted(app, ports, name);
            left.delete(name);
          } else if (kind === 'wait') await app.continuations.whenLearned();
          else {
            app.dispose();
            ports = next();
            app = open(ports);
          }
        }
        await app.continuations.whenLearned();
        for (let name = 0; name < 6; name++) {
          const text = app.continuations.suggest({ ...request(`Word${name}a word${name}b `), asked: true })?.text;
          if (left.has(name)) expect(text).toContain(`word${name}c`);
          else expect(text).toBeUndefined();
        }
        app.dispose();
      }),
      { numRuns: 40 },
    );
  });
});
