import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { closeEditors, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

suite('file references: rename and move', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;
  let base: string;
  let root: string;
  let count = 0;
  let probe: vscode.TextDocument;
  const setMode = (mode: string | undefined) =>
    vscode.workspace.getConfiguration('promptstack').update('references.updateOnMove', mode, vscode.ConfigurationTarget.Global);
  const setAutoSave = (mode: string | undefined) => vscode.workspace.getConfiguration('files').update('autoSave', mode, vscode.ConfigurationTarget.Global);

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-moves');
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    base = path.join(folder.uri.fsPath, 'moves-test');
    probe = await vscode.workspace.openTextDocument({ language: 'markdown' });
    await setAutoSave('off');
  });
  setup(() => {
    // A folder of its own for each test: nothing that is known of the last one counts.
    root = path.join(base, String(++count));
  });
  teardown(async () => {
    await setMode(undefined);
    await fill('');
    for (const document of vscode.workspace.textDocuments) {
      if (!document.isDirty || document === probe) continue;
      await showEditor(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    await closeEditors();
    // A wiki link finds a file by its name only where no other has it.
    fs.rmSync(root, { recursive: true, force: true });
  });
  suiteTeardown(async () => {
    fs.rmSync(base, { recursive: true, force: true });
    await setAutoSave(undefined);
    await library.dispose();
  });

  const file = (name: string): string => path.join(root, ...name.split('/'));
  const read = (name: string): string => fs.readFileSync(file(name), 'utf8');
  function write(name: string, content: string | Uint8Array): void {
    fs.mkdirSync(path.dirname(file(name)), { recursive: true });
    fs.writeFileSync(file(name), content);
  }
  async function fill(text: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(probe.uri, new vscode.Range(0, 0, probe.lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }
  /** Waits until these files can be referred to. */
  async function known(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await fill(`[[moves-test/${count}/${name}`);
      await until(async () => {
        const end = probe.lineAt(0).range.end;
        const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', probe.uri, end);
        return list.items.some(({ command }) => command?.arguments?.includes(vscode.Uri.file(file(name)).toString()));
      }, `${name} is known`);
    }
    await fill('');
  }
  async function rename(...moves: readonly (readonly [string, string])[]): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    for (const [from, to] of moves) edit.renameFile(vscode.Uri.file(file(from)), vscode.Uri.file(file(to)));
    assert.ok(await vscode.workspace.applyEdit(edit), 'VS Code renames');
  }
  async function reads(name: string, text: string): Promise<void> {
    await until(() => fs.existsSync(file(name)) && read(name) === text, `${name} is as expected`).catch(() => undefined);
    assert.equal(read(name), text);
  }

  for (const mode of ['prompt', 'always'] as const) {
    test(`updates every syntax in closed and open documents and saves those that had no changes, ${mode}`, async () => {
      write('src/app.ts', 'code');
      write('closed.md', '# Closed\r\n\r\n[app](src/app.ts#L1) and @./src/app.ts, `src/app.ts`\r\n');
      write('deep/open.md', '[[../src/app.ts|App]] [[app.ts]]');
      write('deep/dirty.md', '[app](../src/app.ts)\n');
      write('bom.md', Buffer.from('\uFEFF[ä](src/app.ts)\r\n', 'utf16le'));
      write('latin.md', Buffer.from('é [a](src/app.ts)\n', 'latin1'));
      write('other.md', '[other](src/other.ts)');
      const open = await vscode.workspace.openTextDocument(file('deep/open.md'));
      await showEditor(open);
      const dirty = await vscode.workspace.openTextDocument(file('deep/dirty.md'));
      const editor = await showEditor(dirty);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'typed\n\n'));
      await known('closed.md', 'deep/open.md', 'deep/dirty.md', 'bom.md', 'latin.md', 'other.md', 'src/app.ts');
      await setMode(mode);

      await rename(['src/app.ts', `lib/${mode} file.ts`]);
      await reads('closed.md', `# Closed\r\n\r\n[app](lib/${mode}%20file.ts#L1) and @./lib/${mode}%20file.ts, \`src/app.ts\`\r\n`);
      await reads('deep/open.md', `[[../lib/${mode} file.ts|App]] [[${mode} file.ts]]`);
      await until(() => dirty.getText() === `typed\n\n[app](../lib/${mode}%20file.ts)\n`, 'the changed document has its new references');
      assert.ok(dirty.isDirty, 'what was not saved before is left to the user');
      assert.equal(read('deep/dirty.md'), '[app](../src/app.ts)\n');
      await until(() => fs.readFileSync(file('bom.md'), 'utf16le') === `\uFEFF[ä](lib/${mode}%20file.ts)\r\n`, 'UTF-16 stays UTF-16');
      assert.equal(fs.readFileSync(file('latin.md'), 'latin1'), 'é [a](src/app.ts)\n');
      assert.equal(read('other.md'), '[other](src/other.ts)');

      await showEditor(open);
      await vscode.commands.executeCommand('undo');
      await until(() => open.getText() === '[[../src/app.ts|App]] [[app.ts]]', 'one Undo takes it back');
    });

    test(`updates what a moved folder holds and what leads into it, ${mode}`, async () => {
      write('top.md', '[n](notes/one.md) [two](notes/two.md)');
      write('notes/one.md', '[top](../top.md) [two](two.md)');
      write('notes/two.md', '[one](./one.md#head)');
      await known('top.md', 'notes/one.md', 'notes/two.md');
      await setMode(mode);
      await rename(['notes', 'old/the notes']);
      await reads('top.md', '[n](old/the%20notes/one.md) [two](old/the%20notes/two.md)');
      await reads('old/the notes/one.md', '[top](../../top.md) [two](two.md)');
      assert.equal(read('old/the notes/two.md'), '[one](./one.md#head)');
    });
  }

  for (const mode of ['prompt', 'always'] as const) {
    test(`updates a document that moves with changes that are not saved, ${mode}`, async () => {
      write('b.md', 'b');
      write('a.md', '[b](b.md)');
      await known('a.md', 'b.md');
      const document = await vscode.workspace.openTextDocument(file('a.md'));
      const editor = await showEditor(document);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'typed '));
      await setMode(mode);
      await rename(['a.md', 'sub/a.md']);
      await until(() => textOf('sub/a.md') === 'typed [b](../b.md)', 'the moved document has its changes and its references');
      assert.equal(read('sub/a.md'), '[b](b.md)');
    });
  }

  test('follows an Undo of the move as well, always', async () => {
    write('a.md', '[b](b.md)');
    write('b.md', 'b');
    await known('a.md', 'b.md');
    await setMode('always');
    await rename(['b.md', 'c.md']);
    await reads('a.md', '[b](c.md)');
    await rename(['c.md', 'b.md']);
    await reads('a.md', '[b](b.md)');
  });

  test('swaps two files through a third name, always', async () => {
    write('a.md', '[x](x.md) [y](y.md)');
    write('x.md', 'x');
    write('y.md', 'y');
    await known('a.md', 'x.md', 'y.md');
    await setMode('always');
    await rename(['x.md', 't.md']);
    await reads('a.md', '[x](t.md) [y](y.md)');
    await rename(['y.md', 'x.md']);
    await reads('a.md', '[x](t.md) [y](x.md)');
    await rename(['t.md', 'y.md']);
    await reads('a.md', '[x](y.md) [y](x.md)');
  });

  test('leaves everything as it is, never', async () => {
    write('a.md', '[b](b.md)');
    write('b.md', '[a](a.md)');
    await known('a.md', 'b.md');
    await setMode('never');
    await rename(['b.md', 'sub/c.md']);
    await setMode('always');
    await rename(['a.md', 'z.md']);
    await until(() => fs.existsSync(file('z.md')), 'the file is renamed');
    assert.equal(read('z.md'), '[b](b.md)');
    assert.equal(read('sub/c.md'), '[a](a.md)');
  });

  test('leaves Markdown links to VS Code when it updates them itself', async () => {
    const markdown = vscode.workspace.getConfiguration('markdown');
    await markdown.update('updateLinksOnFileMove.enabled', 'always', vscode.ConfigurationTarget.Global);
    try {
      write('a.md', '[b](b.md) @./b.md');
      write('b.md', 'b');
      await known('a.md', 'b.md');
      await setMode('always');
      await rename(['b.md', 'c.md']);
      await until(() => /@\.\/c\.md$/.test(textOf('a.md')), 'the mention is updated');
      assert.doesNotMatch(textOf('a.md'), /cc|\.md\.md/);
    } finally {
      await markdown.update('updateLinksOnFileMove.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('updates references between prompts of the library when they are moved by its own commands', async () => {
    const target = await library.writePrompt('helper', 'Help', 'Helper');
    const referring = await library.writePrompt('referring', 'See [helper](helper.md).', 'Referring');
    await setMode('always');
    const name = freshWord('assistant');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(vscode.Uri.parse(target), vscode.Uri.parse(library.uri(`${name}.md`)));
    assert.ok(await vscode.workspace.applyEdit(edit));
    const referringPath = vscode.Uri.parse(referring).fsPath;
    await until(() => fs.readFileSync(referringPath, 'utf8').includes(`[helper](${name}.md)`), 'the other prompt leads to the new name');
  });

  function textOf(name: string): string {
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file(name));
    return open?.getText() ?? read(name);
  }
});
