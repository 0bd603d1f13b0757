import { describe, expect, it } from 'vitest';
import { AIWorld, aRequest, type Collected, collect } from '../../../../test/support/aiWorld';
import { memoryUri } from '../../../../test/support/inMemoryFileSystem';
import { ManualProvider } from '../../../../test/support/manualProvider';
import { ScriptedProvider, textAnswer, toolAnswer } from '../../../../test/support/scriptedProvider';
import { AIError } from '../aiError';
import type { AIRequest, CallOptions } from '../provider';
import { AnswerCache } from './answerCache';
import { SecretDecisions } from './secretsGuard';
import { type ChainMemory, withMiddleware } from './withMiddleware';

const day = 24 * 3600 * 1000;
const folder = memoryUri('ai-cache');

/** A window: its own memory, the files of all. */
function open(world: AIWorld, inner: ScriptedProvider | ManualProvider = new ScriptedProvider(() => toolAnswer({ n: 1 }, 3)), limits?: ConstructorParameters<typeof AnswerCache>[2]) {
  const memory: ChainMemory = { answers: new AnswerCache(folder, world.parts, limits), secrets: new SecretDecisions() };
  const provider = withMiddleware(inner, world.parts, memory);
  const ask = async (request: AIRequest = aRequest(), options: Partial<CallOptions> = {}): Promise<Collected> => {
    const answer = await collect(provider.generate(request, { signal: new AbortController().signal, ...options }));
    await memory.answers.whenWritten();
    return answer;
  };
  return { inner, ask, answers: memory.answers };
}

const asked = ({ inner }: ReturnType<typeof open>): number => (inner as ScriptedProvider).requests.length;

describe('the cache of answers', () => {
  it('gives an unchanged request the answer that it had, also in the next window, and counts no further call', async () => {
    const world = new AIWorld();
    const window = open(world);
    const first = await window.ask();
    const again = await window.ask();
    expect([again.json, again.events.at(-1)]).toEqual([first.json, { type: 'end', reason: 'complete' }]);
    const next = open(world);
    expect((await next.ask()).json).toBe(first.json);
    expect([asked(window), asked(next), world.calls.length]).toEqual([1, 0, 1]);
  });

  it.each([
    ['text', aRequest({}, 'Another composition')],
    ['model', aRequest({ model: 'model-2' })],
    ['task', aRequest({ task: 'edit' })],
    ['limit', aRequest({ maxOutputTokens: 7 })],
  ])('is for the same request only: another %s', async (_, other) => {
    const window = open(new AIWorld());
    await window.ask();
    await window.ask(other);
    expect(asked(window)).toBe(2);
  });

  it('is for the same service only', async () => {
    const world = new AIWorld();
    await open(world).ask();
    const inner = new ScriptedProvider(() => textAnswer('x'));
    Object.assign(inner, { destination: 'elsewhere.example' });
    const other = open(world, inner);
    await other.ask();
    expect(asked(other)).toBe(1);
  });

  it('asks anew on request and keeps the new answer, or leaves the cache alone', async () => {
    let count = 0;
    const window = open(new AIWorld(), new ScriptedProvider(() => textAnswer(String(++count))));
    const texts: string[] = [];
    for (const cache of ['use', 'none', 'use', 'refresh', 'use'] as const) texts.push((await window.ask(aRequest(), { cache })).text);
    expect(texts).toEqual(['1', '2', '1', '3', '3']);
  });

  it('keeps no answer that failed, was cut off, refused or left', async () => {
    const world = new AIWorld();
    for (const script of [[{ type: 'text', text: 'a' } as const, new AIError('badRequest')], [{ type: 'end', reason: 'length' } as const], [{ type: 'end', reason: 'refused' } as const]]) {
      const window = open(world, new ScriptedProvider(() => script));
      await window.ask();
      await window.ask();
      expect(asked(window)).toBe(2);
    }
    const manual = new ManualProvider();
    const cancel = new AbortController();
    const left = open(world, manual).ask(aRequest(), { signal: cancel.signal });
    while (manual.calls.length === 0) await world.clock.nextTurn();
    manual.calls[0]?.give({ type: 'text', text: 'a' });
    cancel.abort();
    await left;
    expect(world.fileSystem.files).toEqual([]);
  });

  it('never keeps what was run, and completions for this window only', async () => {
    const world = new AIWorld();
    const window = open(world);
    for (const task of ['run', 'run', 'completion', 'completion'] as const) await window.ask(aRequest({ task }));
    expect([asked(window), world.fileSystem.files]).toEqual([3, []]);
  });

  it('writes down no secret', async () => {
    const world = new AIWorld();
    const window = open(world, new ScriptedProvider(({ messages }) => textAnswer(...messages.flatMap(({ parts }) => parts.map(({ text }) => text)))));
    const edit = aRequest({ task: 'edit' }, 'use key-12345678');
    expect((await window.ask(edit)).text).toBe('use key-12345678');
    expect(world.fileSystem.files.map((uri) => world.fileSystem.textOf(uri)).join()).not.toContain('key-');
    expect((await window.ask(edit)).text).toBe('use key-12345678');
    expect(asked(window)).toBe(1);
  });

  it('forgets after a week', async () => {
    const world = new AIWorld();
    const window = open(world);
    await window.ask();
    await world.clock.advance(7 * day + 1);
    const next = open(world);
    await next.ask();
    await window.ask();
    expect([asked(next), asked(window)]).toEqual([1, 2]);
  });

  it('is bounded, in memory and on disk', async () => {
    const world = new AIWorld();
    const window = open(world, undefined, { entries: 3, bytes: 10_000, age: day });
    for (let n = 0; n < 6; n++) await window.ask(aRequest({}, `Composition ${n}`));
    expect(world.fileSystem.files).toHaveLength(3);
    await window.ask(aRequest({}, 'Composition 5'));
    expect(asked(window)).toBe(6);
    await window.ask(aRequest({}, 'Composition 0'));
    expect(asked(window)).toBe(7);
    const large = open(world, new ScriptedProvider(() => textAnswer('x'.repeat(6000))), { entries: 99, bytes: 10_000, age: day });
    for (let n = 0; n < 3; n++) await large.ask(aRequest({}, `Large ${n}`));
    expect(world.fileSystem.files).toHaveLength(1);
  });

  it('can be cleared: of this window and of the files, which says how much it was', async () => {
    const world = new AIWorld();
    const other = open(world);
    await other.ask(aRequest({}, 'Of another window'));
    const window = open(world);
    await window.ask();
    await window.ask(aRequest({ task: 'completion' }, 'In memory alone'));
    const bytes = world.fileSystem.files.reduce((sum, uri) => sum + (world.fileSystem.textOf(uri)?.length ?? 0), 0);
    const cleared = await window.answers.clear();
    expect(cleared.answers).toBe(3);
    expect(cleared.bytes).toBeGreaterThan(bytes);
    expect(world.fileSystem.files).toEqual([]);
    expect(await window.answers.clear()).toEqual({ answers: 0, bytes: 0 });
    await window.ask();
    expect([asked(window), world.fileSystem.files.length]).toEqual([3, 1]);
  });

  it('says when it could not be cleared, and goes on', async () => {
    const world = new AIWorld();
    const window = open(world);
    expect(await window.answers.clear()).toEqual({ answers: 0, bytes: 0 });
    await window.ask();
    world.fileSystem.fail(folder, 'noPermission');
    await expect(window.answers.clear()).rejects.toMatchObject({ reason: 'noPermission' });
    expect((await window.ask()).json).toBe('{"n":1}');
  });

  it('only costs another call when its files are broken, hostile, or cannot be read or written', async () => {
    const world = new AIWorld();
    await open(world).ask();
    const [uri = ''] = world.fileSystem.files;
    const now = world.clock.now();
    const hostile = [
      '',
      '{"format":1',
      'null',
      '[]',
      JSON.stringify({ format: 2, at: now, events: [] }),
      JSON.stringify({ format: 1, at: now, events: [] }),
      JSON.stringify({ format: 1, at: now, events: [{ type: 'text', text: 7 }, { type: 'end', reason: 'complete' }] }),
      JSON.stringify({ format: 1, at: now, events: [{ type: 'end', reason: 'complete' }, { type: 'text', text: 'x' }] }),
      JSON.stringify({ format: 1, at: now, events: [{ type: 'command', text: 'x' }, { type: 'end', reason: 'complete' }] }),
      JSON.stringify({ format: 1, at: 'now', events: [{ type: 'end', reason: 'complete' }] }),
    ];
    for (const text of hostile) {
      world.fileSystem.put(uri, text, now);
      const window = open(world);
      expect((await window.ask()).json).toBe('{"n":1}');
      expect(asked(window)).toBe(1);
    }
    world.fileSystem.fail(uri, 'noPermission');
    world.fileSystem.fail(folder, 'unavailable');
    const window = open(world);
    expect((await window.ask()).json).toBe('{"n":1}');
    expect(asked(window)).toBe(1);
  });
});
