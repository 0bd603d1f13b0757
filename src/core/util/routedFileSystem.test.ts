import { describe, expect, it } from 'vitest';
import { InMemoryFileSystem } from '../../../test/support/inMemoryFileSystem';
import { RoutedFileSystem } from './routedFileSystem';

describe('a file system routed by scheme', () => {
  it('takes the fast way for its scheme and the general one for all others', async () => {
    const [general, fast] = [new InMemoryFileSystem(), new InMemoryFileSystem()];
    const files = new RoutedFileSystem(general, { file: fast });
    fast.put('file:///a.md', 'fast');
    general.put('vscode-vfs://host/a.md', 'general');
    expect(new TextDecoder().decode((await files.read('file:///a.md')).bytes)).toBe('fast');
    expect(new TextDecoder().decode((await files.read('vscode-vfs://host/a.md')).bytes)).toBe('general');
    await files.write('file:///b.md', new Uint8Array());
    expect(fast.files).toEqual(['file:///a.md', 'file:///b.md']);
  });

  it('deletes through the general one, which has the trash', async () => {
    const [general, fast] = [new InMemoryFileSystem(), new InMemoryFileSystem()];
    general.put('file:///a.md', 'a');
    await new RoutedFileSystem(general, { file: fast }).delete('file:///a.md');
    expect(general.files).toEqual([]);
    expect(fast.calls).toEqual([]);
  });
});
