import { describe, expect, it } from 'vitest';
import { aSource, inMemoryPorts, promptText } from '../../../test/support/builders';
import { memoryUri } from '../../../test/support/inMemoryFileSystem';
import type { App, LibraryChange } from '../app';
import { createApp } from '../createApp';
import { FileSystemError } from '../ports/fileSystem';
import type { PromptSource } from './promptSource';

type World = ReturnType<typeof inMemoryPorts> & {
  readonly app: App;
  readonly changes: LibraryChange[];
  readonly open: (...sources: readonly PromptSource[]) => Promise<void>;
};

function world(ports = inMemoryPorts()): World {
  const app = createApp(ports);
  const changes: LibraryChange[] = [];
  app.library.onDidChange((change) => changes.push(change));
  const open = async (...sources: readonly PromptSource[]): Promise<void> => {
    app.library.setSources(sources.length > 0 ? sources : [aSource()]);
    await app.library.whenReady();
    changes.length = 0;
    ports.fileSystem.forgetCalls();
  };
  return { ...ports, app, changes, open };
}

const inLibrary = (...names: string[]): string => memoryUri('library', ...names);
const titles = (app: App): string[] => app.library.prompts.map(({ title }) => title).sort();
const namesIn = (change: LibraryChange | undefined): Record<keyof LibraryChange, string[]> => {
  const names = (prompts: LibraryChange['added'] = []): string[] => prompts.map(({ path }) => path).sort();
  return { added: names(change?.added), changed: names(change?.changed), removed: names(change?.removed) };
};

describe('loading a library folder', () => {
  it('finds prompts at any depth, by their extension', async () => {
    const { fileSystem, app } = world();
    fileSystem.put(inLibrary('rules', 'deep', 'a.md'), promptText('A'));
    fileSystem.put(inLibrary('b.MARKDOWN'), promptText('B'));
    fileSystem.put(inLibrary('rules', 'c.mdc'), promptText('C'));
    fileSystem.put(inLibrary('notes.txt'), 'no prompt');
    expect(app.library.state).toBe('idle');
    app.library.setSources([aSource()]);
    expect(app.library.state).toBe('loading');
    await app.library.whenReady();
    expect(app.library.state).toBe('ready');
    expect(titles(app)).toEqual(['A', 'B', 'C']);
    expect(app.library.get(inLibrary('rules', 'deep', 'a.md'))).toMatchObject({ category: 'rules', path: 'rules/deep/a.md', problems: [] });
    expect(app.library.get(inLibrary('b.MARKDOWN'))?.category).toBe('');
  });

  it('skips hidden files and folders and node_modules', async () => {
    const { fileSystem, app, open } = world();
    for (const path of [['.git', 'a.md'], ['.a.md'], ['rules', '.draft', 'a.md'], ['node_modules', 'x', 'README.md']]) {
      fileSystem.put(inLibrary(...path), promptText('Hidden'));
    }
    fileSystem.put(inLibrary('a.md'), promptText('A'));
    await open();
    expect(titles(app)).toEqual(['A']);
  });

  it('reads a hidden folder that is itself the library', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(memoryUri('work', '.promptstack', 'prompts', 'a.md'), promptText('A'));
    await open(aSource({ root: memoryUri('work', '.promptstack', 'prompts') }));
    expect(titles(app)).toEqual(['A']);
  });

  it.each(['a b.md', '100%.md', '#1?.md', `it's "x".md`, '🚀.md', 'line\nbreak.md', 'שלום.md', '%41.md', 'a:b;c,d&e=f+g$.md', '�.md'])(
    'reads a file named %j',
    async (name) => {
      const { fileSystem, app, open } = world();
      fileSystem.put(inLibrary('odd', name), promptText('Odd'));
      await open();
      expect(app.library.prompts).toMatchObject([{ title: 'Odd', path: `odd/${name}`, uri: inLibrary('odd', name) }]);
    },
  );

  it('shows files that cannot be used, with the reason, and goes on with the others', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(inLibrary('huge.md'), new Uint8Array(1024 * 1024 + 1));
    fileSystem.put(inLibrary('secret.md'), promptText('Secret'));
    fileSystem.fail(inLibrary('secret.md'), 'noPermission');
    fileSystem.put(inLibrary('binary.md'), Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3, 0, 255, 254, 0));
    fileSystem.put(inLibrary('fine.md'), promptText('Fine'));
    await open();
    const codes = app.library.prompts.map(({ path, problems }) => [path, ...problems.map(({ code }) => code)]);
    expect(codes.sort()).toEqual([['binary.md', 'undecodable'], ['fine.md'], ['huge.md', 'tooLarge'], ['secret.md', 'unreadable']]);
  });

  it('notices that a file can be read again', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(inLibrary('secret.md'), promptText('Secret'));
    fileSystem.fail(inLibrary('secret.md'), 'noPermission');
    await open();
    fileSystem.fail(inLibrary('secret.md'), undefined);
    await app.library.refresh();
    expect(app.library.prompts).toMatchObject([{ title: 'Secret', problems: [] }]);
  });

  it('reports a folder that cannot be read and keeps what it knew of it', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(inLibrary('closed', 'a.md'), promptText('A'));
    fileSystem.put(inLibrary('b.md'), promptText('B'));
    await open();
    fileSystem.fail(inLibrary('closed'), 'noPermission');
    await app.library.refresh();
    expect(app.library.notices).toEqual([{ uri: inLibrary('closed'), reason: 'unreadableFolder' }]);
    expect(titles(app)).toEqual(['A', 'B']);
    fileSystem.fail(inLibrary('closed'), undefined);
    await app.library.refresh();
    expect(app.library.notices).toEqual([]);
  });

  it('stops at folders nested too deeply', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(inLibrary(...Array.from({ length: 64 }, () => 'd'), 'in.md'), promptText('In'));
    fileSystem.put(inLibrary(...Array.from({ length: 100 }, () => 'd'), 'out.md'), promptText('Out'));
    await open();
    expect(titles(app)).toEqual(['In']);
    expect(app.library.notices).toEqual([{ uri: inLibrary(...Array.from({ length: 65 }, () => 'd')), reason: 'tooDeep' }]);
  });

  it('is ready with nothing when the folder does not exist, and live when it appears', async () => {
    const { fileSystem, clock, app, changes, open } = world();
    await open();
    expect(app.library.prompts).toEqual([]);
    fileSystem.put(inLibrary('a.md'), promptText('A'));
    await clock.advance(200);
    expect(changes.map(namesIn)).toEqual([{ added: ['a.md'], changed: [], removed: [] }]);
  });

  it('survives that the folder goes while it is read', async () => {
    const { fileSystem, app } = world();
    for (let index = 0; index < 200; index++) fileSystem.put(inLibrary(`folder${index % 10}`, `${index}.md`), promptText(`P${index}`));
    const letGo = fileSystem.hold(inLibrary('folder3', '3.md'));
    app.library.setSources([aSource()]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    fileSystem.drop(inLibrary());
    letGo();
    await app.library.whenReady();
    await app.library.refresh();
    expect(app.library.prompts).toEqual([]);
  });
});

describe('links', () => {
  it('out of the library are reported and not followed', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(memoryUri('etc', 'secret.md'), promptText('Secret'));
    fileSystem.putLink(inLibrary('file.md'), memoryUri('etc', 'secret.md'));
    fileSystem.putLink(inLibrary('folder'), memoryUri('etc'));
    fileSystem.putLink(inLibrary('image.png'), memoryUri('etc', 'secret.md'));
    fileSystem.putLink(inLibrary('dangling.md'), memoryUri('nowhere'));
    await open();
    expect(app.library.prompts).toEqual([]);
    expect(app.library.notices).toEqual([
      { uri: inLibrary('file.md'), reason: 'linkOutside' },
      { uri: inLibrary('folder'), reason: 'linkOutside' },
    ]);
    expect(fileSystem.callsOf('read').filter((uri) => uri.startsWith(inLibrary()))).toEqual([]);
  });

  it('in a circle end', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(inLibrary('a', 'one.md'), promptText('One'));
    fileSystem.putLink(inLibrary('a', 'up'), inLibrary());
    fileSystem.putLink(inLibrary('a', 'self.md'), inLibrary('a', 'self.md'));
    await open();
    expect(titles(app)).toEqual(['One']);
    expect(app.library.notices.map(({ reason }) => reason)).toEqual(['linkLoop', 'linkLoop']);
  });

  it('within the library show every prompt once', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(inLibrary('rules', 'one.md'), promptText('One'));
    fileSystem.put(inLibrary('.shared', 'two.md'), promptText('Two'));
    fileSystem.put(inLibrary('.three.md'), promptText('Three'));
    fileSystem.putLink(inLibrary('again'), inLibrary('rules'));
    fileSystem.putLink(inLibrary('one-again.md'), inLibrary('rules', 'one.md'));
    fileSystem.putLink(inLibrary('shared'), inLibrary('.shared'));
    fileSystem.putLink(inLibrary('shared2'), inLibrary('.shared'));
    fileSystem.putLink(inLibrary('three.md'), inLibrary('.three.md'));
    await open();
    expect(app.library.prompts.map(({ path }) => path).sort()).toEqual(['rules/one.md', 'shared/two.md', 'three.md']);
    expect(app.library.notices).toEqual([]);
  });

  it('are followed at the root of the library', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(memoryUri('dotfiles', 'prompts', 'a.md'), promptText('A'));
    fileSystem.putLink(inLibrary(), memoryUri('dotfiles', 'prompts'));
    await open();
    expect(app.library.prompts).toMatchObject([{ title: 'A', uri: inLibrary('a.md') }]);
  });

  it('that replace a file take its prompt away', async () => {
    const { fileSystem, clock, app, open } = world();
    fileSystem.put(memoryUri('etc', 'secret.md'), promptText('Secret'));
    fileSystem.put(inLibrary('a.md'), promptText('A'));
    await open();
    fileSystem.drop(inLibrary('a.md'));
    fileSystem.putLink(inLibrary('a.md'), memoryUri('etc', 'secret.md'));
    await clock.advance(200);
    expect(app.library.prompts).toEqual([]);
    expect(app.library.notices).toEqual([{ uri: inLibrary('a.md'), reason: 'linkOutside' }]);
  });
});

describe('changes on disk', () => {
  it('are known within a fraction of a second, looking only at what changed', async () => {
    const { fileSystem, clock, changes, open } = world();
    for (const name of ['a', 'b', 'c']) fileSystem.put(inLibrary(`${name}.md`), promptText(name));
    await open();
    fileSystem.put(inLibrary('b.md'), promptText('B, better'));
    fileSystem.put(inLibrary('d.md'), promptText('D'));
    fileSystem.drop(inLibrary('c.md'));
    await clock.advance(150);
    expect(changes.map(namesIn)).toEqual([{ added: ['d.md'], changed: ['b.md'], removed: ['c.md'] }]);
    expect(new Set(fileSystem.callsOf('read'))).toEqual(new Set([inLibrary('b.md'), inLibrary('c.md'), inLibrary('d.md')]));
    expect(fileSystem.callsOf('readDirectory')).toEqual([]);
  });

  it('a folder that appears, moves and goes brings and takes its prompts', async () => {
    const { fileSystem, clock, app, changes, open } = world();
    fileSystem.put(inLibrary('other.md'), promptText('Other'));
    await open();
    fileSystem.watching = false;
    for (const name of ['a', 'b']) fileSystem.put(inLibrary('new', 'deep', `${name}.md`), promptText(name));
    fileSystem.watching = true;
    fileSystem.emit([{ uri: inLibrary('new'), kind: 'created' }]);
    await clock.advance(150);
    await fileSystem.rename(inLibrary('new'), inLibrary('moved'));
    await clock.advance(150);
    fileSystem.drop(inLibrary('moved'));
    await clock.advance(150);
    expect(changes.map(namesIn)).toEqual([
      { added: ['new/deep/a.md', 'new/deep/b.md'], changed: [], removed: [] },
      { added: ['moved/deep/a.md', 'moved/deep/b.md'], changed: [], removed: ['new/deep/a.md', 'new/deep/b.md'] },
      { added: [], changed: [], removed: ['moved/deep/a.md', 'moved/deep/b.md'] },
    ]);
    expect(titles(app)).toEqual(['Other']);
    expect(fileSystem.callsOf('read')).not.toContain(inLibrary('other.md'));
  });

  it('of 500 files come as one change', async () => {
    const { fileSystem, clock, changes, open } = world();
    for (let index = 0; index < 1000; index++) fileSystem.put(inLibrary(`${index}.md`), promptText(`P${index}`));
    await open();
    for (let index = 0; index < 500; index++) fileSystem.put(inLibrary(`${index}.md`), promptText(`New P${index}`));
    await clock.advance(150);
    expect(changes).toHaveLength(1);
    expect(changes[0]?.changed).toHaveLength(500);
    expect(fileSystem.callsOf('read')).toHaveLength(500);
  });

  it('are seen when time and size stay the same', async () => {
    const { fileSystem, clock, app, open } = world();
    fileSystem.put(inLibrary('a.md'), promptText('Old'), 1000);
    await open();
    fileSystem.put(inLibrary('a.md'), promptText('New'), 1000);
    await clock.advance(150);
    expect(titles(app)).toEqual(['New']);
  });

  it('a file edited again while it is read is read again, and only the last version is announced', async () => {
    const { fileSystem, clock, changes, open } = world();
    fileSystem.put(inLibrary('a.md'), promptText('One'));
    await open();
    const letGo = fileSystem.hold(inLibrary('a.md'));
    fileSystem.put(inLibrary('a.md'), promptText('Two'));
    await clock.advance(150);
    fileSystem.put(inLibrary('a.md'), promptText('Three'));
    letGo();
    await clock.advance(150);
    expect(changes.flatMap(({ changed }) => changed.map(({ title }) => title))).toEqual(['Three']);
  });

  it('a folder with the name of a file, and the other way round', async () => {
    const { fileSystem, clock, app, open } = world();
    fileSystem.put(inLibrary('a.md'), promptText('File'));
    await open();
    fileSystem.drop(inLibrary('a.md'));
    fileSystem.put(inLibrary('a.md', 'b.md'), promptText('Inside'));
    await clock.advance(150);
    expect(titles(app)).toEqual(['Inside']);
    fileSystem.drop(inLibrary('a.md'));
    fileSystem.put(inLibrary('a.md'), promptText('File'));
    await clock.advance(150);
    expect(titles(app)).toEqual(['File']);
  });

  it('are found by a rescan where nothing can be watched, reading only what differs', async () => {
    const { fileSystem, app, changes, open } = world();
    for (const name of ['a', 'b', 'c']) fileSystem.put(inLibrary(`${name}.md`), promptText(name));
    await open();
    fileSystem.watching = false;
    fileSystem.put(inLibrary('b.md'), promptText('B, better'));
    fileSystem.drop(inLibrary('c.md'));
    await app.library.refresh();
    expect(changes.map(namesIn)).toEqual([{ added: [], changed: ['b.md'], removed: ['c.md'] }]);
    expect(fileSystem.callsOf('read')).toEqual([inLibrary('b.md')]);
  });

  it('are known when refresh resolves', async () => {
    const { fileSystem, app, open } = world();
    await open();
    fileSystem.watching = false;
    fileSystem.put(inLibrary('rules', 'a.md'), promptText('A'));
    await app.library.refresh([inLibrary('rules', 'a.md')]);
    expect(titles(app)).toEqual(['A']);
  });

  it('are known when refresh resolves, also when the watcher tells of them while they are looked at', async () => {
    const { fileSystem, app, open } = world();
    const uri = inLibrary('rules', 'a.md');
    fileSystem.put(uri, promptText('A'));
    await open();
    fileSystem.watching = false;
    fileSystem.drop(uri);
    fileSystem.forgetCalls();
    const release = fileSystem.hold(uri);
    const refreshed = app.library.refresh([uri]);
    fileSystem.watching = true;
    await expect.poll(() => fileSystem.calls.some((call) => call.endsWith(` ${uri}`))).toBe(true);
    fileSystem.emit([{ uri, kind: 'deleted' }]);
    release();
    await refreshed;
    expect(titles(app)).toEqual([]);
  });

  it('are not announced when nothing changed', async () => {
    const { fileSystem, clock, app, changes, open } = world();
    fileSystem.put(inLibrary('a.md'), promptText('A'));
    await open();
    const before = app.library.prompts;
    fileSystem.emit([{ uri: inLibrary('a.md'), kind: 'changed' }]);
    await clock.advance(150);
    await app.library.refresh();
    expect(changes).toEqual([]);
    expect(app.library.prompts).toBe(before);
  });
});

describe('several library folders', () => {
  const inner = aSource({ root: inLibrary('team'), label: 'Team', kind: 'folder', validation: { strictness: 'lenient', missingMetadata: false } });

  it('one inside another: the inner one owns what is in it', async () => {
    const { fileSystem, clock, app, open } = world();
    fileSystem.put(inLibrary('a.md'), promptText('A'));
    fileSystem.put(inLibrary('team', 'b.md'), 'no frontmatter');
    await open(aSource(), inner);
    expect(app.library.prompts.map(({ path, sourceId }) => [path, sourceId]).sort()).toEqual([
      ['a.md', inLibrary()],
      ['b.md', inLibrary('team')],
    ]);
    expect(app.library.sourceOf(inLibrary('team', 'b.md'))).toBe(inner);
    fileSystem.put(inLibrary('team', 'c.md'), promptText('C'));
    await clock.advance(150);
    expect(app.library.prompts.map(({ path }) => path).sort()).toEqual(['a.md', 'b.md', 'c.md']);
  });

  it('come and go without reading again what both sets share', async () => {
    const { fileSystem, app, changes, open } = world();
    fileSystem.put(inLibrary('a.md'), promptText('A'));
    fileSystem.put(inLibrary('team', 'b.md'), promptText('B'));
    await open();
    app.library.setSources([aSource({ label: 'Mine' }), inner]);
    await app.library.whenReady();
    expect(app.library.sources.map(({ label }) => label)).toEqual(['Mine', 'Team']);
    expect(fileSystem.callsOf('read')).not.toContain(inLibrary('a.md'));
    expect(changes.map(namesIn)).toEqual([
      { added: [], changed: [], removed: ['team/b.md'] },
      { added: ['b.md'], changed: [], removed: [] },
    ]);
    changes.length = 0;
    app.library.setSources([aSource()]);
    await app.library.whenReady();
    expect(app.library.prompts.map(({ path }) => path).sort()).toEqual(['a.md', 'team/b.md']);
    expect(fileSystem.callsOf('read')).not.toContain(inLibrary('a.md'));
  });

  it('are judged anew when their strictness changes', async () => {
    const { fileSystem, app, changes, open } = world();
    fileSystem.put(inLibrary('a.md'), 'no frontmatter');
    await open();
    expect(app.library.prompts[0]?.problems).toContainEqual(expect.objectContaining({ code: 'missingTitle', severity: 'error' }));
    app.library.setSources([aSource({ validation: { strictness: 'lenient', missingMetadata: false } })]);
    await app.library.whenReady();
    expect(app.library.prompts[0]?.problems.map(({ severity }) => severity)).toEqual(['hint']);
    expect(changes.map(namesIn)).toEqual([{ added: [], changed: ['a.md'], removed: [] }]);
  });

  it('are all let go of in the end', async () => {
    const { fileSystem, app, open } = world();
    await open(aSource(), inner);
    expect(fileSystem.watcherCount).toBe(2);
    app.library.setSources([inner]);
    await app.library.whenReady();
    expect(fileSystem.watcherCount).toBe(1);
    app.dispose();
    expect(fileSystem.watcherCount).toBe(0);
  });

  it('are ready only when all are loaded, also when one was being loaded before', async () => {
    const { fileSystem, app } = world();
    fileSystem.put(inLibrary('a.md'), promptText('A'));
    const letGo = fileSystem.hold(inLibrary('a.md'));
    app.library.setSources([aSource()]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    app.library.setSources([aSource(), aSource({ root: memoryUri('other') })]);
    let ready = false;
    const waiting = app.library.whenReady().then(() => (ready = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ready).toBe(false);
    letGo();
    await waiting;
    expect(titles(app)).toEqual(['A']);
  });

  it('the last of several quick changes of the settings holds', async () => {
    const { fileSystem, app } = world();
    fileSystem.put(inLibrary('a.md'), promptText('A'));
    fileSystem.put(memoryUri('other', 'b.md'), promptText('B'));
    app.library.setSources([aSource()]);
    app.library.setSources([aSource(), aSource({ root: memoryUri('other') })]);
    app.library.setSources([aSource({ root: memoryUri('other') })]);
    await app.library.whenReady();
    expect(titles(app)).toEqual(['B']);
  });
});

describe('reading and searching', () => {
  it('reads the whole prompt as it is now', async () => {
    const { fileSystem, app, open } = world();
    fileSystem.put(inLibrary('a.md'), promptText('A', 'Hello {{text:name}}'));
    await open();
    const document = await app.library.read(inLibrary('a.md'));
    expect(document).toMatchObject({ body: 'Hello {{text:name}}', prompt: { title: 'A', sourceId: inLibrary() } });
    await expect(app.library.read(inLibrary('b.md'))).rejects.toSatisfy((error) => FileSystemError.is(error, 'notFound'));
  });

  it('judges text of an editor as the file it belongs to', async () => {
    const { app, open } = world();
    await open();
    const strict = await app.library.parse(inLibrary('a.md'), 'no title');
    const elsewhere = await app.library.parse(memoryUri('elsewhere', 'a.md'), 'no title');
    expect(strict.prompt.problems[0]).toMatchObject({ code: 'missingTitle', severity: 'error' });
    expect(elsewhere.prompt.problems[0]).toMatchObject({ code: 'missingTitle', severity: 'hint' });
  });

  it('searches what is there at the moment', async () => {
    const { fileSystem, clock, app, open } = world();
    fileSystem.put(inLibrary('a.md'), promptText('Review a pull request'));
    await open();
    const found = async (query: string): Promise<string[]> => (await app.library.search(query)).map(({ prompt }) => prompt.title);
    expect(await found('review')).toEqual(['Review a pull request']);
    fileSystem.put(inLibrary('a.md'), promptText('Plan a release'));
    fileSystem.put(inLibrary('b.md'), promptText('Write tests'));
    await clock.advance(150);
    expect(await found('review')).toEqual([]);
    expect(await found('release')).toEqual(['Plan a release']);
    expect(await found('tests')).toEqual(['Write tests']);
  });

  it('waits with the first search until the library is loaded', async () => {
    const { fileSystem, app } = world();
    fileSystem.put(inLibrary('a.md'), promptText('Review'));
    app.library.setSources([aSource()]);
    expect(await app.library.search('review')).toHaveLength(1);
  });
});
