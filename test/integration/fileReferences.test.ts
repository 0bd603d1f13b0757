import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { newDocument, showEditor } from './support/editors';
import { readyApi, until } from './support/libraryFolder';
import { makeWatchedFolder } from './support/watchedFolder';

const FOLDER = 'ref-files';
const files: Readonly<Record<string, string>> = {
  'guide.md': '---\ntitle: The Quagga Guide\n---\n\n# Another heading\n',
  'quagga.ts': 'export const quagga = 1;\n',
  'headed-quagga.md': 'Text\n\n# Quagga *under* a heading\n',
  'odd [quagga] (1) ümlaut.md': 'no title',
  'sub/deep-quagga.md': '# Deep [Quagga]\n',
  'ignored-quagga.log': 'ignored',
  'hidden-quagga.md': 'hidden',
  '.gitignore': '*.log\n',
  'document.md': '',
  'document.ts': '',
};

suite('file references: completion', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(root);
  const uriOf = (name: string) => vscode.Uri.joinPath(root, FOLDER, name);
  const settings = vscode.workspace.getConfiguration();

  suiteSetup(async () => {
    await readyApi();
    await makeWatchedFolder(uriOf('').fsPath);
    await makeWatchedFolder(uriOf('sub').fsPath);
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(uriOf(name).fsPath, text);
    await settings.update('files.exclude', { '**/hidden-quagga.md': true }, vscode.ConfigurationTarget.Workspace);
    await until(async () => labels(await complete('[[quagga|')).length === 4 + 1, 'the files are known');
  });
  suiteTeardown(async () => {
    await settings.update('files.exclude', undefined, vscode.ConfigurationTarget.Workspace);
    fs.rmSync(uriOf('').fsPath, { recursive: true, force: true });
  });
  teardown(async () => {
    while (vscode.window.tabGroups.activeTabGroup.activeTab) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  /** A document of the folder with this text, which is not saved. */
  async function textOf(name: string, text: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(uriOf(name));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
    return document;
  }

  /** Completions of ours at the `|` of a document in the folder; the details of so many of them. */
  async function complete(marked: string, name = 'document.md', resolved = 0): Promise<readonly vscode.CompletionItem[]> {
    const document = await textOf(name, marked.replace('|', ''));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(marked.indexOf('|')),
      undefined,
      resolved,
    );
    return list.items.filter(({ command }) => command?.command === '_promptstack.referenceCompleted');
  }
  const labels = (items: readonly vscode.CompletionItem[]) => items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  const item = async (marked: string, label: string) => {
    const items = await complete(marked);
    const found = items.find((one) => labels([one])[0] === label);
    assert.ok(found, `${label} is offered at ${marked}: ${labels(items).join(', ')}`);
    return found;
  };
  /** The line when the file of that name was accepted at the `|`. */
  async function accepted(marked: string, label: string): Promise<string> {
    const { range, insertText } = await item(marked, label);
    assert.ok(range instanceof vscode.Range && typeof insertText === 'string');
    const line = marked.replace('|', '');
    return line.slice(0, range.start.character) + insertText + line.slice(range.end.character);
  }

  test('inserts a link with the title of the file in all four syntaxes', async () => {
    const link = '[The Quagga Guide](guide.md)';
    assert.equal(await accepted('See [](gui|) now', 'guide.md'), `See ${link} now`);
    assert.equal(await accepted('See [[gui|]] now', 'guide.md'), `See ${link} now`);
    assert.equal(await accepted('See #file:gui| now', 'guide.md'), `See ${link} now`);
    assert.equal(await accepted('See @gui| now', 'guide.md'), `See ${link} now`);
    assert.equal(await accepted('See [mine](gui|) now', 'guide.md'), 'See [mine](guide.md) now');
    assert.equal(await accepted('See [mine](gui| now', 'guide.md'), 'See [mine](guide.md) now');
  });

  test('takes the title from frontmatter, else the first heading, else the name', async () => {
    assert.match(await accepted('[[quagga|', 'headed-quagga.md'), /^\[Quagga .*under.* a heading\]\(headed-quagga\.md\)$/);
    assert.equal(await accepted('[[quagga|', 'quagga.ts'), '[quagga](quagga.ts)');
    assert.equal(await accepted('[[quagga|', 'deep-quagga.md'), '[Deep \\[Quagga\\]](sub/deep-quagga.md)');
  });

  test('writes odd names so that they lead to the file', async () => {
    const line = await accepted('[[ümlaut|', 'odd [quagga] (1) ümlaut.md');
    const document = await textOf('document.md', line);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri, 10);
    const targets = links.map(({ target }) => target?.path ?? '');
    assert.ok(targets.some((target) => target.endsWith('odd [quagga] (1) ümlaut.md')), `${line} leads to ${targets.join(', ')}`);
  });

  test('leaves out what git ignores, what is hidden and the document itself', async () => {
    const shown = labels(await complete('[[quagga|'));
    assert.ok(shown.includes('quagga.ts'), shown.join());
    assert.ok(!shown.some((label) => label.endsWith('.log') || label.startsWith('hidden')), shown.join());
    await settings.update('files.exclude', undefined, vscode.ConfigurationTarget.Workspace);
    try {
      await until(async () => labels(await complete('[[quagga|')).includes('hidden-quagga.md'), 'the file is shown when it is not hidden any more');
    } finally {
      await settings.update('files.exclude', { '**/hidden-quagga.md': true }, vscode.ConfigurationTarget.Workspace);
    }
    await until(async () => !labels(await complete('[[quagga|')).includes('hidden-quagga.md'), 'the file is hidden again');
  });

  test('puts what was opened last first', async () => {
    for (const name of ['sub/deep-quagga.md', 'quagga.ts']) {
      await showEditor(uriOf(name), { preview: false });
      const base = path.posix.basename(name);
      await until(async () => labels(await complete('[[quagga|'))[0] === base, `${name} is first`);
    }
    assert.equal(labels(await complete('[](|)'))[0], 'quagga.ts');
  });

  test('offers the best file in the syntax that was typed as well', async () => {
    for (const [marked, written] of [['[[guide|', '[[guide]]'], ['#file:guide|', `#file:${FOLDER}/guide.md`], ['@guide|', `@${FOLDER}/guide.md`]] as const) {
      const [, second] = await complete(marked);
      assert.equal(second?.insertText, written);
    }
    assert.deepEqual(labels(await complete('[](guide|)')).filter((label) => label.includes('guide')), ['guide.md']);
  });

  test('is silent in code, frontmatter, addresses, headings and other languages', async () => {
    for (const marked of ['```\n[[quagga|\n```', '---\ntitle: "@quagga|"\n---\n', '`@quagga|`', 'me@quagga|', '# quagga|', '[a](https://quagga|)', '![a](quagga|)']) {
      assert.deepEqual(labels(await complete(marked)), [], marked);
    }
    assert.deepEqual(labels(await complete('@quagga|', 'document.ts')), []);
  });

  test('shows how the file begins', async () => {
    const [first] = await complete('[[quagga.ts|', 'document.md', 5);
    assert.match(first?.detail ?? '', /^quagga · 25 characters, ~\d+ tokens$/);
    assert.match((first?.documentation as vscode.MarkdownString).value, /^\s*```ts\nexport const quagga = 1;/);
  });

  test('is off by setting', async () => {
    await settings.update('promptstack.references.completion', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await complete('[[quagga|'), []);
    } finally {
      await settings.update('promptstack.references.completion', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.ok((await complete('[[quagga|')).length > 0);
  });

  test('suggests while somebody types, and stays out of the way of names', async () => {
    const document = await newDocument({ content: '' });
    const editor = await showEditor(document);
    const type = async (texts: string) => {
      for (const text of texts) await vscode.commands.executeCommand('default:type', { text });
    };
    await type('Ask @deep-qua');
    const isAccepted = async () => {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      return document.getText() === `Ask [Deep \\[Quagga\\]](${FOLDER}/sub/deep-quagga.md)`;
    };
    await until(isAccepted, 'the file is accepted');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(editor.document.lineAt(0).range), 'Ask @deep-qua');
  });
});

suite('file references: adding', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(root);
  const folder = vscode.Uri.joinPath(root, 'ref-adding');

  suiteSetup(async () => {
    await readyApi();
    fs.mkdirSync(folder.fsPath);
    fs.writeFileSync(path.join(folder.fsPath, 'added.md'), '# What was *added*\n');
    fs.writeFileSync(path.join(folder.fsPath, 'list.md'), '- first\n  - |\n'.replace('|', ''));
  });
  suiteTeardown(() => fs.rmSync(folder.fsPath, { recursive: true, force: true }));
  teardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    while (vscode.window.tabGroups.activeTabGroup.activeTab) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('puts the file that was opened last at the cursor, with its title, in one step', async () => {
    await showEditor(vscode.Uri.joinPath(folder, 'added.md'), { preview: false });
    const editor = await showEditor(vscode.Uri.joinPath(folder, 'list.md'), { preview: false });
    const before = editor.document.getText();
    editor.selection = new vscode.Selection(1, 4, 1, 4);
    const done = vscode.commands.executeCommand('promptstack.addFileReferences');
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return editor.document.getText() !== before;
    }, 'the reference is added');
    await done;
    assert.match(editor.document.getText(), /^- first\n {2}- \[What was .*added.*\]\(added\.md\)\n$/);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
  });

  test('changes nothing when the user gives up', async () => {
    const editor = await showEditor(vscode.Uri.joinPath(folder, 'list.md'), { preview: false });
    const before = editor.document.getText();
    let isDone = false;
    void vscode.commands.executeCommand('promptstack.addFileReferences').then(() => (isDone = true));
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return isDone;
    }, 'the command ends');
    assert.equal(editor.document.getText(), before);
  });

  test('leaves a read-only document alone', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('ref-fixed', { provideTextDocumentContent: () => 'fixed' });
    const editor = await showEditor(vscode.Uri.parse('ref-fixed:/fixed.md'));
    let isDone = false;
    void vscode.commands.executeCommand('promptstack.addFileReferences').then(() => (isDone = true));
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    }, 'the command ends');
    assert.equal(editor.document.getText(), 'fixed');
    provider.dispose();
  });
});
