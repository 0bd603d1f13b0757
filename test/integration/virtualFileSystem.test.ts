import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { createApp } from '../../src/core/createApp';
import { RoutedFileSystem } from '../../src/core/util/routedFileSystem';
import { joinUri } from '../../src/core/util/uri';
import { NodeFileSystem } from '../../src/platform/node/nodeFileSystem';
import { NodeJournal } from '../../src/platform/node/nodeJournal';
import { SystemClock } from '../../src/platform/node/systemClock';
import { VscodeFileSystem } from '../../src/platform/vscode/vscodeFileSystem';
import { noFileLister } from '../support/noFileLister';
import { until } from './support/libraryFolder';

const messages: string[] = [];
const note = (message: string, error?: unknown): void => void messages.push(`${message} ${error instanceof Error ? String(error.stack) : ''}`);
/** Shown when something is not as expected. */
const log = { debug() {}, info() {}, warn: note, error: note };

/** Files that are nowhere on disk, as in a virtual workspace: the smallest provider that VS Code accepts. */
class MemoryProvider implements vscode.FileSystemProvider {
  readonly #files = new Map<string, Uint8Array>();
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path: name }: vscode.Uri): vscode.FileStat {
    const file = this.#files.get(name);
    if (file) return { type: vscode.FileType.File, size: file.length, ctime: 1, mtime: this.#files.size };
    if ([...this.#files.keys()].some((key) => key.startsWith(`${name}/`))) return { type: vscode.FileType.Directory, size: 0, ctime: 1, mtime: 1 };
    throw vscode.FileSystemError.FileNotFound();
  }

  readDirectory({ path: folder }: vscode.Uri): [string, vscode.FileType][] {
    const below = [...this.#files.keys()].filter((key) => key.startsWith(`${folder}/`)).map((key) => key.slice(folder.length + 1));
    return [...new Map(below.map((name) => [name.split('/')[0] ?? '', name.includes('/') ? vscode.FileType.Directory : vscode.FileType.File]))];
  }

  readFile({ path: name }: vscode.Uri): Uint8Array {
    const file = this.#files.get(name);
    if (!file) throw vscode.FileSystemError.FileNotFound();
    return file;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const type = this.#files.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.#files.set(uri.path, content);
    this.#changes.fire([{ type, uri }]);
  }

  delete(uri: vscode.Uri): void {
    this.#files.delete(uri.path);
    this.#changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  createDirectory(): void {}

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}

suite('a library on a virtual file system', () => {
  const provider = new MemoryProvider();
  const root = 'promptmemory:/work/space/prompts';
  const uriOf = (name: string): vscode.Uri => vscode.Uri.parse(joinUri(root, ...name.split('/')));
  const write = (name: string, title: string): void => provider.writeFile(uriOf(name), new TextEncoder().encode(`---\ntitle: ${title}\n---\nBody of ${title}\n`));

  test('is read, searched and followed through the editor', async () => {
    const registration = vscode.workspace.registerFileSystemProvider('promptmemory', provider, { isCaseSensitive: true });
    const storage = fs.mkdtempSync(path.join(os.tmpdir(), 'virtual-'));
    const app = createApp({
      fileSystem: new RoutedFileSystem(new VscodeFileSystem(), { file: new NodeFileSystem() }),
      clock: new SystemClock(),
      log,
      journal: new NodeJournal(joinUri(vscode.Uri.file(storage).toString(), 'events'), new SystemClock(), log),
      fileLister: noFileLister,
      history: { folder: 'file:///history' },
      storage: { indexFolder: joinUri(vscode.Uri.file(storage).toString(), 'index'), continuationsFolder: joinUri(vscode.Uri.file(storage).toString(), 'continuations'), version: 'test' },
    });
    try {
      write('commands/one.md', 'One');
      write('rules/deep/two words.md', 'Two');
      app.library.setSources([{ id: root, label: 'Virtual', kind: 'workspace', root, validation: { strictness: 'strict', missingMetadata: false } }]);
      await app.library.whenReady();
      assert.deepEqual(messages, []);
      assert.deepEqual(app.library.prompts.map(({ title, category }) => [title, category]).sort(), [['One', 'commands'], ['Two', 'rules']]);
      assert.equal((await app.library.search('tow'))[0]?.prompt.title, 'Two');
      assert.equal((await app.library.read(uriOf('rules/deep/two words.md').toString())).body, 'Body of Two');

      write('commands/one.md', 'Changed');
      write('commands/three.md', 'Three');
      provider.delete(uriOf('rules/deep/two words.md'));
      await app.library.refresh();
      await until(() => app.library.prompts.map(({ title }) => title).sort().join() === 'Changed,Three', 'the changes are known');
    } finally {
      app.dispose();
      registration.dispose();
      fs.rmSync(storage, { recursive: true });
    }
  });
});
