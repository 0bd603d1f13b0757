import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeEditors, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { readyApi, until } from './support/libraryFolder';

const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
const act = (command: string, ...args: readonly unknown[]): Thenable<unknown> => run(`promptstack.${command}Composition`, ...args);

const folder = path.join(os.homedir(), '.promptstack', 'data', '.history');
const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'promptstack-history-'));
const written: string[] = [];

interface Written {
  readonly uuid: string;
  readonly file: string;
  readonly text: string;
}

/** A composition file as another window would leave it, known to the history when this resolves. */
async function composition(body: string, properties: { readonly created?: Date; readonly source?: string; readonly tags?: readonly string[] } = {}): Promise<Written> {
  const { created = new Date(), source, tags } = properties;
  const uuid = randomUUID();
  const file = path.join(folder, `${uuid}.md`);
  const head = [`uuid: ${uuid}`, `created: ${created.toISOString()}`, ...(source ? [`source: ${JSON.stringify(source)}`] : []), ...(tags ? [`tags: ${JSON.stringify(tags)}`] : [])];
  const text = ['---', ...head, '---', body].join('\n');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file, text);
  written.push(file);
  await run('promptstack.refreshHistory');
  return { uuid, file, text };
}

/** What the tree shows, read as a user of the keyboard could: select all rows and copy the compositions. */
async function copiedFromTree(): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await run('promptstack.history.focus');
  await run('list.focusFirst');
  await run('list.selectAll');
  await act('copy', 'history.selection');
  return vscode.env.clipboard.readText();
}

async function copied(uuid: string): Promise<string> {
  await vscode.env.clipboard.writeText('');
  await act('copy', uuid);
  return vscode.env.clipboard.readText();
}

const activeTab = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
const activeText = (): string | undefined => vscode.window.activeTextEditor?.document.getText();

suite('history tree', () => {
  suiteSetup(() => readyApi());
  teardown(async () => {
    await closeEditors();
    for (const file of written.splice(0)) fs.rmSync(file, { force: true });
  });
  suiteTeardown(() => fs.rmSync(outside, { recursive: true, force: true }));

  test('shows the compositions of today, newest first, and follows what comes, changes and goes on disk', async () => {
    const hour = 3_600_000;
    // What an earlier attempt wrote stays in the tree as missing.
    const tree = freshWord('TREE');
    const now = Date.now();
    await composition(`${tree} OLD`, { created: new Date(now - 400 * 24 * hour) });
    const first = await composition(`${tree} ONE`, { created: new Date(now - 2) });
    await composition(`${tree} TWO`, { created: new Date(now - 1) });
    const ours = async () => [...(await copiedFromTree()).matchAll(new RegExp(`${tree} (\\w+)`, 'g'))].map(([, name]) => name);
    await until(async () => (await ours()).join() === 'TWO,ONE', 'today is open and shows both');

    fs.writeFileSync(first.file, first.text.replace(' ONE', ' FIRST'));
    await until(async () => (await ours()).join() === 'TWO,FIRST', 'the changed text is known');
    await composition(`${tree} THREE`, { created: new Date(now) });
    await until(async () => (await ours()).join() === 'THREE,TWO,FIRST', 'the new one is on top');
  });

  test('Open makes a new composition with the same text and the cursor at its end; the old file stays as it is', async () => {
    const old = await composition('\nFirst line\nlast line', { tags: ['kept'] });
    await act('open', { compositionUuid: old.uuid });
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    written.push(editor.document.uri.fsPath);
    assert.equal(path.dirname(editor.document.uri.fsPath), folder);
    assert.notEqual(editor.document.uri.fsPath, old.file);
    assert.ok(editor.document.getText().endsWith('---\n\nFirst line\nlast line'));
    assert.equal(editor.document.offsetAt(editor.selection.active), editor.document.getText().length);
    assert.equal(fs.readFileSync(old.file, 'utf8'), old.text);
    assert.equal((await copied(old.uuid)).trim(), 'First line\nlast line');
  });

  test('Continue opens the file itself, or the document that was recorded', async () => {
    const own = await composition('my own');
    await act('continue', own.uuid);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, own.file);
    const source = path.join(outside, 'recorded.md');
    fs.writeFileSync(source, 'what is there now');
    const recording = await composition('what was there', { source: vscode.Uri.file(source).toString() });
    await act('continue', recording.uuid);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, source);
  });

  test('without a target a command acts on the composition in the editor', async () => {
    const own = await composition('in the editor');
    await act('continue', own.uuid);
    await vscode.env.clipboard.writeText('');
    await act('copy');
    assert.equal(await vscode.env.clipboard.readText(), 'in the editor');
    const source = path.join(outside, 'tracked.md');
    fs.writeFileSync(source, 'tracked');
    await composition('recorded text', { source: vscode.Uri.file(source).toString() });
    await showEditor(vscode.Uri.file(source));
    await act('copy');
    assert.equal(await vscode.env.clipboard.readText(), 'recorded text');
  });

  test('Compare shows the bodies of two, the older one on the left, also of a missing file', async () => {
    const newer = await composition('one\ntwo', { created: new Date(2026, 0, 6, 9, 5) });
    const older = await composition('one\n2', { created: new Date(2026, 0, 5, 14, 30) });
    fs.rmSync(older.file);
    await run('promptstack.refreshHistory');
    await run('promptstack.compareCompositions', newer.uuid, [newer.uuid, older.uuid]);
    await until(() => activeTab() instanceof vscode.TabInputTextDiff, 'the comparison is shown');
    const input = activeTab();
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const texts = await Promise.all([input.original, input.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()));
    assert.deepEqual(texts, ['one\n2', 'one\ntwo']);
    assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /Jan 5, 2026 2:30 PM ↔ Jan 6, 2026 9:05 AM/);
  });

  test('a missing file can be previewed, opened as new and restored byte for byte', async () => {
    const lost = await composition('\u00fcber alles\r\nin zwei Zeilen\n', { tags: ['a: b'] });
    fs.rmSync(lost.file);
    await run('promptstack.refreshHistory');
    await act('preview', lost.uuid);
    await until(() => activeTab() instanceof vscode.TabInputCustom, 'a preview is shown');
    assert.equal((await copied(lost.uuid)).replaceAll('\r\n', '\n'), '\u00fcber alles\nin zwei Zeilen');
    await act('restore', lost.uuid);
    assert.equal(fs.readFileSync(lost.file, 'utf8'), lost.text);
    await act('preview', lost.uuid);
    await until(() => {
      const input = activeTab();
      return input instanceof vscode.TabInputCustom && input.uri.fsPath === lost.file;
    }, 'the preview is that of the file');
  });

  test('Restore writes a deleted document again from its recording', async () => {
    const source = path.join(outside, 'deleted.md');
    const recording = await composition('# Title\n\nText that was lost\n', { source: vscode.Uri.file(source).toString() });
    await act('restore', recording.uuid);
    assert.equal(fs.readFileSync(source, 'utf8'), '# Title\n\nText that was lost\n');
    assert.equal(activeText(), '# Title\n\nText that was lost\n');
    await act('restore', recording.uuid);
    assert.equal(vscode.window.activeTextEditor?.document.isDirty, false);
  });

  test('unsaved text of a composition counts', async () => {
    const own = await composition('saved');
    await act('continue', own.uuid);
    await vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(1000, 0), ' and typed'));
    assert.equal(await copied(own.uuid), 'saved and typed');
  });

  test('targets that are no compositions open and change nothing', async () => {
    const own = await composition('stays as it is');
    for (const command of ['open', 'continue', 'restore', 'delete', 'tag', 'preview', 'reveal']) await act(command, 'never-there');
    await run('promptstack.compareCompositions', 'never-there', ['never-there']);
    await act('open', { kind: 'day' });
    await act('continue', { kind: 'page' });
    assert.deepEqual(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)), []);
    assert.equal(fs.readFileSync(own.file, 'utf8'), own.text);
  });
});
