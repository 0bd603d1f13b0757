import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { newDocument, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

suite('values used before', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;
  let prompt: string;
  /** Names that no value was ever given to. */
  let file: string;
  let goals: string;
  let topic: string;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-values');
  });
  setup(async () => {
    [file, goals, topic] = ['file', 'goals', 'topic'].map(freshWord) as [string, string, string];
    prompt = await library.writePrompt('fillme', `Review {{text:${file}}} for\n\n{{list:${goals}}}\n\nEnd.`, 'Fill Me');
  });
  suiteTeardown(() => library.dispose());
  teardown(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  const open = async (content: string, language = 'markdown'): Promise<vscode.TextEditor> =>
    showEditor(await newDocument({ language, content }));
  const type = (text: string): Thenable<unknown> => vscode.commands.executeCommand('type', { text });
  const nextStop = (): Thenable<unknown> => vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
  const selects = (editor: vscode.TextEditor, text: string): Promise<void> => until(() => editor.document.getText(editor.selection) === text, `"${text}" is selected`);

  /** Values offered at the cursor. */
  async function offered({ document, selection }: vscode.TextEditor): Promise<vscode.CompletionItem[]> {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, selection.active);
    return list.items.filter(({ kind }) => kind === vscode.CompletionItemKind.Value);
  }
  const labels = (items: readonly vscode.CompletionItem[]): string[] => items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  const offers = async (editor: vscode.TextEditor, expected: readonly string[]): Promise<void> => {
    await until(async () => JSON.stringify(labels(await offered(editor))) === JSON.stringify(expected), `${expected.join(' | ')} is offered`).catch(async () =>
      assert.deepEqual(labels(await offered(editor)), expected),
    );
  };

  /** Inserts the prompt and waits for its first tab stop. */
  async function insert(): Promise<vscode.TextEditor> {
    const editor = await open('');
    await vscode.commands.executeCommand('promptstack.insertPrompt', prompt);
    await selects(editor, file);
    return editor;
  }

  test('of tab stops are learned when they are left, and offered in the next insertion', async () => {
    const first = await insert();
    await offers(first, []);
    await type('login.ts');
    await nextStop();
    await selects(first, goals);
    await type('speed');
    await vscode.commands.executeCommand('promptstack.continueList');
    await until(() => first.document.getText().includes('- speed\n- '), 'there is a second item');
    await type('safety');
    await nextStop();
    await until(() => first.document.offsetAt(first.selection.active) === first.document.getText().length, 'the cursor is behind the prompt');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

    const second = await insert();
    await offers(second, ['login.ts']);
    const [item] = await offered(second);
    assert.ok(item?.range instanceof vscode.Range);
    assert.equal(second.document.getText(item.range), file);
    await nextStop();
    await selects(second, goals);
    await offers(second, ['speed, safety', 'speed', 'safety']);
    assert.equal((await offered(second))[0]?.insertText, 'speed\n- safety');
  });

  test('are not learned from a tab stop that was left as it is, or emptied', async () => {
    const editor = await open(`x {{text:${file}}} y {{text:${topic}}}`);
    editor.selection = new vscode.Selection(0, 2, 0, `x {{text:${file}}}`.length);
    await type('a');
    await until(() => editor.document.getText().startsWith('x a y'), 'the placeholder is replaced');
    await vscode.commands.executeCommand('undo');
    await until(() => editor.document.getText().startsWith(`x {{text:${file}}} y`), 'it is back');
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await until(() => editor.selection.active.character === 0, 'the cursor left');
    editor.selection = new vscode.Selection(0, 5, 0, 5);
    await offers(editor, []);
  });

  test('of a placeholder that was typed over are offered on the next one of that name, and nowhere else', async () => {
    const editor = await open(`a {{text:${topic}}}\nplain\n- {{text:${topic}}}\n`);
    await vscode.commands.executeCommand('promptstack.nextPlaceholder');
    await selects(editor, `{{text:${topic}}}`);
    await type('caching of pages');
    await vscode.commands.executeCommand('promptstack.nextPlaceholder');
    await selects(editor, `{{text:${topic}}}`);
    await offers(editor, ['caching of pages']);
    const [item] = await offered(editor);
    assert.ok(item?.range instanceof vscode.Range);
    assert.equal(editor.document.getText(item.range), `{{text:${topic}}}`);
    editor.selection = new vscode.Selection(1, 3, 1, 3);
    await offers(editor, []);
  });

  test('come up by themselves at a first letter that fits, and are taken without leaving the snippet', async () => {
    const before = await insert();
    await type('parser.ts');
    await nextStop();
    await selects(before, goals);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

    const editor = await insert();
    await type('p');
    // Accepting does nothing until the list is there.
    await until(async () => {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      return editor.document.getText().startsWith('Review parser.ts for');
    }, 'the value is accepted');
    await nextStop();
    await selects(editor, goals);
  });
});
