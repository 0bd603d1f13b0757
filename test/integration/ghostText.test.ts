import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { acceptGhostText as accept, acceptNoGhostText as acceptNothing } from './support/ghostText';
import { freshWord } from './support/fresh';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

suite('ghost text', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-ghost');
    for (let index = 0; index < 8; index++) await library.writePrompt(`g${index}`, `Behave as a friendly wombat keeper.\n\nNumber ${index}`, `Wombat ${index}`);
  });
  suiteTeardown(() => library.dispose());
  teardown(closeEditors);

  /** Opens a document with the cursor at the `|`. */
  async function open(text: string, language = 'markdown'): Promise<vscode.TextEditor> {
    const document = await newDocument({ language, content: text.replace('|', '') });
    const editor = await showEditor(document);
    const at = document.positionAt(text.indexOf('|'));
    editor.selection = new vscode.Selection(at, at);
    return editor;
  }
  const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
  const type = (text: string): Thenable<unknown> => run('default:type', { text });

  test('continues as the prompts of the library do', async () => {
    const editor = await open('Please: |');
    await type('Behave as a fr');
    assert.equal(await accept(editor), 'Please: Behave as a friendly wombat keeper.');
    assert.equal(editor.selection.active.character, 43);
  });

  test('goes on word by word', async () => {
    const editor = await open('Behave as |');
    // The editor takes a blank for a word of its own.
    for (const text of ['Behave as a', 'Behave as a ', 'Behave as a friendly']) {
      assert.equal(await accept(editor, 'editor.action.inlineSuggest.acceptNextWord'), text);
    }
    assert.equal(await accept(editor), 'Behave as a friendly wombat keeper.');
  });

  test('leaves alone what stands behind the cursor', async () => {
    const editor = await open('Behave as a fri| wombat keeper.');
    assert.equal(await accept(editor), 'Behave as a friendly wombat keeper.');
    await acceptNothing(await open('Behave as a fri|endly wombat keeper.'));
  });

  test('is not in frontmatter, nor in other languages, nor at several cursors', async () => {
    await acceptNothing(await open('---\ntitle: Behave as a fri|\n---\n'));
    await acceptNothing(await open('---\ntitle: Behave as a fri|'));
    await acceptNothing(await open('Behave as a fri|', 'shellscript'));
    const editor = await open('Behave as a fri|\nBehave as a fri');
    editor.selections = [editor.selection, new vscode.Selection(1, 15, 1, 15)];
    await acceptNothing(editor);
    assert.equal(await accept(await open('---\ntitle: x\n---\nBehave as a fri|')), '---\ntitle: x\n---\nBehave as a friendly wombat keeper.');
  });

  test('is off by setting and by command, for all or for a language', async () => {
    const settings = vscode.workspace.getConfiguration('promptstack.inline');
    const markdown = vscode.workspace.getConfiguration('promptstack.inline', { languageId: 'markdown' });
    const enabled = (languageId: string): unknown => vscode.workspace.getConfiguration('promptstack.inline', { languageId }).get('enabled');
    try {
      await settings.update('enabled', false, vscode.ConfigurationTarget.Global);
      await acceptNothing(await open('Behave as a fri|'));
      await run('promptstack.toggleInlineSuggestions');
      await until(() => enabled('markdown') === true, 'suggestions are on');
      await markdown.update('enabled', false, vscode.ConfigurationTarget.Global, true);
      assert.equal(enabled('plaintext'), true);
      await acceptNothing(await open('Behave as a fri|'));
      await run('promptstack.toggleInlineSuggestions');
      await until(() => enabled('markdown') === true, 'suggestions are on in Markdown');
      assert.match(await accept(await open('Behave as a fri|')), /friendly wombat keeper\.$/);
      await run('promptstack.toggleInlineSuggestions');
      await until(() => enabled('markdown') === false, 'suggestions are off in Markdown');
      assert.equal(enabled('plaintext'), true);
    } finally {
      await settings.update('enabled', undefined, vscode.ConfigurationTarget.Global);
      await markdown.update('enabled', undefined, vscode.ConfigurationTarget.Global, true);
    }
  });

  test('learns a composition when it is saved', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'promptstack-ghost-'));
    try {
      for (let index = 0; index < 4; index++) {
        const file = path.join(folder, `${index}.md`);
        fs.writeFileSync(file, '');
        const editor = await showEditor(await vscode.workspace.openTextDocument(file));
        await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Regards from the numbat burrow team'));
        await editor.document.save();
      }
      assert.equal(await accept(await open('Regards from the n|')), 'Regards from the numbat burrow team');
    } finally {
      await closeEditors();
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });

  test('learns an untitled composition when it is closed', async () => {
    for (let index = 0; index < 4; index++) {
      // A document that an extension opens stays open for minutes after its editor was closed.
      await run('workbench.action.files.newUntitledFile', { languageId: 'markdown' });
      await until(() => vscode.window.activeTextEditor?.document.isUntitled === true, 'there is a new document');
      const { document } = vscode.window.activeTextEditor as vscode.TextEditor;
      await type(`Thanks to the bilby rescue crew ${index}`);
      await run('workbench.action.revertAndCloseActiveEditor');
      await until(() => document.isClosed, 'the document is closed');
    }
    assert.match(await accept(await open('Thanks to the b|')), /^Thanks to the bilby rescue crew/);
  });

  test('stops suggesting what was typed over', async () => {
    // Other words when this is tried again: what was dismissed stays so.
    const opening = `${freshWord('Consult')} the `;
    for (let index = 0; index < 8; index++) await library.writePrompt(`e${index}`, `${opening}echidna almanac daily`, `Echidna ${index}`);
    /** Types like somebody who looks at what comes. */
    const typeAndLook = async (text: string): Promise<void> => {
      await type(text);
      await new Promise((resolve) => setTimeout(resolve, 700));
    };
    /** What the document has after Tab, with the suggestion or without. */
    const offered = async (): Promise<string> => {
      const { document } = await open(`${opening}|`);
      await typeAndLook('e');
      await run('editor.action.inlineSuggest.commit');
      await new Promise((resolve) => setTimeout(resolve, 300));
      return document.getText();
    };
    let first = '';
    for (let attempt = 0; attempt < 10 && first !== `${opening}echidna almanac daily`; attempt++) first = await offered();
    assert.equal(first, `${opening}echidna almanac daily`);
    let last = first;
    for (let attempt = 0; attempt < 10 && last !== `${opening}e`; attempt++) {
      for (let times = 0; times < 3; times++) {
        await open(`${opening}|`);
        await typeAndLook('e');
        await typeAndLook('x');
      }
      last = await offered();
    }
    assert.equal(last, `${opening}e`);
  });

  test('answers a request that was cancelled with nothing', async () => {
    const editor = await open('Behave as a |');
    for (const letter of 'friendly wom') await type(letter);
    assert.equal(await accept(editor), 'Behave as a friendly wombat keeper.');
  });
});
