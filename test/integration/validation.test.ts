import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

const valid = '---\ntitle: Fine\ndescription: Fine too\ntags: [a]\n---\n\nDo {{text:this}}.\n';

suite('validation', () => {
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-validation');
    // On in the browser-hosted VS Code; here it matters what is saved and what is not.
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Global);
  });
  suiteTeardown(async () => {
    await vscode.workspace.getConfiguration('files').update('autoSave', undefined, vscode.ConfigurationTarget.Global);
    await library.dispose();
  });
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeEditors();
  });

  const problemsOf = (uri: string): readonly string[] =>
    vscode.languages
      .getDiagnostics(vscode.Uri.parse(uri))
      .filter(({ source }) => source === 'PromptStack')
      .map(({ code, severity, range }) => `${vscode.DiagnosticSeverity[severity]} ${code as string} ${range.start.line + 1}`)
      .sort();
  const expectProblems = async (uri: string, expected: readonly string[], when: string): Promise<void> => {
    await until(() => JSON.stringify(problemsOf(uri)) === JSON.stringify([...expected].sort()), when).catch(() => {
      assert.deepEqual(problemsOf(uri), [...expected].sort(), when);
    });
  };
  const open = async (uri: string): Promise<vscode.TextEditor> => showEditor(await vscode.workspace.openTextDocument(vscode.Uri.parse(uri)));
  const replaceAll = (editor: vscode.TextEditor, text: string): Thenable<boolean> =>
    editor.edit((edit) => edit.replace(new vscode.Range(0, 0, editor.document.lineCount, 0), text));
  const fixes = async (uri: string, line: number, character = 0): Promise<readonly vscode.CodeAction[]> => {
    const at = new vscode.Range(line, character, line, character);
    return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', vscode.Uri.parse(uri), at, vscode.CodeActionKind.QuickFix.value);
  };
  const apply = async (actions: readonly vscode.CodeAction[], title: string): Promise<void> => {
    const action = actions.find((one) => one.title === title);
    assert.ok(action?.edit, `${title} is among ${actions.map((one) => one.title).join(', ')}`);
    await vscode.workspace.applyEdit(action.edit);
  };

  test('reports problems of files that nobody opened, and follows every change of them', async () => {
    const uri = await library.write('broken.md', 'No title, {{text:a}} and {{text:a}} and {{txt:b}}\n');
    await expectProblems(
      uri,
      ['Error missingTitle 1', 'Warning missingDescription 1', 'Warning missingTags 1', 'Error duplicatePlaceholder 1', 'Warning nearMissPlaceholder 1'],
      'all problems are reported',
    );
    await library.write('broken.md', valid);
    await expectProblems(uri, [], 'the problems go when the file is mended');
    await library.write('broken.md', '---\ntitle: [\n---\nx');
    await until(() => problemsOf(uri).some((problem) => problem.startsWith('Error invalidFrontmatter')), 'they come back');
    library.delete('broken.md');
    await expectProblems(uri, [], 'and go with the file');
  });

  test('says what is wrong and what to do, in the place where it is', async () => {
    const uri = await library.write('words.md', valid.replace('{{text:this}}', 'x {{Text:topic}}'));
    await expectProblems(uri, ['Warning nearMissPlaceholder 7'], 'reported');
    const [problem] = vscode.languages.getDiagnostics(vscode.Uri.parse(uri));
    assert.equal(problem?.message, 'Not a placeholder: its type must be "text" or "list". Did you mean {{text:topic}}?');
    assert.deepEqual([problem.range.start.character, problem.range.end.character], [5, 19]);
  });

  test('follows what is typed, and goes back to the file when the document is closed unsaved', async () => {
    const uri = await library.write('typing.md', valid);
    const editor = await open(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(7, 0), 'and {{text:this}}'));
    await expectProblems(uri, ['Error duplicatePlaceholder 8'], 'reported while typing');
    await replaceAll(editor, valid.replace('title: Fine\n', ''));
    await expectProblems(uri, ['Error missingTitle 1'], 'the newest text counts');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await expectProblems(uri, [], 'the file is as it was');
  });

  test('keeps what was reported while typing when the document is saved', async () => {
    const uri = await library.write('saved.md', valid);
    const editor = await open(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(7, 0), '{{list:x'));
    await expectProblems(uri, ['Warning nearMissPlaceholder 8'], 'reported while typing');
    await editor.document.save();
    assert.ok(fs.readFileSync(path.join(library.path, 'saved.md'), 'utf8').includes('{{list:x'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await expectProblems(uri, ['Warning nearMissPlaceholder 8'], 'and still there');
  });

  test('adds the title that is shown', async () => {
    const uri = await library.write('Release notes.md', '---\r\ndescription: d\r\ntags: [a]\r\n---\r\n\r\nText\r\n');
    await expectProblems(uri, ['Error missingTitle 1'], 'reported');
    const editor = await open(uri);
    await apply(await fixes(uri, 0), 'Add a Title: Release notes');
    assert.equal(editor.document.getText(), '---\r\ntitle: Release notes\r\ndescription: d\r\ntags: [a]\r\n---\r\n\r\nText\r\n');
    await expectProblems(uri, [], 'nothing is wrong any more');
  });

  test('renames a placeholder that is there twice', async () => {
    const uri = await library.write('twice.md', valid.replace('{{text:this}}', '{{text:a}} {{list:a}}'));
    await expectProblems(uri, ['Error duplicatePlaceholder 7'], 'reported');
    const editor = await open(uri);
    const actions = await fixes(uri, 6, 16);
    assert.equal(actions.find((one) => one.title === 'Rename to {{list:a_2}}')?.isPreferred, true);
    await apply(actions, 'Rename to {{list:a_2}}');
    assert.equal(editor.document.lineAt(6).text, 'Do {{text:a}} {{list:a_2}}.');
  });

  test('mends near-misses one by one and all at once', async () => {
    const uri = await library.write('misses.md', valid.replace('{{text:this}}', '{{txt:a}} and {{Text:b}} and {{text:c}'));
    await expectProblems(uri, Array<string>(3).fill('Warning nearMissPlaceholder 7'), 'reported');
    const editor = await open(uri);
    await apply(await fixes(uri, 6, 5), 'Change to {{text:a}}');
    assert.equal(editor.document.lineAt(6).text, 'Do {{text:a}} and {{Text:b}} and {{text:c}.');
    await apply(await fixes(uri, 6, 22), 'Fix All Placeholders in This File');
    assert.equal(editor.document.lineAt(6).text, 'Do {{text:a}} and {{text:b}} and {{text:c}}.');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.lineAt(6).text, 'Do {{text:a}} and {{Text:b}} and {{text:c}.');
  });

  test('offers nothing in documents outside the library', async () => {
    // In the library its title would be missing, and one name would be there twice. What only looks like a placeholder is reported anywhere.
    const { document } = await showEditor(await newDocument({ content: '{{text:a}} {{text:a}}\n\n{{txt:b}}' }));
    await expectProblems(document.uri.toString(), ['Information nearMissPlaceholder 3'], 'the text was looked at');
    assert.deepEqual((await fixes(document.uri.toString(), 0, 14)).filter(({ title }) => /^(Rename to|Add a Title)/.test(title)), []);
  });

  test('reports the problems of a thousand files without holding up the editor', async () => {
    for (let i = 0; i < 1000; i++) fs.writeFileSync(path.join(library.path, `many-${i}.md`), `{{text:x}} {{text:x}} ${i}`);
    // The work of one turn, in milliseconds of the processor: a clock would measure what else the machine does.
    let longest = 0;
    let before = process.cpuUsage();
    const timer = setInterval(() => {
      const { user, system } = process.cpuUsage(before);
      longest = Math.max(longest, (user + system) / 1000);
      before = process.cpuUsage();
    }, 5);
    const count = (): number => vscode.languages.getDiagnostics().filter(([uri, all]) => uri.path.includes('/many-') && all.length > 0).length;
    await until(() => count() === 1000, 'all are reported').finally(() => clearInterval(timer));
    assert.ok(longest < 1000, `one turn took ${longest} ms`);
    for (let i = 0; i < 1000; i++) library.delete(`many-${i}.md`);
    await until(() => count() === 0, 'all are gone');
  });
});
