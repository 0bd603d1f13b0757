import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { closeEditors, showEditor } from './support/editors';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

suite('preview', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-preview');
  });
  suiteTeardown(() => library.dispose());
  teardown(closeEditors);

  let rendered = 0;
  const render = async (content: string): Promise<string> => {
    // In a file of its own: for a new untitled document VS Code may answer with what it made of an earlier one of that name.
    const file = path.join(library.path, `.render-${rendered++}.md`);
    fs.writeFileSync(file, content);
    const document = await vscode.workspace.openTextDocument(file);
    return vscode.commands.executeCommand<string>('markdown.api.render', document);
  };
  const activeTab = (): vscode.Tab | undefined => vscode.window.tabGroups.activeTabGroup.activeTab;
  const showsPreview = (): boolean => activeTab()?.input instanceof vscode.TabInputCustom;
  const showsText = (): boolean => activeTab()?.input instanceof vscode.TabInputText;
  const toggle = (): Thenable<unknown> => vscode.commands.executeCommand('promptstack.previewPrompt');

  test("shows a prompt's frontmatter as a card and its placeholders as chips", async () => {
    const html = await render('---\ntitle: My <b>Plan</b>\ndescription: "a & b"\ntags: [x, y z]\n---\n\n- {{list:my_items}} and `{{text:code}}`\n');
    assert.match(html, /<section[^>]*class="[^"]*promptstack-card/);
    assert.match(html, /My &lt;b&gt;Plan&lt;\/b&gt;/);
    assert.match(html, /a &amp; b/);
    assert.match(html, /<li[^>]*>y z<\/li>/);
    assert.match(html, /data-type="list"[^>]*>my_items<\/span>/);
    assert.match(html, /promptstack-placeholder-code">\{\{text:code\}\}<\/span>/);
    assert.doesNotMatch(html, /class="frontmatter"/);
  });

  test('leaves other Markdown as it is', async () => {
    assert.doesNotMatch(await render('---\nlayout: post\n---\n\n{{x}} {{#if y}}\n'), /promptstack/);
    assert.doesNotMatch(await render('# No frontmatter\n\n---\ntitle: x\n---\n'), /promptstack/);
  });

  test('opens in a preview tab, one for all', async () => {
    const uris = [await library.writePrompt('first', 'One'), await library.writePrompt('second', 'Two')];
    for (const uri of uris) {
      await vscode.commands.executeCommand('promptstack.previewPrompt', uri);
      await until(() => (activeTab()?.input as vscode.TabInputCustom | undefined)?.uri?.toString() === uri, 'its preview shows');
    }
    const previews = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputCustom);
    assert.equal(previews.length, 1);
    assert.equal(activeTab()?.isPreview, true);
  });

  test('toggles between text and preview in the same tab, unsaved text included', async () => {
    const uri = await library.writePrompt('toggle', 'Text');
    const editor = await showEditor(vscode.Uri.parse(uri));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), ' '));
    await toggle();
    await until(showsPreview, 'the preview shows');
    await toggle();
    await until(showsText, 'the text shows again');
    assert.equal(vscode.window.activeTextEditor?.document.isDirty, true);
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === 'toggle.md').length, 1);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  test('goes from the preview panel to the text as well', async () => {
    const uri = await library.writePrompt('panel', 'Text');
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.parse(uri));
    await until(() => activeTab()?.input instanceof vscode.TabInputWebview, 'the panel shows');
    await until(async () => {
      await toggle();
      return vscode.window.activeTextEditor?.document.uri.toString() === uri;
    }, 'the text shows');
  });
});
