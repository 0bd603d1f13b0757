import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PromptStackApi, PromptStackExports, PromptsChange } from '../../src/extension/api/promptstack';
import { newDocument, showEditor } from './support/editors';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

suite('the API for other extensions', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-api');
  });
  suiteTeardown(() => library.dispose());

  test('comes in version 1 and in no other', () => {
    const exports = vscode.extensions.getExtension<PromptStackExports>('promptstack.promptstack')?.exports;
    assert.equal(exports?.getAPI(1), api);
    assert.throws(() => exports?.getAPI(2 as 1), /no API version 2/);
  });

  test('lists prompts as plain frozen data', async () => {
    const uri = await library.writePrompt('listed', '{{text:what}} {{list:parts}} {{txt:oops}}', 'Listed "prompt"');
    const info = api.get(uri);
    assert.ok(info);
    assert.equal(api.get(vscode.Uri.parse(uri)), info);
    assert.ok(api.list().includes(info));
    assert.equal(api.list(), api.list());
    assert.deepEqual(JSON.parse(JSON.stringify(info)), {
      uri,
      title: 'Listed "prompt"',
      description: 'For a test',
      tags: ['test'],
      category: 'test-api',
      source: { uri: info.source.uri, label: info.source.label, kind: 'user' },
      placeholders: [{ type: 'text', name: 'what' }, { type: 'list', name: 'parts' }],
      problems: [{ severity: 'warning', code: 'nearMissPlaceholder', line: 6 }],
    });
    assert.ok(uri.startsWith(info.source.uri));
    for (const value of [api, api.list(), info, info.tags, info.source, info.placeholders, info.placeholders[0], info.problems]) {
      assert.ok(Object.isFrozen(value));
    }
  });

  test('searches with typing mistakes, as many as wanted', async () => {
    await library.writePrompt('s1', 'x', 'Zebra Crossing Inspection');
    await library.writePrompt('s2', 'x', 'Zebra Feeding');
    assert.deepEqual((await api.search('inspektion zebra')).map(({ title }) => title).slice(0, 1), ['Zebra Crossing Inspection']);
    assert.equal((await api.search('zebra', { limit: 1 })).length, 1);
    assert.deepEqual(await api.search('zebra', { signal: AbortSignal.abort() }), []);
  });

  test('tells what was added, changed and removed', async () => {
    const changes: PromptsChange[] = [];
    const disposables: vscode.Disposable[] = [];
    api.onDidChange(function (this: { readonly list: PromptsChange[] }, change) {
      this.list.push(change);
    }, { list: changes }, disposables);
    const uri = await library.writePrompt('told', 'x', 'First');
    await library.writePrompt('told', 'x', 'Second');
    library.delete('told.md');
    await until(() => api.get(uri) === undefined, 'the prompt is gone');
    const told = (kind: keyof PromptsChange) => changes.flatMap((change) => change[kind]).filter((info) => info.uri === uri);
    assert.deepEqual(told('added').map(({ title }) => title), ['First']);
    assert.deepEqual(told('changed').at(-1)?.title, 'Second');
    assert.deepEqual(told('removed').map(({ title }) => title), ['Second']);
    disposables[0]?.dispose();
    const count = changes.length;
    await library.writePrompt('untold', 'x');
    assert.equal(changes.length, count);
  });

  test('inserts into a given editor and says whether it did', async () => {
    const uri = await library.writePrompt('into', 'Text');
    const editor = await showEditor(await newDocument({ language: 'plaintext', content: 'one\ntwo' }));
    assert.equal(await api.insert(vscode.Uri.parse(uri), { editor, where: 'newLine' }), true);
    assert.equal(editor.document.getText(), 'one\nText\ntwo');
    assert.equal(await api.insert('file:///nowhere/at/all.md', { editor }), false);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
