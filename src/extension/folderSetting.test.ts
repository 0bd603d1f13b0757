import { describe, expect, it } from 'vitest';
import { folderUri } from './folderSetting';

const linux = { home: '/home/ada', platform: 'linux', workspaceFolder: 'file:///work/app' } as const;

describe('folders in settings', () => {
  it.each([
    ['/srv/prompts', 'file:///srv/prompts'],
    ['/srv/prompts/', 'file:///srv/prompts'],
    ['  /srv/my prompts#1 ', 'file:///srv/my%20prompts%231'],
    ['~', 'file:///home/ada'],
    ['~/prompts', 'file:///home/ada/prompts'],
    ['${userHome}/prompts', 'file:///home/ada/prompts'],
    ['${workspaceFolder}', 'file:///work/app'],
    ['${workspaceFolder}/docs/prompts/', 'file:///work/app/docs/prompts'],
    ['docs/prompts', 'file:///work/app/docs/prompts'],
    ['./docs/../prompts', 'file:///work/app/prompts'],
    ['/srv/a/../b', 'file:///srv/b'],
  ])('takes %s', (text, uri) => {
    expect(folderUri(text, linux)).toBe(uri);
  });

  it.each(['', '   ', '~ada/prompts', '${env:HOME}/prompts'])('refuses %j', (text) => {
    expect(folderUri(text, linux)).toBeUndefined();
  });

  it('needs a workspace folder for a relative path', () => {
    expect(folderUri('docs', { ...linux, workspaceFolder: undefined })).toBeUndefined();
    expect(folderUri('docs', { ...linux, workspaceFolder: 'vscode-vfs://github/a/b' })).toBe('vscode-vfs://github/a/b/docs');
  });

  it('knows the absolute paths of Windows there', () => {
    const windows = { home: '/home/ada', platform: 'win32', workspaceFolder: 'file:///c%3A/work' } as const;
    expect(folderUri('docs\\prompts', windows)).toBe('file:///c%3A/work/docs/prompts');
  });
});
