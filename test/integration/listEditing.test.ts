import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { newDocument, showEditor } from './support/editors';
import { readyApi, until } from './support/libraryFolder';

suite('list editing', () => {
  suiteSetup(() => readyApi());
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  /** Opens a document with the cursor at the `‸`. */
  async function open(marked: string, eol = vscode.EndOfLine.LF): Promise<vscode.TextEditor> {
    const document = await newDocument({ content: marked.replace('‸', '') });
    const editor = await showEditor(document);
    if (document.eol !== eol) await editor.edit((edit) => edit.setEndOfLine(eol));
    const before = marked.slice(0, marked.indexOf('‸')).split('\n');
    const at = new vscode.Position(before.length - 1, before.at(-1)?.length ?? 0);
    editor.selection = new vscode.Selection(at, at);
    return editor;
  }
  /** The text with a `‸` at the cursor. */
  function shown({ document, selection }: vscode.TextEditor): string {
    const text = document.getText();
    const at = document.offsetAt(selection.active);
    return `${text.slice(0, at)}‸${text.slice(at)}`;
  }
  const enter = (): Thenable<unknown> => vscode.commands.executeCommand('promptstack.continueList');
  const type = (text: string): Thenable<unknown> => vscode.commands.executeCommand('type', { text });
  const becomes = (editor: vscode.TextEditor, expected: string): Promise<void> =>
    until(() => shown(editor) === expected, `the text becomes ${JSON.stringify(expected)}; it is ${JSON.stringify(shown(editor))}`).catch(() => assert.equal(shown(editor), expected));

  test('Enter begins the next item, numbers those behind, and is undone at once', async () => {
    const editor = await open('1. one‸\n2. two\n');
    await enter();
    await becomes(editor, '1. one\n2. ‸\n3. two\n');
    await type('new');
    await becomes(editor, '1. one\n2. new‸\n3. two\n');
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    await until(() => editor.document.getText() === '1. one\n2. two\n', 'undo takes back the item and the numbers');
  });

  test('Enter in an empty item ends the list', async () => {
    const editor = await open('- [x] one‸', vscode.EndOfLine.CRLF);
    await enter();
    await becomes(editor, '- [x] one\r\n- [ ] ‸');
    await enter();
    await becomes(editor, '- [x] one\r\n‸');
  });

  test('Enter is a plain new line in code, in frontmatter, and where the setting is off', async () => {
    for (const text of ['```\n- one‸\n```', '---\ntags:\n  - one‸\n---\n', 'plain‸']) {
      const editor = await open(text);
      await enter();
      await until(() => editor.document.lineCount === text.split('\n').length + 1, 'there is a new line');
      assert.ok(!shown(editor).includes('- ‸'), shown(editor));
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    const settings = vscode.workspace.getConfiguration('promptstack');
    try {
      await settings.update('lists.continueOnEnter', false, vscode.ConfigurationTarget.Global);
      const editor = await open('- one‸');
      await enter();
      await becomes(editor, '- one\n‸');
    } finally {
      await settings.update('lists.continueOnEnter', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('Enter in the tab stop of a list goes on in the tab stop', async () => {
    const editor = await open('‸');
    await editor.insertSnippet(new vscode.SnippetString('For ${1:who}:\n\n- ${2:things}\n\nEnd ${3:end}$0'));
    await type('me');
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    await type('one');
    await enter();
    await becomes(editor, 'For me:\n\n- one\n- ‸\n\nEnd end');
    await type('two');
    await enter();
    await type('three');
    await becomes(editor, 'For me:\n\n- one\n- two\n- three‸\n\nEnd end');
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    await until(() => editor.document.getText(editor.selection) === 'end', 'Tab goes on to the next tab stop');
    await vscode.commands.executeCommand('jumpToPrevSnippetPlaceholder');
    await until(() => editor.document.getText(editor.selection) === 'one\n- two\n- three', 'the list is one tab stop');
  });
});
