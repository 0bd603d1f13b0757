import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { closeEditors } from './support/editors';
import { freshWord } from './support/fresh';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> => vscode.commands.executeCommand(`promptstack.${command}`, ...args);

suite('managing prompts', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-manage');
  });
  teardown(closeEditors);
  suiteTeardown(() => library.dispose());

  test('Edit opens the file', async () => {
    const uri = await library.writePrompt('edited', 'x');
    await run('editPrompt', { promptUri: uri });
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), uri);
  });

  test('Copy takes the body with its placeholders as they are', async () => {
    const uri = await library.write('copied.md', '---\r\ntitle: Copied\r\n---\r\n\r\nOne {{text:a}}\r\n\r\ntwo\r\n');
    await run('copyPrompt', uri);
    assert.equal(await vscode.env.clipboard.readText(), 'One {{text:a}}\n\ntwo');
  });

  test('Copy Path gives the path of the file, and acts on the prompt in the editor when there is no target', async () => {
    const uri = await library.writePrompt('a path & more', 'x');
    await run('editPrompt', uri);
    await run('copyPromptPath');
    assert.equal(await vscode.env.clipboard.readText(), path.join(library.path, 'a path & more.md'));
  });

  test('Duplicate writes a copy with a title and a name of its own, in the same encoding, and opens it', async () => {
    const bytes = Buffer.from('---\r\ntitle: Caf\u00e9 \r\ntags: [a] # mine\r\n---\r\n\r\nUn caf\u00e9\r\n', 'latin1');
    const name = freshWord('café');
    const uri = await library.write(`${name}.md`, bytes);
    await run('duplicatePrompt', uri);
    const copy = library.uri(`${name}-copy.md`);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), copy);
    assert.equal(api.get(copy)?.title, 'Caf\u00e9 copy');
    const written = fs.readFileSync(path.join(library.path, `${name}-copy.md`)).toString('latin1');
    assert.equal(written, bytes.toString('latin1').replace('title: Caf\u00e9', 'title: Caf\u00e9 copy'));
    await run('duplicatePrompt', uri);
    assert.equal(api.get(library.uri(`${name}-copy-2.md`))?.title, 'Caf\u00e9 copy 2');
  });

  test('Duplicate copies a broken prompt byte for byte', async () => {
    const text = '---\ntitle: Broken\n---\n\n{{text:a}} {{text:a}}\n';
    const name = freshWord('broken');
    await run('duplicatePrompt', await library.write(`${name}.md`, text));
    assert.equal(fs.readFileSync(path.join(library.path, `${name}-copy.md`), 'utf8'), text);
  });

  test('a command with nothing to act on says so and changes nothing', async () => {
    const before = fs.readdirSync(library.path).length;
    await run('duplicatePrompt');
    await run('duplicatePrompt', library.uri('never-there.md'));
    assert.equal(fs.readdirSync(library.path).length, before);
  });

  test('grouping is written to the user settings', async () => {
    const settings = () => vscode.workspace.getConfiguration('promptstack').inspect<string>('tree.groupBy');
    try {
      for (const [command, value] of [['groupByTag', 'tag'], ['showFlat', 'flat'], ['groupByCategory', 'category']] as const) {
        await run(command);
        assert.equal(settings()?.globalValue, value);
      }
    } finally {
      await vscode.workspace.getConfiguration('promptstack').update('tree.groupBy', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('Refresh Library finds what the watcher may have missed', async () => {
    const name = `${freshWord('missed')}.md`;
    fs.writeFileSync(path.join(library.path, name), '---\ntitle: Missed\n---\nx');
    await run('refreshLibrary');
    assert.equal(api.get(library.uri(name))?.title, 'Missed');
  });

  test('a file that is renamed in the explorer keeps its place in the library', async () => {
    const uri = await library.writePrompt('before', 'x', 'Named');
    const after = library.uri(`${freshWord('after')}.md`);
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(vscode.Uri.parse(uri), vscode.Uri.parse(after));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(() => api.get(after)?.title === 'Named' && api.get(uri) === undefined, 'the file has its new name');
  });
});
