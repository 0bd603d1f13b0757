import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSource, inMemoryPorts, promptText } from '../../../test/support/builders';
import { memoryUri } from '../../../test/support/inMemoryFileSystem';
import { createApp } from '../createApp';
import type { Prompt } from '../prompts/prompt';
import type { PromptSource } from './promptSource';

type Ports = ReturnType<typeof inMemoryPorts>;
const inLibrary = (...names: string[]): string => memoryUri('library', ...names);
const isIndex = (uri: string): boolean => uri.startsWith(memoryUri('storage', 'index'));
const isPrompt = (uri: string): boolean => uri.startsWith(inLibrary());

/** One run of the extension: loads, and lives long enough to write the index. */
async function run(ports: Ports, source: PromptSource = aSource()): Promise<{ prompts: readonly Prompt[]; reads: readonly string[] }> {
  const app = createApp(ports);
  ports.fileSystem.forgetCalls();
  app.library.setSources([source]);
  await app.library.whenReady();
  const reads = ports.fileSystem.callsOf('read').filter(isPrompt);
  const prompts = app.library.prompts;
  await ports.clock.advance(5000);
  app.dispose();
  return { prompts: [...prompts].sort((a, b) => (a.uri < b.uri ? -1 : 1)), reads };
}

function library(count = 5): Ports {
  const ports = inMemoryPorts();
  for (let index = 0; index < count; index++) {
    ports.fileSystem.put(inLibrary('rules', `p ${index}.md`), promptText(`Prompt ${index}`, index % 2 ? 'Use {{text:x}} and {{list:y}}, {{txt:z}}' : 'Go'));
  }
  ports.fileSystem.put(inLibrary('untitled.md'), 'No frontmatter');
  ports.fileSystem.put(inLibrary('large.md'), new Uint8Array(1024 * 1024 + 1));
  return ports;
}

describe('the second start', () => {
  it('reads no prompt and knows the same', async () => {
    const ports = library(450);
    const first = await run(ports);
    const second = await run(ports);
    expect(first.reads).toHaveLength(452);
    expect(second.reads).toEqual([]);
    expect(second.prompts).toEqual(first.prompts);
    expect(JSON.stringify(second.prompts)).toBe(JSON.stringify(first.prompts));
  });

  it('reads what changed meanwhile, and forgets what went', async () => {
    const ports = library();
    await run(ports);
    ports.fileSystem.put(inLibrary('rules', 'p 1.md'), promptText('Changed'));
    ports.fileSystem.put(inLibrary('new.md'), promptText('New'));
    ports.fileSystem.drop(inLibrary('untitled.md'));
    const { prompts, reads } = await run(ports);
    expect([...reads].sort()).toEqual([inLibrary('new.md'), inLibrary('rules', 'p 1.md')]);
    expect(prompts.map(({ title }) => title)).toContain('Changed');
    expect(prompts.map(({ path }) => path)).not.toContain('untitled.md');
  });

  it('does not believe a file that was young when it was read', async () => {
    const ports = library(1);
    const young = inLibrary('young.md');
    ports.fileSystem.put(young, promptText('Old'), ports.clock.now() - 500);
    await run(ports);
    ports.fileSystem.put(young, promptText('New'), ports.clock.now() - 5500);
    const { prompts, reads } = await run(ports);
    expect(reads).toEqual([young]);
    expect(prompts.map(({ title }) => title)).toContain('New');
  });

  it('believes nothing that another version of the program wrote', async () => {
    const ports = library();
    await run(ports);
    const { reads } = await run({ ...ports, storage: { ...ports.storage, version: 'next' } });
    expect(reads).toHaveLength(7);
  });

  it('judges anew when the strictness changed', async () => {
    const ports = library();
    await run(ports);
    const { prompts, reads } = await run(ports, aSource({ validation: { strictness: 'lenient', missingMetadata: false } }));
    expect(reads).toHaveLength(7);
    expect(prompts.find(({ path }) => path === 'untitled.md')?.problems[0]?.severity).toBe('hint');
  });

  it('keeps a new edit for the start after it', async () => {
    const ports = library();
    const app = createApp(ports);
    app.library.setSources([aSource()]);
    await app.library.whenReady();
    await ports.clock.advance(5000);
    ports.fileSystem.put(inLibrary('rules', 'p 1.md'), promptText('Changed'));
    await ports.clock.advance(70_000);
    app.dispose();
    expect((await run(ports)).reads).toEqual([]);
  });
});

describe('an index that cannot be trusted', () => {
  it('of another library is ignored', async () => {
    const ports = library();
    await run(ports);
    const index = ports.fileSystem.files.find(isIndex) ?? '';
    const text = ports.fileSystem.textOf(index) ?? '';
    ports.fileSystem.put(index, text.replace('mem:///library', 'mem:///another'));
    expect((await run(ports)).reads).toHaveLength(7);
  });

  it('in any way damaged never changes what is shown', async () => {
    const ports = library(3);
    const { prompts } = await run(ports);
    const index = ports.fileSystem.files.find(isIndex) ?? '';
    const good = new TextEncoder().encode(ports.fileSystem.textOf(index) ?? '');
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.boolean(), async (at, value, cut) => {
        const bad = cut ? good.slice(0, at) : good.slice();
        if (!cut) bad[at] = value;
        ports.fileSystem.put(index, bad);
        expect((await run(ports)).prompts).toEqual(prompts);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('and cannot be written costs nothing but time', async () => {
    const ports = library();
    ports.fileSystem.put(memoryUri('storage', 'index'), 'a file where the folder should be');
    await run(ports);
    const index = ports.fileSystem.files.find((uri) => uri.startsWith(`${memoryUri('storage', 'index')}/`)) ?? '';
    ports.fileSystem.fail(index, 'noSpace');
    const { prompts, reads } = await run(ports);
    expect([prompts.length, reads.length]).toEqual([7, 7]);
    expect(ports.log.lines.some((line) => line.startsWith('warn'))).toBe(true);
  });
});
