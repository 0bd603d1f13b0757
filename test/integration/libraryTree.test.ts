import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);

/** What the tree shows, read as a user of the keyboard could: select all rows and copy the prompts. */
async function copiedFromTree(): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await run('promptstack.library.focus');
  await run('list.focusFirst');
  await run('list.selectAll');
  await run('promptstack.copyPrompt', 'libraryTree.selection');
  return vscode.env.clipboard.readText();
}

suite('library tree', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-tree');
    await run('promptstack.showFlat');
  });
  suiteTeardown(async () => {
    await vscode.workspace.getConfiguration('promptstack').update('tree.groupBy', undefined, vscode.ConfigurationTarget.Global);
    await library.dispose();
  });

  test('shows the prompts sorted by title, and follows a change, an addition and a deletion', async () => {
    await library.writePrompt('one', 'BODY ONE', '\u00e4 10 tree');
    await library.writePrompt('two', 'BODY TWO', 'A 9 tree');
    const ours = async () => [...(await copiedFromTree()).matchAll(/BODY \w+/g)].map(([body]) => body);
    await until(async () => (await ours()).length === 2, 'both prompts are in the tree');
    assert.deepEqual(await ours(), ['BODY TWO', 'BODY ONE']);

    await library.writePrompt('two', 'BODY TWO', 'Z tree');
    await until(async () => (await ours()).join() === 'BODY ONE,BODY TWO', 'the renamed prompt has its new place');
    library.delete('one.md');
    await until(async () => (await ours()).join() === 'BODY TWO', 'the deleted prompt is gone');
  });

  test('groups can be selected as well without being taken for prompts', async () => {
    await library.writePrompt('grouped', 'BODY GROUPED');
    await run('promptstack.groupByCategory');
    await until(async () => !(await copiedFromTree()).includes('BODY'), 'only collapsed categories are selected');
  });
});
