import { describe, expect, it } from 'vitest';
import { type SourceSettings, sourcesOf } from './sourceSettings';

const settings: SourceSettings = {
  home: '/home/ada',
  platform: 'linux',
  path: '',
  folders: [],
  workspaceFolders: [],
  userLibrary: 'strict',
  otherFolders: 'lenient',
  missingMetadata: true,
  userLabel: 'User',
};

describe('library folders from settings', () => {
  it('starts with the user library in its default place', () => {
    expect(sourcesOf(settings).sources).toEqual([
      {
        id: 'file:///home/ada/.promptstack/data',
        root: 'file:///home/ada/.promptstack/data',
        label: 'User',
        kind: 'user',
        validation: { strictness: 'strict', missingMetadata: true },
      },
    ]);
  });

  it('reports a library path that is not absolute and takes the default', () => {
    const { sources, invalid } = sourcesOf({ ...settings, path: 'prompts', workspaceFolders: [{ uri: 'file:///w', name: 'w', folders: [] }] });
    expect(sources[0]?.root).toBe('file:///home/ada/.promptstack/data');
    expect(invalid).toEqual([{ setting: 'promptstack.library.path', value: 'prompts' }]);
  });

  it('adds the prompts folder of every workspace folder, judged like the user library', () => {
    const { sources } = sourcesOf({
      ...settings,
      workspaceFolders: [
        { uri: 'file:///work/app', name: 'app', folders: [] },
        { uri: 'vscode-vfs://github/a/b', name: 'b', folders: [] },
      ],
    });
    expect(sources.slice(1)).toMatchObject([
      { root: 'file:///work/app/.promptstack/prompts', label: 'app', kind: 'workspace', validation: { strictness: 'strict' } },
      { root: 'vscode-vfs://github/a/b/.promptstack/prompts', label: 'b', kind: 'workspace' },
    ]);
  });

  it('adds further folders leniently, each once, told apart by their label', () => {
    const folders = ['docs/prompts', '/srv/prompts', '~/.promptstack/data'];
    const { sources, invalid } = sourcesOf({
      ...settings,
      workspaceFolders: [
        { uri: 'file:///work/app', name: 'app', folders },
        { uri: 'file:///work/web', name: 'web', folders: ['/srv/prompts/'] },
      ],
    });
    expect(sources.slice(3)).toMatchObject([
      { root: 'file:///work/app/docs/prompts', label: 'prompts (docs)', kind: 'folder', validation: { strictness: 'lenient' } },
      { root: 'file:///srv/prompts', label: 'prompts (srv)', kind: 'folder' },
    ]);
    expect(invalid).toEqual([]);
  });

  it('reads the folders of the user when no workspace is open, and names those that need one', () => {
    const { sources, invalid } = sourcesOf({ ...settings, folders: ['/srv/prompts', 'docs'] });
    expect(sources.map(({ root }) => root)).toEqual(['file:///home/ada/.promptstack/data', 'file:///srv/prompts']);
    expect(invalid).toEqual([{ setting: 'promptstack.library.folders', value: 'docs' }]);
  });
});
