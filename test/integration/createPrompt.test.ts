import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

const accept = 'workbench.action.acceptSelectedQuickOpenItem';

suite('creating a prompt', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-create');
    await library.writePrompt('there', 'So that the category exists');
  });
  suiteTeardown(() => library.dispose());
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await closeEditors();
  });

  /** Presses Enter in each step until the command ends: title, description, tags, category and so on as they are offered. */
  const acceptAll = async (finished: Thenable<unknown>): Promise<void> => {
    let done = false;
    void finished.then(() => (done = true));
    await until(async () => {
      if (!done) await vscode.commands.executeCommand(accept);
      await new Promise((resolve) => setTimeout(resolve, 60));
      return done;
    }, 'the prompt is created');
  };
  const target = (): { sourceId: string; category: string } => {
    const prompt = api.list().find(({ uri }) => uri === library.uri('there.md'));
    assert.ok(prompt);
    return { sourceId: vscode.Uri.file(path.dirname(library.path)).toString(), category: 'test-create' };
  };
  const create = async (title: string): Promise<void> => acceptAll(vscode.commands.executeCommand('promptstack.createPrompt', target(), title));

  test('writes the file into the category and opens it with the cursor in the body', async () => {
    const word = freshWord('quoted');
    const title = `Résumé: "${word}" 🚀`;
    await create(title);
    const file = path.join(library.path, `résumé-${word}.md`);
    assert.equal(fs.readFileSync(file, 'utf8'), `---\ntitle: "Résumé: \\"${word}\\" 🚀"\n---\n\n`);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, file);
    assert.equal(editor.selection.active.line, 4);
    assert.equal(api.get(library.uri(`résumé-${word}.md`))?.title, title);
  });

  test('never overwrites: a name that is taken gets a number', async () => {
    for (let i = 0; i < 3; i++) await create('Same');
    for (const name of ['same.md', 'same-2.md', 'same-3.md']) assert.equal(api.get(library.uri(name))?.title, 'Same');
  });

  test('leaves nothing behind when it is given up', async () => {
    const before = fs.readdirSync(library.path);
    const finished = vscode.commands.executeCommand('promptstack.createPrompt', target(), 'Given up');
    let isDone = false;
    void finished.then(() => (isDone = true));
    // One step is accepted before the next is given up; on a slow machine the first one is given up.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await vscode.commands.executeCommand(accept);
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return isDone;
    }, 'the command ends');
    assert.deepEqual(fs.readdirSync(library.path), before);
  });

  test('offers what is selected as the body, from all cursors, without its indentation', async () => {
    const content = 'x\n    - one\n      two ${name}\nrest\n{{text:a}}\n';
    const document = await newDocument({ content });
    const editor = await showEditor(document);
    const word = freshWord('selections');
    editor.selections = [new vscode.Selection(4, 0, 4, 10), new vscode.Selection(1, 4, 2, 17)];
    await create(`From ${word}`);
    const text = fs.readFileSync(path.join(library.path, `from-${word}.md`), 'utf8');
    assert.equal(text, `---\ntitle: From ${word}\n---\n\n    - one\n      two \${name}\n\n{{text:a}}\n`);
  });

  test('keeps the text when it cannot be saved and the message is closed', async () => {
    const root = path.dirname(library.path);
    fs.writeFileSync(path.join(root, 'in-the-way'), 'a file, no folder');
    try {
      const before = fs.readdirSync(root);
      const finished = vscode.commands.executeCommand('promptstack.createPrompt', { ...target(), category: 'in-the-way' }, 'Precious');
      const created = acceptAll(finished);
      await until(async () => {
        await vscode.commands.executeCommand('notifications.clearAll');
        return vscode.window.activeTextEditor?.document.isUntitled === true;
      }, 'the text is in an untitled document');
      await created;
      assert.equal(vscode.window.activeTextEditor?.document.getText(), '---\ntitle: Precious\n---\n\n');
      assert.deepEqual(fs.readdirSync(root), before);
    } finally {
      fs.rmSync(path.join(root, 'in-the-way'));
    }
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('asks for a selection when there is none to save', async () => {
    await showEditor(await newDocument({ language: 'plaintext', content: '   ' }));
    await vscode.commands.executeCommand('promptstack.saveSelectionAsPrompt');
  });
});
