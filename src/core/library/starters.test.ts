import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryFileSystem, memoryUri } from '../../../test/support/inMemoryFileSystem';
import { NodeFileSystem } from '../../platform/node/nodeFileSystem';
import { uriOf } from '../../platform/node/nodePaths';
import { installStarters } from './starters';

const shipped = memoryUri('extension', 'starters');
const library = memoryUri('home', 'library');
const record = memoryUri('home', 'library', '.starters.json');
const starter = (name: string): string => memoryUri('extension', 'starters', 'rules', name);
const own = (name: string): string => memoryUri('home', 'library', 'rules', name);

function world(): { fileSystem: InMemoryFileSystem; log: RecordingLog; install: () => ReturnType<typeof installStarters> } {
  const fileSystem = new InMemoryFileSystem();
  const log = new RecordingLog();
  fileSystem.put(starter('a.md'), 'A');
  fileSystem.put(starter('b.md'), 'B');
  return { fileSystem, log, install: () => installStarters(fileSystem, log, shipped, library) };
}

describe('starter prompts', () => {
  it('are all copied on first use, and not again', async () => {
    const { fileSystem, install } = world();
    expect(await install()).toEqual({ copied: [own('a.md'), own('b.md')] });
    expect(fileSystem.textOf(own('a.md'))).toBe('A');
    expect(await install()).toEqual({ copied: [] });
  });

  it('come one by one with an upgrade; a changed one stays changed, a deleted one deleted', async () => {
    const { fileSystem, install } = world();
    await install();
    fileSystem.put(own('a.md'), 'mine');
    fileSystem.drop(own('b.md'));
    fileSystem.put(starter('a.md'), 'A, better');
    fileSystem.put(starter('c.md'), 'C');
    expect(await install()).toEqual({ copied: [own('c.md')] });
    expect(fileSystem.textOf(own('a.md'))).toBe('mine');
    expect(fileSystem.textOf(own('b.md'))).toBeUndefined();
  });

  it('leave alone what is there already', async () => {
    const { fileSystem, install } = world();
    fileSystem.put(own('a.md'), 'mine');
    expect(await install()).toEqual({ copied: [own('b.md')] });
    expect(fileSystem.textOf(own('a.md'))).toBe('mine');
    fileSystem.drop(own('a.md'));
    expect(await install()).toEqual({ copied: [] });
  });

  it('stay deleted after an upgrade back and forth', async () => {
    const { fileSystem, install } = world();
    await install();
    fileSystem.drop(own('b.md'));
    fileSystem.drop(starter('b.md'));
    fileSystem.put(starter('c.md'), 'C');
    await install();
    fileSystem.put(starter('b.md'), 'B');
    expect(await install()).toEqual({ copied: [] });
  });

  it('are complete and unbroken when two windows copy at once', async () => {
    const { fileSystem, install } = world();
    const results = await Promise.all([install(), install()]);
    expect(results.map(({ failure }) => failure)).toEqual([undefined, undefined]);
    expect(results.flatMap(({ copied }) => copied).sort()).toEqual([own('a.md'), own('b.md')]);
    expect(JSON.parse(fileSystem.textOf(record) ?? '')).toMatchObject({ offered: ['rules/a.md', 'rules/b.md'] });
  });

  it('never come back because the record is damaged', async () => {
    const { fileSystem, log, install } = world();
    await install();
    fileSystem.drop(own('b.md'));
    fileSystem.put(record, '{"offered": [');
    expect(await install()).toEqual({ copied: [] });
    expect(log.lines.filter((line) => line.startsWith('warn'))).not.toEqual([]);
    fileSystem.put(starter('c.md'), 'C');
    expect(await install()).toEqual({ copied: [own('c.md')] });
    expect(fileSystem.textOf(own('b.md'))).toBeUndefined();
  });

  it('give the reason when the disk is full, and the rest comes next time', async () => {
    const { fileSystem, install } = world();
    fileSystem.fail(own('b.md'), 'noSpace');
    const { copied, failure } = await install();
    expect(copied).toEqual([own('a.md')]);
    expect(failure?.reason).toBe('noSpace');
    fileSystem.fail(own('b.md'), undefined);
    fileSystem.drop(own('a.md'));
    expect(await install()).toEqual({ copied: [own('b.md')] });
  });

  it('give the reason when nothing may be written', async () => {
    const { fileSystem, install } = world();
    for (const uri of [own('a.md'), record]) fileSystem.fail(uri, 'noPermission');
    expect((await install()).failure?.reason).toBe('noPermission');
    expect(fileSystem.files.filter((uri) => uri.startsWith(library))).toEqual([]);
  });
});

describe('the starter prompts that ship', () => {
  it('come to a folder on disk as they are, and only once', async () => {
    const base = mkdtempSync(join(tmpdir(), 'promptstack-starters-'));
    try {
      const shippedFolder = join(import.meta.dirname, '../../../media/starters');
      const target = join(base, 'new', 'data');
      const install = (): ReturnType<typeof installStarters> =>
        installStarters(new NodeFileSystem(), new RecordingLog(), uriOf(shippedFolder), uriOf(target));
      const { copied, failure } = await install();
      expect(failure).toBeUndefined();
      expect(copied.length).toBeGreaterThanOrEqual(12);
      const names = (readdirSync(target, { recursive: true }) as string[]).filter((name) => name.endsWith('.md'));
      expect(names).toHaveLength(copied.length);
      for (const name of names) expect(readFileSync(join(target, name))).toEqual(readFileSync(join(shippedFolder, name)));
      rmSync(join(target, names[0] ?? ''));
      expect(await install()).toEqual({ copied: [] });
    } finally {
      rmSync(base, { recursive: true });
    }
  });
});
