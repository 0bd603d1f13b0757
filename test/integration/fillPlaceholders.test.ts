import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { readyApi, until } from './support/libraryFolder';

/** What the form does is in its journey (test/e2e): only a person can type into its page. */
suite('filling placeholders', () => {
  suiteSetup(() => readyApi());
  teardown(closeEditors);

  const open = async (content: string, language = 'markdown'): Promise<vscode.TextEditor> =>
    showEditor(await newDocument({ language, content }), { viewColumn: vscode.ViewColumn.One });
  const forms = (): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('promptstack.fillPlaceholders'));

  test('opens one form for a document, beside it', async () => {
    const editor = await open('Dear {{text:name}}');
    await vscode.commands.executeCommand('promptstack.fillPlaceholders');
    await until(() => forms().length === 1, 'the form is there');
    assert.equal(forms()[0]?.label, 'Fill Placeholders');
    assert.equal(forms()[0]?.group.viewColumn, vscode.ViewColumn.Two);
    await showEditor(editor.document, { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('promptstack.fillPlaceholders');
    await until(() => forms()[0]?.group.isActive === true, 'the form has the focus again');
    assert.equal(forms().length, 1);
    assert.equal(editor.document.getText(), 'Dear {{text:name}}');
  });

  test('opens none where there is nothing to fill', async () => {
    await open('---\ntitle: {{text:no}}\n---\n{{x}}');
    await vscode.commands.executeCommand('promptstack.fillPlaceholders');
    await open('const x = "{{text:name}}"', 'shellscript');
    await vscode.commands.executeCommand('promptstack.fillPlaceholders');
    assert.equal(forms().length, 0);
  });
});
