import { describe, expect, it } from 'vitest';
import { AIWorld } from '../../../../test/support/aiWorld';
import { inMemoryPorts } from '../../../../test/support/builders';
import { ScriptedProvider, toolAnswer } from '../../../../test/support/scriptedProvider';
import type { App } from '../../app';
import { createApp } from '../../createApp';
import type { AI } from '../ai';

const uri = 'file:///compositions/one.md';
const { signal } = new AbortController();

/** One window after the other, over the same files and memory. */
class Windows {
  readonly world = new AIWorld();
  readonly #ports = inMemoryPorts();
  readonly provider: ScriptedProvider = new ScriptedProvider(() => toolAnswer({ suggestions: [{ kind: 'gap', title: `Answer ${this.provider.requests.length}`, explanation: 'Why', lines: [], prompt: null }] }));
  #app: App | undefined;

  async open(): Promise<AI> {
    this.#app?.dispose();
    await this.world.clock.settle();
    const { fileSystem, clock } = this.world;
    this.#app = createApp({ ...this.#ports, fileSystem, clock, ai: () => Promise.resolve({ ...this.world.ports, createProvider: () => Promise.resolve(this.provider) }) });
    this.#app.library.setSources([]);
    return this.#app.ai.load();
  }

  get asked(): number {
    return this.provider.requests.length;
  }

  get sent(): string {
    return JSON.stringify(this.provider.requests);
  }
}

const titles = (ai: AI): readonly string[] => ai.suggestions.of(uri).suggestions.map(({ title }) => title);

describe('suggestions in an app', () => {
  it('come from the cache for a text that did not change, in the next window too', async () => {
    const windows = new Windows();
    const ai = await windows.open();
    await ai.suggestions.get(uri, 'Text', { signal });
    await ai.suggestions.get(uri, 'Text', { signal });
    await ai.suggestions.get(uri, '---\ntags: [x]\n---\n', { signal });
    expect(windows.asked).toBe(1);
    await windows.world.clock.advance(60_000);
    const next = await windows.open();
    expect(next.suggestions.of(uri).run).toEqual({ kind: 'idle' });
    await next.suggestions.get(uri, 'Text', { signal });
    expect([windows.asked, titles(next)]).toEqual([1, ['Answer 1']]);
  });

  it('are asked for anew for another text, and when the person wants it', async () => {
    const windows = new Windows();
    const ai = await windows.open();
    await ai.suggestions.get(uri, 'Text', { signal });
    await ai.suggestions.get(uri, 'Text', { signal, refresh: true });
    expect([windows.asked, titles(ai)]).toEqual([2, ['Answer 2']]);
    await ai.suggestions.get(uri, 'Another text', { signal });
    expect([windows.asked, titles(ai)]).toEqual([3, ['Answer 3']]);
  });

  it.each([
    ['an untrusted workspace', (world: AIWorld): unknown => (world.isTrusted = false), 'untrusted'],
    ['no consent', (world: AIWorld): unknown => (world.consent = false), 'noConsent'],
    ['no provider', (world: AIWorld): unknown => (world.settings.provider = 'none'), 'noProvider'],
  ] as const)('send nothing with %s, and say so', async (_, change, reason) => {
    const windows = new Windows();
    change(windows.world);
    const ai = await windows.open();
    await ai.suggestions.get(uri, 'Text', { signal });
    expect(ai.suggestions.of(uri).run).toMatchObject({ kind: 'failed', error: { reason } });
    expect(windows.asked).toBe(0);
  });

  it('do not send secrets that the person wants masked, and are stopped where the person cancels', async () => {
    const windows = new Windows();
    const ai = await windows.open();
    await ai.suggestions.get(uri, 'The key-1234 is secret', { signal });
    expect(windows.asked).toBe(1);
    expect(windows.sent).not.toContain('key-1234');
    windows.world.decision = 'cancel';
    await ai.suggestions.get(uri, 'The key-5678 is secret', { signal });
    expect(windows.asked).toBe(1);
    expect(ai.suggestions.of(uri).run).toEqual({ kind: 'stopped' });
    expect(titles(ai)).toEqual(['Answer 1']);
  });
});
