import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { adviceKey } from '../../src/core/ai/suggestions/readAdvice';
import { checksum } from '../../src/core/util/checksum';
import { type AIDouble, startAIDouble } from './support/aiDouble';
import { readyApi, until } from './support/libraryFolder';

const advice = { kind: 'clarity' as const, title: 'Say it better', explanation: 'It can be said better.', lines: [], prompt: null };
const id = checksum(adviceKey(advice));
const edits = [
  { first: 2, last: 2, text: 'Line two says it better.' },
  { first: 8, last: 8, text: 'Line eight, too.' },
];

/** What becomes of advice, and of a review, when its document does not stay what it was. */
suite('documents under review', () => {
  let double: AIDouble;
  let folder = '';
  let count = 0;
  let lines: readonly string[] = [];

  suiteSetup(async () => {
    await readyApi();
    double = await startAIDouble();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reviewed-'));
  });
  suiteTeardown(async () => {
    await double.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  setup(() => {
    double.server.reset();
    // Answers to the same question come from the cache, also for an attempt that failed.
    count++;
    lines = Array.from({ length: 10 }, (_, index) => `Line ${index + 1} of reviewed text ${count}.`);
  });
  teardown(async () => {
    await run('notifications.clearAll');
    await run('workbench.action.revertAndCloseActiveEditor');
    await run('workbench.action.closeAllEditors');
  });

  const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
  const text = (): string => `${lines.join('\n')}\n`;
  const withEdits = (...chosen: readonly number[]): string =>
    `${lines.map((line, index) => edits.find(({ first }, edit) => chosen.includes(edit) && first === index + 1)?.text ?? line).join('\n')}\n`;
  const inDiff = (tab: vscode.Tab): boolean => tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === 'promptstack-edits';
  const diffs = (): readonly vscode.TabInputTextDiff[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(inDiff).map(({ input }) => input as vscode.TabInputTextDiff));
  const proposal = (): string | undefined => vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === diffs()[0]?.modified.toString())?.getText();
  const openedText = (uri: vscode.Uri): string | undefined => vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())?.getText();

  async function newFile(): Promise<vscode.Uri> {
    const uri = vscode.Uri.file(path.join(folder, `composition-${count}.md`));
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text()));
    return uri;
  }

  /** Shows a document, which has one suggestion then. */
  async function advise(uri: vscode.Uri): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
    double.server.reply({ tool: { suggestions: [advice] } });
    await run('promptstack.getSuggestions');
    return document;
  }

  async function review(uri: vscode.Uri): Promise<void> {
    double.server.reply({ tool: { summary: 'Says it better', edits } });
    await run('promptstack.applySuggestion', uri.toString(), id);
    await until(() => diffs().length === 1, 'the diff is open');
  }

  async function showsProposal(wanted: string): Promise<void> {
    await until(() => proposal() === wanted, 'the diff shows the proposal').catch(() => assert.equal(proposal(), wanted));
  }

  /** Accepts the change with this number of those that are left. */
  async function acceptChange(number: number): Promise<void> {
    const lenses = (await run('vscode.executeCodeLensProvider', diffs()[0]?.modified)) as vscode.CodeLens[];
    const command = lenses.flatMap((lens) => (lens.command?.title.includes('Accept Change') ? [lens.command] : []))[number];
    assert.ok(command, 'the change can be accepted');
    await run(command.command, ...(command.arguments as unknown[]));
  }

  test('a review goes on when its file is renamed, and nothing is written under the former name', async () => {
    const from = await newFile();
    const to = vscode.Uri.file(path.join(folder, `renamed-${count}.md`));
    await advise(from);
    await review(from);
    await showsProposal(withEdits(0, 1));
    await acceptChange(0);
    await vscode.workspace.save(from);
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(from, to);
    assert.ok(await vscode.workspace.applyEdit(rename));
    await until(() => diffs().length === 1 && diffs()[0]?.original.toString() === to.toString(), 'the diff shows the file under its new name');
    await showsProposal(withEdits(0, 1));
    await run('promptstack.acceptEdits', to.toString());
    await until(() => diffs().length === 0, 'the diff is closed');
    assert.equal(openedText(to), withEdits(0, 1));
    await vscode.workspace.saveAll();
    // The editor empties a file before it writes it, and a save may have been under way already.
    await until(() => fs.readFileSync(to.fsPath, 'utf8') === withEdits(0, 1), 'the file is saved under its new name');
    assert.ok(!fs.existsSync(from.fsPath));
  });

  test('advice goes along with a file in a folder that is moved', async () => {
    const [before, after] = ['before', 'after'].map((name) => vscode.Uri.file(path.join(folder, `${name}-${count}`))) as [vscode.Uri, vscode.Uri];
    await vscode.workspace.fs.createDirectory(before);
    const [from, to] = [vscode.Uri.joinPath(before, 'one.md'), vscode.Uri.joinPath(after, 'one.md')];
    await vscode.workspace.fs.writeFile(from, Buffer.from(text()));
    await advise(from);
    const move = new vscode.WorkspaceEdit();
    move.renameFile(before, after);
    assert.ok(await vscode.workspace.applyEdit(move));
    await until(async () => {
      await run('promptstack.applySuggestion', to.toString(), id);
      return double.server.questions.length === 2;
    }, 'the suggestion is known under the new name');
  });

  test('advice on an untitled document goes along with it when it is saved as a file', async () => {
    const file = vscode.Uri.file(path.join(folder, `saved-${count}.md`));
    const untitled = file.with({ scheme: 'untitled' });
    const document = await vscode.workspace.openTextDocument(untitled);
    await vscode.window.showTextDocument(document, { preview: false });
    const insert = new vscode.WorkspaceEdit();
    insert.insert(untitled, new vscode.Position(0, 0), text());
    await vscode.workspace.applyEdit(insert);
    await advise(untitled);
    await run('workbench.action.files.save');
    await until(() => vscode.window.activeTextEditor?.document.uri.toString() === file.toString(), 'the file is open');
    double.server.reply({ tool: { summary: 'Says it better', edits } });
    await until(async () => {
      await run('promptstack.applySuggestion', file.toString(), id);
      return diffs().length === 1;
    }, 'the suggestion is known for the file');
    await showsProposal(withEdits(0, 1));
    await run('promptstack.rejectEdits', file.toString());
    await until(() => diffs().length === 0, 'the diff is closed');
  });

  test('a review ends with a document that is deleted, of which nothing is written again', async () => {
    const deleted = await newFile();
    await advise(deleted);
    await review(deleted);
    await showsProposal(withEdits(0, 1));
    const removal = new vscode.WorkspaceEdit();
    removal.deleteFile(deleted);
    assert.ok(await vscode.workspace.applyEdit(removal));
    await run('promptstack.rejectEdits', deleted.toString());
    await until(() => diffs().length === 0, 'the diff of a deleted file is closed');
    await run('promptstack.acceptEdits', deleted.toString());
    assert.equal(fs.existsSync(deleted.fsPath), false);
  });

  test('edits are not written to what became read-only meanwhile', async () => {
    let isReadOnly = false;
    const content = Buffer.from(text());
    const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    const provider: vscode.FileSystemProvider = {
      onDidChangeFile: changes.event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: () => ({ type: vscode.FileType.File, size: content.length, ctime: 1, mtime: 1, ...(isReadOnly && { permissions: vscode.FilePermission.Readonly }) }),
      readFile: () => content,
      writeFile: () => undefined,
      readDirectory: () => [],
      createDirectory: () => undefined,
      delete: () => undefined,
      rename: () => undefined,
    };
    const scheme = `promptreview${count}`;
    const registered = vscode.workspace.registerFileSystemProvider(scheme, provider);
    try {
      const uri = vscode.Uri.parse(`${scheme}:/composition.md`);
      const document = await advise(uri);
      await review(uri);
      await showsProposal(withEdits(0, 1));
      isReadOnly = true;
      await run('promptstack.acceptEdits', uri.toString());
      assert.deepEqual([document.getText(), document.isDirty, diffs().length], [text(), false, 1]);
      isReadOnly = false;
      await run('promptstack.acceptEdits', uri.toString());
      assert.equal(document.getText(), withEdits(0, 1));
      await run('workbench.action.files.revert');
    } finally {
      await run('workbench.action.revertAndCloseActiveEditor');
      await run('workbench.action.closeAllEditors');
      registered.dispose();
      changes.dispose();
    }
  });

  test('a change that was accepted is offered again when that is undone, and one that was rejected is not', async () => {
    const uri = await newFile();
    const document = await advise(uri);
    await review(uri);
    await showsProposal(withEdits(0, 1));
    await acceptChange(0);
    assert.equal(document.getText(), withEdits(0));
    const inDocument = async (command: string): Promise<void> => {
      await vscode.window.showTextDocument(document, { preview: false });
      await run(command);
    };
    const offered = async (): Promise<number> => ((await run('vscode.executeCodeLensProvider', diffs()[0]?.modified)) as vscode.CodeLens[]).filter(({ command }) => command?.title.includes('Accept Change')).length;
    assert.equal(await offered(), 1);
    await inDocument('undo');
    await until(async () => (await offered()) === 2, 'both changes are offered again');
    assert.equal(document.getText(), text());
    await inDocument('redo');
    await until(async () => (await offered()) === 1, 'the accepted one is not');
    await inDocument('undo');
    await until(async () => (await offered()) === 2, 'both are offered again');
    await run('promptstack.acceptEdits', uri.toString());
    assert.equal(document.getText(), withEdits(0, 1));
    await until(() => diffs().length === 0, 'the review is over');
  });
});
