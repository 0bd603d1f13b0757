import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readyApi } from './support/libraryFolder';

suite('placeholders in the editor', () => {
  suiteSetup(() => readyApi());
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  const open = async (content: string, language = 'markdown'): Promise<vscode.TextEditor> =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
  const selected = (editor: vscode.TextEditor): string => editor.document.getText(editor.selection);
  const next = (): Thenable<unknown> => vscode.commands.executeCommand('promptstack.nextPlaceholder');
  const previous = (): Thenable<unknown> => vscode.commands.executeCommand('promptstack.previousPlaceholder');

  test('Next and Previous select the whole placeholder and wrap around', async () => {
    const editor = await open('a {{text:one}}\n\n- {{list:two}}\n\n```js\n{{text:three}}\n```\n');
    const visited: string[] = [];
    for (let i = 0; i < 4; i++) {
      await next();
      visited.push(selected(editor));
    }
    assert.deepEqual(visited, ['{{text:one}}', '{{list:two}}', '{{text:three}}', '{{text:one}}']);
    await previous();
    assert.equal(selected(editor), '{{text:three}}');
  });

  test('typing replaces the placeholder, undo restores it', async () => {
    const editor = await open('a {{text:one}} b\r\n{{text:two}}');
    await next();
    await vscode.commands.executeCommand('type', { text: 'X' });
    assert.equal(editor.document.getText(), 'a X b\r\n{{text:two}}');
    await next();
    assert.equal(selected(editor), '{{text:two}}');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'a {{text:one}} b\r\n{{text:two}}');
  });

  test('skips the frontmatter, which is never inserted', async () => {
    const editor = await open('---\ndescription: about {{text:no}}\n---\n{{text:yes}}');
    await next();
    assert.equal(selected(editor), '{{text:yes}}');
    await next();
    assert.equal(selected(editor), '{{text:yes}}');
  });

  test('leaves the cursor where it is in a document without placeholders', async () => {
    const editor = await open('just {{x}} and {{#if y}}');
    editor.selection = new vscode.Selection(0, 3, 0, 3);
    await next();
    assert.deepEqual([editor.selection.active.character, selected(editor)], [3, '']);
  });

  test('works at once in a document of ten thousand lines', async () => {
    const editor = await open(Array.from({ length: 10_000 }, (_, i) => (i % 10 === 0 ? `line {{text:p${i}}}` : 'line of text')).join('\n'));
    await next();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'x'));
    const start = performance.now();
    await next();
    const took = performance.now() - start;
    assert.equal(selected(editor), '{{text:p10}}');
    assert.ok(took < 500, `took ${took} ms`);
  });
});
