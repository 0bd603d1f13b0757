import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { newDocument, showEditor } from './support/editors';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

suite('inserting a prompt', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-insert');
  });
  suiteTeardown(() => library.dispose());
  teardown(() => closeAll());

  const insert = (uri: string, command = 'promptstack.insertPrompt') => vscode.commands.executeCommand(command, uri);

  test('puts its body at the cursor, with the first placeholder selected', async () => {
    const uri = await library.writePrompt('greeting', 'Dear {{text:name}},\n\n{{list:points}}\n\nYours');
    const editor = await open('ab', [sel(0, 1)]);
    await insert(uri);
    assert.equal(editor.document.getText(), 'aDear name,\n\n- points\n\nYoursb');
    assert.equal(editor.document.getText(editor.selection), 'name');
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    await until(() => editor.document.getText(editor.selection) === 'points', 'Tab leads to the list');
  });

  test('replaces the selection in one step, which undo takes back with the selection', async () => {
    const uri = await library.writePrompt('replace', 'One {{text:x}}\nTwo');
    const editor = await open('keep OLD keep\n', [sel(0, 5, 0, 8)]);
    await insert(uri);
    assert.equal(editor.document.getText(), 'keep One x\nTwo keep\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'keep OLD keep\n');
    assert.equal(editor.document.getText(editor.selection), 'OLD');
  });

  test('indents every line as the line of the cursor and changes nothing else', async () => {
    const body = ['```make', 'all:', '\tcc $@ $<  ', '', '  if (x) { y }', '```', 'C:\\dir ${HOME} ${1:x} $1 |a|'].join('\n');
    const uri = await library.writePrompt('code', body);
    for (const eol of ['\n', '\r\n']) {
      for (const indentation of ['', '    ', '\t']) {
        const editor = await open(`first${eol}${indentation}`, [sel(1, indentation.length)]);
        await insert(uri);
        const [start = '', ...rest] = body.split('\n');
        const expected = [start, ...rest.map((line) => (line === '' ? '' : `${indentation}${line}`))].join(eol);
        assert.equal(editor.document.getText(), `first${eol}${indentation}${expected}`);
        await closeAll();
      }
    }
  });

  test('reaches every cursor; the placeholders are filled together', async () => {
    const uri = await library.writePrompt('multi', 'Hi {{text:who}}\nBye');
    const editor = await open('1\n2\n', [sel(0, 1), sel(1, 1)]);
    await insert(uri);
    assert.equal(editor.document.getText(), '1Hi who\nBye\n2Hi who\nBye\n');
    assert.deepEqual(editor.selections.map((one) => editor.document.getText(one)), ['who', 'who']);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), '1\n2\n');
    assert.deepEqual(editor.selections.map(({ active }) => [active.line, active.character]), [[0, 1], [1, 1]]);
  });

  test('indents each place of several cursors as its own line, in one step', async () => {
    const uri = await library.writePrompt('multi-indent', 'a {{text:who}}\nb');
    const editor = await open('x\n  y\n', [sel(0, 1), sel(1, 3)]);
    await insert(uri);
    assert.equal(editor.document.getText(), 'xa who\nb\n  ya who\n  b\n');
    assert.deepEqual(editor.selections.map((one) => editor.document.getText(one)), ['who', 'who']);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'x\n  y\n');
    assert.deepEqual(editor.selections.map(({ active }) => [active.line, active.character]), [[0, 1], [1, 3]]);
  });

  test('on a new line goes below the line of the cursor, or on it when it is blank', async () => {
    const uri = await library.writePrompt('line', 'A\nB');
    const editor = await open('  text\n\nend', [sel(0, 3)]);
    await insert(uri, 'promptstack.insertPromptOnNewLine');
    assert.equal(editor.document.getText(), '  text\n  A\n  B\n\nend');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), '  text\n\nend');
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [0, 3]);
    editor.selection = sel(1, 0);
    await insert(uri, 'promptstack.insertPromptOnNewLine');
    assert.equal(editor.document.getText(), '  text\nA\nB\nend');
  });

  test('opens a new Markdown file when no editor is open', async () => {
    const uri = await library.writePrompt('new-file', 'Text for {{text:whom}}');
    await insert(uri);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, 'markdown');
    assert.equal(editor?.document.isUntitled, true);
    assert.equal(editor?.document.getText(), 'Text for whom');
  });

  test('takes a very long body', async () => {
    const body = Array.from({ length: 9000 }, (_, line) => `${line} $ } \\ ${'x'.repeat(80)}`).join('\n');
    const uri = await library.writePrompt('long', `${body}\n{{text:end}}`);
    const editor = await open('  ', [sel(0, 2)]);
    await insert(uri);
    assert.equal(editor.document.getText(), `  ${body.replaceAll('\n', '\n  ')}\n  end`);
  });

  test('refuses a prompt with errors and inserts one with warnings', async () => {
    const wrong = await library.writePrompt('wrong', '{{text:a}} {{text:a}}');
    const warned = await library.writePrompt('warned', 'Look: {{txt:a}}');
    const editor = await open('', [sel(0, 0)]);
    await insert(wrong);
    assert.equal(editor.document.getText(), '');
    await insert(warned);
    assert.equal(editor.document.getText(), 'Look: {{txt:a}}');
  });

  test('inserts nothing into a read-only editor, nor when the file has gone', async () => {
    const uri = await library.writePrompt('refused', 'Text');
    const provider = vscode.workspace.registerTextDocumentContentProvider('insert-test', { provideTextDocumentContent: () => 'fixed' });
    const readOnly = await showEditor(vscode.Uri.parse('insert-test:/fixed.md'));
    assert.equal(await api.insert(uri), false);
    assert.equal(readOnly.document.getText(), 'fixed');
    provider.dispose();
    await closeAll();
    const editor = await open('stays', [sel(0, 0)]);
    library.delete('refused.md');
    assert.equal(await api.insert(uri), false);
    assert.equal(editor.document.getText(), 'stays');
  });

  test('inserts nothing into an editor that is read-only by setting', async () => {
    const uri = await library.writePrompt('locked', 'Text');
    const files = vscode.workspace.getConfiguration('files');
    await files.update('readonlyInclude', { '**/locked.md': true }, vscode.ConfigurationTarget.Global);
    try {
      const editor = await showEditor(vscode.Uri.parse(uri));
      const before = editor.document.getText();
      assert.equal(await api.insert(uri, { editor }), false);
      assert.equal(editor.document.getText(), before);
    } finally {
      await files.update('readonlyInclude', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('goes to the text that a Markdown preview hides', async () => {
    const uri = await library.writePrompt('behind', 'Text');
    const editor = await open('ab', [sel(0, 1)]);
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.parse(uri));
    await until(() => vscode.window.activeTextEditor === undefined, 'the preview is in front');
    await insert(uri);
    assert.equal(editor.document.getText(), 'aTextb');
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
  });

  test('changes nothing when something without text is in front', async () => {
    const uri = await library.writePrompt('no-text', 'Text');
    const editor = await open('ab', [sel(0, 1)]);
    await vscode.commands.executeCommand('workbench.action.openSettings');
    await until(() => vscode.window.activeTextEditor === undefined, 'the settings are in front');
    const documents = vscode.workspace.textDocuments.length;
    await insert(uri);
    assert.equal(editor.document.getText(), 'ab');
    assert.equal(vscode.workspace.textDocuments.length, documents);
  });

  test('does not insert a prompt that has no text', async () => {
    const uri = await library.write('empty.md', '---\ntitle: Empty\ndescription: d\ntags: [a]\n---\n');
    await open('', [sel(0, 0)]);
    assert.equal(await api.insert(uri), false);
  });
});

function sel(line: number, character: number, endLine = line, endCharacter = character): vscode.Selection {
  return new vscode.Selection(line, character, endLine, endCharacter);
}

async function open(content: string, selections: readonly vscode.Selection[]): Promise<vscode.TextEditor> {
  const document = await newDocument({ content });
  const editor = await showEditor(document);
  if (content.includes('\r\n')) await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
  editor.selections = selections;
  return editor;
}

async function closeAll(): Promise<void> {
  while (vscode.window.tabGroups.activeTabGroup.activeTab) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}
