import { describe, expect, it } from 'vitest';
import { AIWorld, aRequest, collect } from '../../../test/support/aiWorld';
import { inMemoryPorts } from '../../../test/support/builders';
import { ManualProvider } from '../../../test/support/manualProvider';
import { ScriptedProvider, textAnswer } from '../../../test/support/scriptedProvider';
import { createApp } from '../createApp';
import type { AI } from './ai';
import { AIError } from './aiError';
import type { AIProvider } from './provider';

const signal = new AbortController().signal;
const answering = (): ScriptedProvider => new ScriptedProvider(() => textAnswer('x'));

/** The AI of an app whose providers come from `make`. */
async function open(world: AIWorld, make: () => AIProvider | Promise<AIProvider>): Promise<AI & { readonly made: AIProvider[]; closeApp(): void }> {
  const made: AIProvider[] = [];
  const createProvider = async (): Promise<AIProvider> => {
    const provider = await make();
    made.push(provider);
    return provider;
  };
  const app = createApp({ ...inMemoryPorts(), clock: world.clock, ai: () => Promise.resolve({ ...world.ports, createProvider }) });
  const ai = await app.ai.load();
  return Object.assign(ai, { made, closeApp: () => app.dispose() });
}

describe('the provider', () => {
  it('is made on first use, once for all', async () => {
    const ai = await open(new AIWorld(), answering);
    expect(ai.made).toEqual([]);
    const [one, two] = await Promise.all([ai.provider(), ai.provider()]);
    expect([one === two, one === (await ai.provider()), ai.made.length]).toEqual([true, true, 1]);
  });

  it('is made anew after a change, while calls of the old one end well', async () => {
    const world = new AIWorld();
    const ai = await open(world, () => new ManualProvider());
    const [changes, old] = [[] as string[], await ai.provider()];
    ai.onDidChange(() => changes.push(ai.providerId));
    const answer = collect(old.generate(aRequest({ task: 'run' }), { signal }));
    await world.clock.settle();
    world.settings.provider = 'openai';
    world.changed.fire();
    await world.clock.settle();
    expect([(await ai.provider()) === old, changes]).toEqual([false, ['openai']]);
    const [first] = ai.made as ManualProvider[];
    expect(first?.isDisposed).toBe(false);
    first?.calls[0]?.give({ type: 'text', text: 'late' }, { type: 'end', reason: 'complete' });
    expect([(await answer).text, first?.isDisposed]).toEqual(['late', true]);
  });

  it('is not even asked for its models before the user allowed it, and nobody is disturbed for that while typing', async () => {
    const world = new AIWorld();
    world.consent = 'ask';
    let lists = 0;
    const ai = await open(world, () => {
      const provider = answering();
      const list = provider.list;
      provider.models = () => (lists++, Promise.resolve(list));
      return provider;
    });
    await expect(ai.model(signal, { interactive: false })).rejects.toMatchObject({ reason: 'noConsent' });
    expect([lists, world.questions]).toEqual([0, []]);
    expect((await ai.model(signal)).id).toBe('model-1');
    expect([lists, world.questions]).toEqual([1, ['consent to Scripted at scripted.example']]);
    world.isTrusted = false;
    await expect(ai.model(signal)).rejects.toMatchObject({ reason: 'untrusted' });
  });

  it('is known by its size after it was asked, also in the next window, as long as it is the one that is set', async () => {
    const world = new AIWorld();
    const ai = await open(world, answering);
    expect(ai.knownModel).toBeUndefined();
    const model = await ai.model(signal);
    expect(ai.knownModel).toEqual(model);
    const later = await open(world, () => Promise.reject(new AIError('unreachable')));
    expect(later.knownModel).toEqual({ id: 'model-1', name: 'Model One', contextTokens: 200_000, maxOutputTokens: 8000 });
    for (const set of [{ model: 'another' }, { provider: 'openai' }] as const) {
      const before = { ...world.settings };
      Object.assign(world.settings, set);
      expect(later.knownModel).toBeUndefined();
      Object.assign(world.settings, before);
    }
    expect(later.knownModel?.contextTokens).toBe(200_000);
  });

  it('says what is missing, and is tried again when somebody asks again', async () => {
    const world = new AIWorld();
    let hasKey = false;
    const ai = await open(world, () => (hasKey ? answering() : Promise.reject(new AIError('noKey'))));
    await expect(ai.provider()).rejects.toMatchObject({ reason: 'noKey' });
    hasKey = true;
    expect((await ai.provider()).name).toBe('Scripted');
    world.settings.provider = 'none';
    world.changed.fire();
    await expect(ai.provider()).rejects.toMatchObject({ reason: 'noProvider' });
    await expect(ai.model(signal)).rejects.toMatchObject({ reason: 'noProvider' });
  });

  it('that failed while settings changed does not take the next one with it', async () => {
    const world = new AIWorld();
    const failures: ((error: Error) => void)[] = [];
    const ai = await open(world, () => (failures.length === 0 ? new Promise<never>((_, reject) => failures.push(reject)) : answering()));
    const old = ai.provider();
    world.changed.fire();
    const next = await ai.provider();
    failures[0]?.(new AIError('noKey'));
    await expect(old).rejects.toMatchObject({ reason: 'noKey' });
    expect(await ai.provider()).toBe(next);
  });

  it('goes with the app, also one that was still being made', async () => {
    const world = new AIWorld();
    let finish: (provider: AIProvider) => void = () => undefined;
    const ai = await open(world, () => new Promise((resolve) => (finish = resolve)));
    const opening = ai.provider();
    ai.closeApp();
    finish(answering());
    await opening;
    await world.clock.settle();
    expect((ai.made[0] as ScriptedProvider).isDisposed).toBe(true);
    await expect(ai.provider()).rejects.toMatchObject({ reason: 'cancelled' });
  });
});

describe('the model', () => {
  it('is the first of the list, or the one that is set, and the list is asked for once', async () => {
    const world = new AIWorld();
    let lists = 0;
    const ai = await open(world, () => {
      const provider = answering();
      const [first] = provider.list;
      const list = first ? [first, { ...first, id: 'model-2' }] : [];
      provider.models = () => {
        lists++;
        return Promise.resolve(list);
      };
      return provider;
    });
    expect((await Promise.all([ai.model(signal), ai.model(signal)])).map(({ id }) => id)).toEqual(['model-1', 'model-1']);
    world.settings.model = 'model-2';
    expect(await ai.model(signal)).toMatchObject({ id: 'model-2', contextTokens: 200_000 });
    world.settings.model = 'my-own';
    expect(await ai.model(signal)).toEqual({ id: 'my-own', name: 'my-own', contextTokens: undefined, maxOutputTokens: undefined });
    expect(lists).toBe(1);
    world.changed.fire();
    await ai.model(signal);
    expect(lists).toBe(2);
  });

  it('is asked for again after a failure; one that is set needs no list', async () => {
    const world = new AIWorld();
    let failure: AIError | undefined = new AIError('unauthorized');
    const ai = await open(world, () => {
      const provider = answering();
      provider.models = () => (failure ? Promise.reject(failure) : Promise.resolve(provider.list));
      return provider;
    });
    await expect(ai.model(signal)).rejects.toMatchObject({ reason: 'unauthorized' });
    failure = new AIError('modelNotFound');
    await expect(ai.model(signal)).rejects.toMatchObject({ reason: 'modelNotFound' });
    world.settings.model = 'local';
    expect((await ai.model(signal)).id).toBe('local');
    failure = undefined;
    world.settings.model = '';
    expect((await ai.model(signal)).id).toBe('model-1');
  });

  it('is never the first tool that a server happens to have', async () => {
    const world = new AIWorld();
    const ai = await open(world, () => Object.assign(answering(), { id: 'mcp' as const }));
    await expect(ai.model(signal)).rejects.toMatchObject({ reason: 'modelNotFound' });
    world.settings.model = 'model-1';
    expect((await ai.model(signal)).id).toBe('model-1');
  });

  it('does not keep those waiting who cancel, nor fail the others', async () => {
    const world = new AIWorld();
    let answer: () => void = () => undefined;
    const ai = await open(world, () => {
      const provider = answering();
      provider.models = () => new Promise((resolve) => (answer = () => resolve(provider.list)));
      return provider;
    });
    const cancel = new AbortController();
    const [cancelled, other] = [ai.model(cancel.signal), ai.model(signal)];
    await world.clock.settle();
    cancel.abort();
    await expect(cancelled).rejects.toMatchObject({ reason: 'cancelled' });
    answer();
    expect((await other).id).toBe('model-1');
  });
});
