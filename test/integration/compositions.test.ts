import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { compositionFiles, drafts, historyFolder } from './support/historyFolder';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
const type = (text: string): Thenable<unknown> => run('default:type', { text });
const contentOf = (document: vscode.TextDocument): string => fs.readFileSync(document.uri.fsPath, 'utf8');

/** The recording whose text contains `words`. */
const recordingOf = (words: string) => compositionFiles().find(({ text }) => text.includes('source:') && text.includes(words));

async function newComposition(): Promise<vscode.TextEditor> {
  const before = vscode.window.activeTextEditor?.document;
  await run('promptstack.newComposition');
  await until(() => vscode.window.activeTextEditor !== undefined && vscode.window.activeTextEditor.document !== before, 'another editor is in front');
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor && path.basename(editor.document.fileName).match(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(-\d+)?\.md$/));
  return editor;
}

async function saved(document: vscode.TextDocument): Promise<void> {
  await until(() => !document.isDirty && fs.existsSync(document.uri.fsPath) && contentOf(document) === document.getText(), 'the composition is saved by itself');
}

suite('compositions', () => {
  let library: LibraryFolder;
  const configured: (readonly [section: string, key: string])[] = [];

  suiteSetup(async () => {
    library = new LibraryFolder(await readyApi(), 'test-compositions');
  });
  suiteTeardown(() => library.dispose());
  teardown(async () => {
    for (const [section, key] of configured.splice(0)) await vscode.workspace.getConfiguration(section).update(key, undefined, vscode.ConfigurationTarget.Global);
    await closeEditors();
  });

  async function configure(section: string, key: string, value: unknown): Promise<void> {
    configured.push([section, key]);
    await vscode.workspace.getConfiguration(section).update(key, value, vscode.ConfigurationTarget.Global);
  }

  test('a new one is a file with frontmatter, ready to be written', async () => {
    const { document, selection } = await newComposition();
    const [root] = vscode.workspace.workspaceFolders ?? [];
    assert.equal(path.dirname(document.fileName), historyFolder);
    assert.match(document.getText(), /^---\nuuid: [0-9a-f-]{36}\ncreated: \d{4}-\d\d-\d\dT[^\n]+\nworkspace: [^\n]+\n---\n/);
    assert.ok(document.getText().includes(root?.uri.fsPath ?? '?'));
    assert.equal(selection.isEmpty && document.lineAt(selection.active.line).text, '');
    assert.equal(selection.active.line, document.lineCount - 1);
  });

  test('it saves itself as it is, whatever takes part in saving elsewhere', async () => {
    const formatter = vscode.languages.registerDocumentFormattingEditProvider('markdown', {
      provideDocumentFormattingEdits: (document) => [
        vscode.TextEdit.replace(new vscode.Range(0, 0, document.lineCount, 0), document.getText().replaceAll('word', 'FORMATTED')),
      ],
    });
    try {
      // Otherwise the editor's own saving may come first on a busy machine, and it changes text.
      await configure('files', 'autoSave', 'off');
      for (const key of ['trimTrailingWhitespace', 'insertFinalNewline', 'trimFinalNewlines']) await configure('files', key, true);
      await configure('editor', 'formatOnSave', true);
      await configure('editor', 'codeActionsOnSave', { 'source.fixAll': 'always' });
      const editor = await newComposition();
      const { document } = editor;
      const before = document.getText();
      await type('a word  \n\n\nand ');
      const text = document.getText();
      assert.ok(text.endsWith('a word  \n\n\nand '));
      const { selection } = editor;
      await saved(document);
      assert.equal(document.getText(), text);
      assert.ok(editor.selection.isEqual(selection));
      await type('more');
      assert.equal(document.getText(), `${text}more`);
      await saved(document);
      for (let step = 0; step < 20 && document.getText() !== before; step++) await run('undo');
      assert.equal(document.getText(), before, 'undo leads back across what was saved');
      await type('a word');
      await run('workbench.action.files.save');
      assert.ok(document.getText().endsWith('a FORMATTED\n'), `whoever saves by hand gets it formatted: ${JSON.stringify(document.getText())}`);
    } finally {
      formatter.dispose();
    }
  });

  test('tab stops stay while it saves itself', async () => {
    const editor = await newComposition();
    await editor.insertSnippet(new vscode.SnippetString('one ${1:first} two ${2:second} end'));
    await type('typed');
    await saved(editor.document);
    assert.ok(contentOf(editor.document).includes('one typed two second end'));
    await run('jumpToNextSnippetPlaceholder');
    await until(() => editor.document.getText(editor.selection) === 'second', 'the second tab stop is selected');
  });

  test('a prompt that is inserted is named in the frontmatter, in the same step', async () => {
    const uri = await library.writePrompt('compose', 'Dear {{text:name}},\n\n\tabout {{text:matter}}');
    const editor = await newComposition();
    const { document } = editor;
    await type('First words. ');
    const before = document.getText();
    await run('promptstack.insertPrompt', uri);
    assert.ok(document.getText().includes(`prompts: ["${uri}"]\n---\n`), document.getText());
    assert.ok(document.getText().endsWith('First words. Dear name,\n\n\tabout matter'));
    assert.equal(document.getText(editor.selection), 'name');
    await type('Ada');
    await run('jumpToNextSnippetPlaceholder');
    await until(() => document.getText(editor.selection) === 'matter', 'the second placeholder is selected');
    await saved(document);
    const once = document.getText();
    await run('promptstack.insertPrompt', uri);
    assert.equal(document.getText().split(uri).length, once.split(uri).length, 'it is named once');
    for (let step = 0; step < 10 && document.getText() !== before; step++) {
      await run('undo');
      const hasText = document.getText().includes('Dear');
      assert.equal(document.getText().includes(uri), hasText, 'text and name come and go together');
    }
    assert.equal(document.getText(), before);
  });

  test('what another program wrote meanwhile is not lost', async () => {
    const editor = await newComposition();
    const { document } = editor;
    const word = freshWord('yours');
    await type(`mine and ${word}`);
    await saved(document);
    const disk = contentOf(document);
    await type('!');
    fs.writeFileSync(document.uri.fsPath, disk.replace(`mine and ${word}`, `${word} only now`));
    await until(() => contentOf(document) === document.getText(), 'the composition is saved');
    await until(() => compositionFiles().some(({ file, text }) => file !== document.uri.fsPath && text.includes(`${word} only now`)), 'the other text has a file of its own');
  });

  test('a save that the editor refuses leaves the file alone and the text in a draft', async () => {
    const editor = await newComposition();
    const { document } = editor;
    const word = freshWord('Original');
    const kept = (): readonly string[] => drafts().filter((text) => text.includes(word));
    await type(word);
    await saved(document);
    await type(' and mine');
    const other = `${contentOf(document)} and a much longer text of somebody else`;
    fs.writeFileSync(document.uri.fsPath, other);
    await until(() => kept().some((text) => text.endsWith(' and mine')), 'a draft has the text');
    await type(' goes on');
    await until(() => kept().some((text) => text.endsWith(' and mine goes on')), 'the draft follows');
    assert.equal(contentOf(document), other);
    await run('workbench.action.files.revert');
    await until(() => document.getText() === other, 'the editor shows the file');
    await until(() => compositionFiles().some(({ text }) => text.endsWith(`${word} and mine goes on`)), 'what was given up has a file of its own');
    await until(() => kept().length === 0, 'no draft is left');
    await type('.');
    await saved(document);
  });

  test('the folder may go while one is open', async () => {
    const { document } = await newComposition();
    await type('Before');
    await saved(document);
    fs.rmSync(historyFolder, { recursive: true, maxRetries: 10 });
    await type(' and after');
    await saved(document);
    assert.ok(contentOf(document).endsWith('Before and after'));
  });

  test('nothing is lost where the folder cannot be written', async function () {
    if (process.getuid?.() === 0) this.skip();
    const { document } = await newComposition();
    await type('Written');
    await saved(document);
    for (const each of [historyFolder, path.join(historyFolder, '.drafts')]) fs.chmodSync(each, 0o500);
    try {
      await type(' on');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.ok(document.isDirty && document.getText().endsWith('Written on'));
    } finally {
      for (const each of [historyFolder, path.join(historyFolder, '.drafts')]) fs.chmodSync(each, 0o700);
    }
    await type('.');
    await saved(document);
  });

  test('on a full disk the text stays in the editor, and is saved once there is space', async function () {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'promptstack-full-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      fs.rmSync(folder, { recursive: true });
      this.skip();
    }
    try {
      await configure('promptstack', 'history.folder', folder);
      await until(async () => {
        await run('promptstack.newComposition');
        return path.dirname(vscode.window.activeTextEditor?.document.fileName ?? '') === folder;
      }, 'compositions are created in the folder of the setting');
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document);
      await type('Before. ');
      await saved(document);
      const filler = path.join(folder, 'filler');
      fs.writeFileSync(filler, '');
      assert.throws(() => {
        for (;;) fs.appendFileSync(filler, Buffer.alloc(4096));
      }, { code: 'ENOSPC' });
      const longer = 'A sentence that needs space. '.repeat(300);
      const editor = vscode.window.activeTextEditor;
      await editor?.edit((edit) => edit.insert(editor.selection.active, longer));
      await new Promise((resolve) => setTimeout(resolve, 2500));
      assert.ok(document.getText().endsWith(longer));
      fs.rmSync(filler);
      await saved(document);
      assert.ok(contentOf(document).endsWith(`Before. ${longer}`));
    } finally {
      await closeEditors();
      await configure('promptstack', 'history.folder', undefined);
      await until(async () => {
        await run('promptstack.newComposition');
        return path.dirname(vscode.window.activeTextEditor?.document.fileName ?? '') === historyFolder;
      }, 'compositions are created in their own folder again');
      execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
});

suite('recorded documents', () => {
  let library: LibraryFolder;
  let folder: string;

  suiteSetup(async () => {
    library = new LibraryFolder(await readyApi(), 'test-recorded');
    folder = path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'recorded');
    fs.mkdirSync(folder, { recursive: true });
  });
  suiteTeardown(async () => {
    await library.dispose();
    fs.rmSync(folder, { recursive: true });
  });
  teardown(async () => {
    while (vscode.window.activeTextEditor) await run('workbench.action.revertAndCloseActiveEditor');
  });

  async function open(name: string, content: string): Promise<vscode.TextEditor> {
    fs.writeFileSync(path.join(folder, name), content);
    const editor = await showEditor(vscode.Uri.file(path.join(folder, name)));
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(end, end);
    return editor;
  }

  test('a tracked document is recorded while its own file stays as it is, also under another name', async () => {
    const plan = freshWord('plan');
    const { document } = await open(`${plan}.md`, `A ${plan} for recording`);
    await run('promptstack.trackComposition');
    await until(() => recordingOf(`A ${plan} for recording`) !== undefined, 'its text is recorded');
    await type(' that goes on');
    await until(() => recordingOf(`A ${plan} for recording that goes on`) !== undefined, 'what is unsaved is recorded');
    assert.equal(contentOf(document), `A ${plan} for recording`);
    await document.save();
    const renamed = vscode.Uri.file(path.join(folder, `${plan}-renamed.md`));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, renamed);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const { document: again } = await showEditor(renamed);
    await run('cursorBottom');
    await type(' elsewhere');
    await until(() => recordingOf(`${plan} for recording that goes on elsewhere`)?.text.includes(renamed.toString()) === true, 'the recording follows the file');
    assert.equal(compositionFiles().filter(({ text }) => text.includes(`A ${plan} for recording`)).length, 1);

    await run('promptstack.untrackComposition');
    await type(` ${plan} unheard`);
    const { document: other } = await newComposition();
    await type('Later');
    await saved(other);
    assert.equal(recordingOf(`${plan} unheard`), undefined);
    assert.ok(again.getText().endsWith(`${plan} unheard`));
  });

  test('what is given up stays recorded', async () => {
    const words = freshWord('words');
    await open(`${words}.md`, `Kept ${words}`);
    await run('promptstack.trackComposition');
    await type(' and those that were given up');
    await until(() => recordingOf(`Kept ${words} and those that were given up`) !== undefined, 'it is recorded');
    await run('workbench.action.files.revert');
    await run('workbench.action.closeActiveEditor');
    const { document } = await newComposition();
    await type('Later');
    await saved(document);
    assert.ok(recordingOf(`Kept ${words} and those that were given up`));
  });

  test('an untitled document lives on as the file that it is saved as', async () => {
    const target = path.join(folder, `${freshWord('untitled')}.md`);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(target).with({ scheme: 'untitled' }));
    await showEditor(document);
    const once = freshWord('Once');
    await type(`${once} untitled`);
    await run('promptstack.trackComposition');
    await until(() => recordingOf(`${once} untitled`) !== undefined, 'it is recorded');
    await run('workbench.action.files.save');
    await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'file', 'the file is open');
    await until(() => recordingOf(`${once} untitled`)?.text.includes(vscode.Uri.file(target).toString()) === true, 'the recording follows it');
    await run('cursorBottom');
    await type(', now a file');
    await until(() => recordingOf(`${once} untitled, now a file`) !== undefined, 'it goes on');
  });

  test('inserting a prompt makes a composition of a Markdown document, and of nothing else', async () => {
    const uri = await library.writePrompt('starts', 'A prompt that makes {{text:something}} of it');
    const before = freshWord('Before');
    await open(`${before}.md`, `${before}: `);
    await run('promptstack.insertPrompt', uri);
    await until(() => recordingOf(`${before}: A prompt that makes something of it`)?.text.includes(uri) === true, 'the document is recorded with its prompt');

    await showEditor(vscode.Uri.parse(await library.writePrompt('other', 'Another one for the library')));
    await run('cursorBottom');
    await run('promptstack.insertPrompt', uri);
    const code = await newDocument({ language: 'shellscript', content: 'const inScript = 1;' });
    await showEditor(code);
    await run('promptstack.insertPrompt', uri);
    await vscode.workspace.getConfiguration('promptstack').update('history.trackOnInsert', false, vscode.ConfigurationTarget.Global);
    try {
      await open('not-wanted.md', 'Not wanted: ');
      await run('promptstack.insertPrompt', uri);
    } finally {
      await vscode.workspace.getConfiguration('promptstack').update('history.trackOnInsert', undefined, vscode.ConfigurationTarget.Global);
    }
    const { document } = await newComposition();
    await type('Later');
    await saved(document);
    for (const words of ['Another one for the library', 'inScript', 'Not wanted']) assert.equal(recordingOf(words), undefined, words);
  });
});
