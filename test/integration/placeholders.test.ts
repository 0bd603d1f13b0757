import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newDocument, showEditor } from './support/editors';
import { readyApi, until } from './support/libraryFolder';

suite('placeholders in the editor', () => {
  suiteSetup(() => readyApi());
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  const open = async (content: string, language = 'markdown'): Promise<vscode.TextEditor> =>
    showEditor(await newDocument({ language, content }));
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

  test('works in a document of ten thousand lines, and follows its changes', async () => {
    const editor = await open(Array.from({ length: 10_000 }, (_, i) => (i % 10 === 0 ? `line {{text:p${i}}}` : 'line of text')).join('\n'));
    await next();
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), '---\ntitle: {{text:no}}\n---\n');
      edit.insert(new vscode.Position(5, 0), 'new {{text:inserted}} line\n');
      edit.delete(new vscode.Range(10, 5, 10, 7));
    });
    await next();
    assert.equal(selected(editor), '{{text:inserted}}');
    await next();
    assert.equal(selected(editor), '{{text:p20}}');
    await previous();
    await previous();
    assert.equal(selected(editor), '{{text:p0}}');
    await previous();
    assert.equal(selected(editor), '{{text:p9990}}');
  });

  const hoverAt = async ({ document }: vscode.TextEditor, line: number, character: number): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, new vscode.Position(line, character));
    return hovers.flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value)).join('\n');
  };

  test('explains a placeholder', async () => {
    const editor = await open('a {{text:what_for}}\n\n{{list:points}}\n{{text:what_for}}');
    const text = await hoverAt(editor, 0, 8);
    assert.match(text, /\*\*what\\_for\*\*: a placeholder for text/);
    assert.match(text, /on line 4/);
    assert.match(text, /command:promptstack\.fillPlaceholders/);
    assert.doesNotMatch(text, /editListPlaceholder/);
    assert.match(await hoverAt(editor, 2, 3), /a placeholder for a list[^]*command:promptstack\.editListPlaceholder/);
    assert.equal(await hoverAt(editor, 0, 0), '');
  });

  const rename = async ({ document }: vscode.TextEditor, line: number, character: number, name: string): Promise<string> => {
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, new vscode.Position(line, character), name);
    await vscode.workspace.applyEdit(edit);
    return document.getText();
  };

  test('renames a placeholder everywhere in the body', async () => {
    const editor = await open('---\na: {{text:one}}\n---\n{{text:one}} {{list:one}} {{text:two}}');
    const { range, placeholder } = await vscode.commands.executeCommand<{ range: vscode.Range; placeholder: string }>('vscode.prepareRename', editor.document.uri, new vscode.Position(3, 9));
    assert.deepEqual([editor.document.getText(range), placeholder], ['one', 'one']);
    assert.equal(await rename(editor, 3, 9, 'first'), '---\na: {{text:one}}\n---\n{{text:first}} {{list:first}} {{text:two}}');
    await assert.rejects(rename(editor, 3, 9, 'two'), /"two" already/);
    await assert.rejects(rename(editor, 3, 9, 'two words'), /letters A to Z/);
  });

  test('reports what only looks like a placeholder, and mends it', async () => {
    const editor = await open('see {{Text:topic}} and {{text:fine}}');
    const { uri } = editor.document;
    await until(() => vscode.languages.getDiagnostics(uri).length === 1, 'there is a diagnostic');
    const [diagnostic] = vscode.languages.getDiagnostics(uri);
    assert.ok(diagnostic);
    assert.equal(editor.document.getText(diagnostic.range), '{{Text:topic}}');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, diagnostic.range);
    const fix = actions.find(({ title }) => title === 'Change to {{text:topic}}');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(editor.document.getText(), 'see {{text:topic}} and {{text:fine}}');
    await until(() => vscode.languages.getDiagnostics(uri).length === 0, 'the diagnostic is gone');
  });

  test('a key whose meaning changed meanwhile does what it does elsewhere', async () => {
    const editor = await open('- item\n{{text:a}}');
    editor.selection = new vscode.Selection(0, 2, 0, 2);
    await vscode.commands.executeCommand('promptstack.nextPlaceholder', 'tab');
    await until(() => editor.document.lineAt(0).text.length > 6, 'Tab indents');
    assert.equal(selected(editor), '');
    editor.selection = new vscode.Selection(0, editor.document.lineAt(0).text.length, 0, editor.document.lineAt(0).text.length);
    await vscode.commands.executeCommand('promptstack.nextPlaceholder', 'tab');
    assert.equal(selected(editor), '{{text:a}}');
  });
});
