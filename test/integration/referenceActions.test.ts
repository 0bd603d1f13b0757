import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeEditors, showEditor } from './support/editors';
import { LibraryFolder, readyApi } from './support/libraryFolder';
import { makeWatchedFolder } from './support/watchedFolder';

const folderName = 'reference-actions';
const command = '_promptstack.reference';

/** Files of the workspace, in a folder that goes away. */
const folder = {
  get path(): string {
    return path.join((vscode.workspace.workspaceFolders as readonly vscode.WorkspaceFolder[])[0]?.uri.fsPath as string, folderName);
  },
  uri: (name: string): vscode.Uri => vscode.Uri.file(path.join(folder.path, name)),
  write(name: string, text: string | Uint8Array): vscode.Uri {
    const file = path.join(folder.path, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return vscode.Uri.file(file);
  },
  read: (name: string): string => fs.readFileSync(path.join(folder.path, name), 'utf8'),
  delete: (name: string): void => fs.rmSync(path.join(folder.path, name), { recursive: true, force: true }),
};

/** Asks until the answer is right; then, or after 30 seconds, compares. */
async function eventually<T>(ask: () => T | Thenable<T>, expected: T, message?: string): Promise<void> {
  const end = Date.now() + 30_000;
  let last = await ask();
  while (JSON.stringify(last) !== JSON.stringify(expected) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    last = await ask();
  }
  assert.deepEqual(last, expected, message);
}

/** Writes a new file and waits until VS Code has told so: of a file that comes and goes within a moment it says nothing. */
async function create(name: string, text: string): Promise<void> {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder.uri('.'), name));
  let told = false;
  watcher.onDidCreate(() => (told = true));
  watcher.onDidChange(() => (told = true));
  folder.write(name, text);
  await eventually(() => told, true, `${name} is created`);
  watcher.dispose();
}

async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return showEditor(await vscode.workspace.openTextDocument(uri));
}

/** Writes a file and opens it; a document of an earlier attempt is shown once it has this text. */
async function openText(name: string, text: string): Promise<vscode.TextEditor> {
  const editor = await open(folder.write(name, text));
  await eventually(() => editor.document.getText(), text);
  return editor;
}

async function suiteStart(): Promise<void> {
  await readyApi();
  await vscode.workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Global);
  await makeWatchedFolder(folder.path);
  await makeWatchedFolder(path.dirname(folder.uri('src/app.ts').fsPath));
  folder.write('docs/guide.md', '---\ntitle: The Guide\n---\n\n# Start\n\nFirst lines of the guide.\n\n## Setup & use\n\nMore.\n');
  folder.write('src/app.ts', 'export const one = 1;\nexport const two = 2;\nexport const three = 3;\n');
  folder.write('big.txt', 'x'.repeat(1024 * 1024 + 1));
  folder.write('data.bin', new Uint8Array([1, 0, 2, 0, 0, 255]));
  folder.write('.gitignore', 'secret.md\n');
  folder.write('secret.md', 'hidden\n');
}

async function suiteEnd(): Promise<void> {
  await closeEditors();
  await vscode.workspace.getConfiguration('files').update('autoSave', undefined, vscode.ConfigurationTarget.Global);
  fs.rmSync(folder.path, { recursive: true, force: true });
}

async function revertEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await closeEditors();
}

suite('file references: lenses, links, hover', () => {
  suiteSetup(suiteStart);
  suiteTeardown(suiteEnd);
  teardown(revertEditors);

  const lenses = async (uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> =>
    (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 1000)) ?? [];
  const titles = async (uri: vscode.Uri): Promise<readonly string[]> =>
    (await lenses(uri)).map((lens) => `${lens.range.start.line + 1} ${lens.command?.title}`).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  const press = async (uri: vscode.Uri, title: string): Promise<void> => {
    const lens = (await lenses(uri)).find((one) => one.command?.title === title);
    assert.ok(lens?.command, title);
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments as unknown[]));
  };
  const hoverText = async (uri: vscode.Uri, line: number, character: number): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, new vscode.Position(line, character));
    return hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value))).join('\n');
  };
  const links = async (uri: vscode.Uri): Promise<readonly vscode.DocumentLink[]> =>
    (await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri, 1000)) ?? [];

  test('above each line with references stands what can be done with them', async () => {
    const { document } = await openText(
      'lenses.md',
      [
        'See [the app](src/app.ts) first.',
        'Then nothing.',
        '@reference-actions/docs/guide.md',
        'Gone: [x](src/gone.ts)',
        '[big](big.txt) is too much',
        '#file:reference-actions/data.bin',
        '[[secret]]',
        '[folder](docs)',
        '[a](src/app.ts), [b](docs/guide.md) and [c](gone.md)',
        '`[code](src/app.ts)` and mail me@example.com or @someone.else',
      ].join('\n'),
    );
    const one = ['Open', 'Preview', 'Inline contents'];
    await eventually(
      async () => (await titles(document.uri)).filter((title) => !title.includes('token')),
      [
        ...one.map((title) => `1 ${title}`),
        ...one.map((title) => `3 ${title}`),
        '4 not found',
        '4 Fix…',
        '5 Open',
        '5 too large: 1.0 MB',
        '6 Open',
        '6 not a text file',
        ...one.map((title) => `7 ${title}`),
        '7 ignored file',
        '8 Reveal folder',
        '9 Fix 1 of 3…',
        '9 Open…',
        '9 Preview…',
        '9 Inline contents…',
      ],
    );
    const tokens = (await titles(document.uri)).filter((title) => title.includes('token'));
    assert.deepEqual(tokens.map((title) => title.split(' ')[0]), ['1', '3', '7', '9']);
    for (const title of tokens) assert.match(title, /^\d+ ~\d+ tokens?$/);
  });

  test('they follow files that come and go, and the setting', async () => {
    folder.delete('src/later.ts');
    const { document } = await openText('follow.md', '[later](src/later.ts)');
    await eventually(() => titles(document.uri), ['1 not found', '1 Fix…']);
    await create('src/later.ts', 'export {};\n');
    await eventually(async () => (await titles(document.uri)).includes('1 Open'), true);
    folder.delete('src/later.ts');
    await eventually(() => titles(document.uri), ['1 not found', '1 Fix…']);
    const configuration = vscode.workspace.getConfiguration('promptstack');
    await configuration.update('references.codeLens', false, vscode.ConfigurationTarget.Global);
    try {
      await eventually(() => titles(document.uri), []);
    } finally {
      await configuration.update('references.codeLens', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('Open leads to the line or heading that is named', async () => {
    const { document } = await openText('open.md', '[two](src/app.ts#L2)');
    const active = (): string => {
      const editor = vscode.window.activeTextEditor;
      return editor ? `${path.basename(editor.document.uri.path)}:${editor.selection.active.line + 1}` : '';
    };
    await eventually(async () => (await titles(document.uri)).includes('1 Open'), true);
    await press(document.uri, 'Open');
    await eventually(active, 'app.ts:2');
    const heading = await openText('heading.md', 'x [setup](docs/guide.md#setup--use)');
    await eventually(async () => (await titles(heading.document.uri)).includes('1 Open'), true);
    await press(heading.document.uri, 'Open');
    await eventually(active, 'guide.md:9');
  });

  test('Preview shows the file beside and leaves the focus', async () => {
    const { document } = await openText('preview.md', '[app](src/app.ts)');
    await eventually(async () => (await titles(document.uri)).includes('1 Preview'), true);
    await press(document.uri, 'Preview');
    await eventually(() => vscode.window.visibleTextEditors.map((editor) => path.basename(editor.document.uri.path)).sort(), ['app.ts', 'preview.md']);
    assert.equal(path.basename(vscode.window.activeTextEditor?.document.uri.path ?? ''), 'preview.md');
    assert.equal(vscode.window.tabGroups.all.length, 2);
  });

  test('Inline contents puts the file in the place of the reference, and one undo takes it out', async () => {
    const text = '- [The app](src/app.ts#L2-L3)\n- next\n';
    const { document } = await openText('inline.md', text);
    await eventually(async () => (await titles(document.uri)).includes('1 Inline contents'), true);
    await press(document.uri, 'Inline contents');
    assert.equal(
      document.getText(),
      '- The app (`src/app.ts`):\n\n  ```ts\n  export const two = 2;\n  export const three = 3;\n  ```\n- next\n',
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  test('a command can only name what stands in an open document', async () => {
    const { document } = await openText('hostile.md', 'nothing here [a](src/app.ts)');
    const before = document.getText();
    const place = { action: 'inline', document: document.uri.toString(), offset: 0, path: '../../../../etc/passwd' };
    for (const value of [undefined, null, 'x', {}, place, { ...place, document: folder.uri('docs/guide.md').toString() }, { ...place, action: 'delete', path: 'src/app.ts' }]) {
      await vscode.commands.executeCommand(command, value);
    }
    assert.equal(document.getText(), before);
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  test('hover shows title, size and the first lines, and nothing of them is markup', async () => {
    folder.write('docs/evil.md', '---\ntitle: "<b>Evil</b> [x](command:workbench.action.quit)"\n---\n```\n<img src=x> [run](command:workbench.action.quit)\n````\n');
    const outside = path.join(os.homedir(), 'outside.md');
    fs.writeFileSync(outside, '# Words of somebody else\n');
    const { document } = await openText('hover.md', `[guide](docs/guide.md) and [evil](docs/evil.md) and [gone](gone.md) and [out](<${outside}>)`);
    await eventually(async () => (await hoverText(document.uri, 0, 3)).includes('**The Guide**'), true);
    const hover = await hoverText(document.uri, 0, 3);
    assert.match(hover, /\d+ bytes · \\~\d+ tokens/);
    assert.match(hover, /```markdown\n# Start\n\nFirst lines of the guide\./);
    assert.match(hover, /\[Open\]\(command:_promptstack\.reference\?/);
    const evil = await hoverText(document.uri, 0, 30);
    assert.ok(evil.includes('\\<b\\>Evil\\<\\/b\\>'), evil);
    assert.ok(!/\]\(command:workbench/.test(evil.replace(/`{5,}markdown\n[\s\S]*?\n`{5,}/, '')), evil);
    // The editor shows the problem of a place above: the hover adds what can be done.
    const isReported = (character: number): boolean =>
      vscode.languages.getDiagnostics(document.uri).some(({ range }) => range.contains(new vscode.Position(0, character)));
    await eventually(() => [isReported(64), isReported(85)], [true, true]);
    assert.match(await hoverText(document.uri, 0, 64), /\*\*gone\\\.md\*\*[^]*\[Fix…\]\(command:/);
    await eventually(async () => (await hoverText(document.uri, 0, 64)).includes('There is no file'), false, 'what is reported as a problem is not said twice');
    const out = await hoverText(document.uri, 0, 85);
    assert.match(out, /\[Allow reading…\]\(command:/);
    assert.doesNotMatch(out, /somebody|bytes|was not read/);
    const configuration = vscode.workspace.getConfiguration('promptstack');
    await configuration.update('references.validate', false, vscode.ConfigurationTarget.Global);
    try {
      await eventually(async () => /There is no file[^]*\[Fix…\]\(command:/.test(await hoverText(document.uri, 0, 64)), true);
    } finally {
      await configuration.update('references.validate', undefined, vscode.ConfigurationTarget.Global);
    }
    fs.rmSync(outside);
  });

  test('all four syntaxes are links, and each place has one', async () => {
    const text = '[app](src/app.ts) [[docs/guide]] #file:reference-actions/src/app.ts @reference-actions/src/app.ts [root](reference-actions/src/app.ts) @no.one [gone](gone.md)';
    const { document } = await openText('links.md', text);
    const shown = async (): Promise<readonly string[]> =>
      (await links(document.uri)).map(({ range, target }) => `${document.getText(range)} ${target?.scheme}`).sort();
    await eventually(shown, [
      '#file:reference-actions/src/app.ts command',
      '@reference-actions/src/app.ts command',
      '[[docs/guide]] command',
      'gone.md file',
      'reference-actions/src/app.ts command',
      'src/app.ts file',
    ]);
  });
});

suite('file references: problems and fixes', () => {
  let library: LibraryFolder;
  suiteSetup(async () => {
    await suiteStart();
    library = new LibraryFolder(await readyApi(), 'test-reference-problems');
  });
  suiteTeardown(async () => {
    await library.dispose();
    await suiteEnd();
  });
  teardown(revertEditors);

  const problems = (uri: vscode.Uri): readonly string[] =>
    vscode.languages
      .getDiagnostics(uri)
      .filter(({ source, code }) => source === 'PromptStack' && typeof code === 'string' && code.endsWith('Reference'))
      .map(({ code, severity, range }) => `${range.start.line + 1}:${range.start.character} ${vscode.DiagnosticSeverity[severity]} ${code as string}`)
      .sort();
  const actions = async (uri: vscode.Uri, line: number, character: number): Promise<readonly vscode.CodeAction[]> => {
    const at = new vscode.Range(line, character, line, character);
    return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, at, vscode.CodeActionKind.QuickFix.value);
  };
  const named = async (uri: vscode.Uri, line: number, character: number, title: string): Promise<vscode.CodeAction> => {
    const all = await actions(uri, line, character);
    const action = all.find((one) => one.title === title);
    assert.ok(action, `${title} is among ${all.map((one) => one.title).join(', ')}`);
    return action;
  };
  const run = async (action: vscode.CodeAction): Promise<void> => {
    if (action.edit) await vscode.workspace.applyEdit(action.edit);
    if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments as unknown[]));
  };

  test('every state that keeps a target from use is reported, in its place', async () => {
    const outside = path.join(os.homedir(), 'elsewhere.md');
    const { document } = await openText(
      'problems.md',
      [
        '[a](src/app.ts) and [b](src/gone.ts)',
        '[[secret]] [big](big.txt) [bin](data.bin) ![image](data.bin)',
        `[out](<${outside}>) @user.name @scope/pkg @reference-actions/gone/x.ts`,
        '`[code](gone.md)` [url](https://example.com/gone.md) [anchor](#gone)',
      ].join('\n'),
    );
    await eventually(
      () => problems(document.uri),
      [
        '1:24 Warning missingReference',
        '2:17 Warning largeReference',
        '2:2 Information ignoredReference',
        '2:32 Warning binaryReference',
        '3:7 Information outsideReference',
        `3:${document.lineAt(2).text.lastIndexOf('@') + 1} Warning missingReference`,
      ].sort(),
    );
  });

  test('problems follow what is typed, files, and the setting', async () => {
    folder.delete('src/new.ts');
    const editor = await openText('typing.md', 'One [x](src/app.ts)');
    const { uri } = editor.document;
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 19), ' and [y](src/new.ts)'));
    await eventually(() => problems(uri), ['1:28 Warning missingReference']);
    await create('src/new.ts', 'export {};\n');
    await eventually(() => problems(uri), []);
    folder.delete('src/new.ts');
    await eventually(() => problems(uri), ['1:28 Warning missingReference']);
    const configuration = vscode.workspace.getConfiguration('promptstack');
    await configuration.update('references.validate', false, vscode.ConfigurationTarget.Global);
    try {
      await eventually(() => problems(uri), []);
    } finally {
      await configuration.update('references.validate', undefined, vscode.ConfigurationTarget.Global);
    }
    await eventually(() => problems(uri), ['1:28 Warning missingReference']);
    await closeEditors();
    await eventually(() => problems(uri), []);
  });

  test('prompts of the library are checked without being opened', async () => {
    const uri = vscode.Uri.parse(await library.writePrompt('broken', 'See [a](./gone.md), [b](broken.md) and [c](some/workspace/file.ts).'));
    await eventually(() => problems(uri), ['7:8 Warning missingReference']);
    await library.writePrompt('gone', 'Here');
    await eventually(() => problems(uri), []);
    library.delete('gone.md');
    await eventually(() => problems(uri), ['7:8 Warning missingReference']);
    library.delete('broken.md');
    await eventually(() => problems(uri), []);
  });

  test('a missing file is replaced by the one it may have meant', async () => {
    folder.write('moved/only-one-such-name.ts', 'export {};\n');
    const { document } = await openText('replace.md', 'See [it](src/only-one-such-name.ts#L3) there');
    await eventually(() => problems(document.uri), ['1:9 Warning missingReference']);
    await eventually(async () => (await actions(document.uri, 0, 12)).some(({ title }) => title.startsWith('Change to')), true);
    const action = await named(document.uri, 0, 12, 'Change to "reference-actions/moved/only-one-such-name.ts"');
    assert.equal(action.isPreferred, true);
    await run(action);
    assert.equal(document.getText(), 'See [it](moved/only-one-such-name.ts#L3) there');
    await eventually(() => problems(document.uri), []);
  });

  test('all that can only mean one file are mended at once', async () => {
    folder.write('moved/first-of-its-kind.py', '');
    folder.write('moved/quite-another-thing.sql', '');
    const { document } = await openText('all.md', '[a](first-of-its-kind.py)\n\n@reference-actions/lost/quite-another-thing.sql\n\n[c](zzzzqqqq/xxxxyyyy.wwww)');
    await eventually(async () => (await actions(document.uri, 0, 6)).some(({ title }) => title === 'Fix All Broken References with One Candidate'), true);
    await run(await named(document.uri, 0, 6, 'Fix All Broken References with One Candidate'));
    assert.equal(
      document.getText(),
      '[a](moved/first-of-its-kind.py)\n\n@reference-actions/moved/quite-another-thing.sql\n\n[c](zzzzqqqq/xxxxyyyy.wwww)',
    );
  });

  test('a missing file is created, or its link removed', async () => {
    folder.delete('new');
    const { document } = await openText('create.md', 'Look at [my *new* file](new/made up.md), [my *new* file](<new/made up.md>) and [[nowhere/at-all|this]].');
    await eventually(() => problems(document.uri), ['1:58 Warning missingReference', '1:81 Warning missingReference']);
    await run(await named(document.uri, 0, 60, 'Create "reference-actions/new/made up.md"'));
    await eventually(() => fs.existsSync(folder.uri('new/made up.md').fsPath), true);
    await eventually(() => path.basename(vscode.window.activeTextEditor?.document.uri.path ?? ''), 'made up.md');
    await eventually(() => problems(document.uri), ['1:81 Warning missingReference']);
    await run(await named(document.uri, 0, 84, 'Remove Link, Keep Text'));
    assert.equal(document.getText(), 'Look at [my *new* file](new/made up.md), [my *new* file](<new/made up.md>) and this.');
  });

  test('a link that leads out of the workspace is not followed, neither to read nor to create', async () => {
    const elsewhere = fs.mkdtempSync(path.join(os.homedir(), 'elsewhere-'));
    fs.writeFileSync(path.join(elsewhere, 'there.md'), '# Words of somebody else\n');
    fs.symlinkSync(elsewhere, folder.uri('way-out').fsPath, 'junction');
    try {
      const { document } = await openText('links-out.md', '[a](way-out/there.md) [b](way-out/new.md)');
      await eventually(() => problems(document.uri), ['1:26 Warning missingReference', '1:4 Information outsideReference']);
      await run(await named(document.uri, 0, 28, 'Create "reference-actions/way-out/new.md"'));
      assert.deepEqual(fs.readdirSync(elsewhere), ['there.md']);
    } finally {
      folder.delete('way-out');
      fs.rmSync(elsewhere, { recursive: true });
    }
  });

  test('an absolute path into the workspace becomes a relative one', async () => {
    const { document } = await openText('absolute.md', `See [app](<${folder.uri('src/app.ts').fsPath}>)`);
    await run(await named(document.uri, 0, 14, 'Make Path Relative to the Workspace'));
    assert.equal(document.getText(), 'See [app](<src/app.ts>)');
  });

  test('what others may not have is put into the prompt instead', async () => {
    const { document } = await openText('ignored.md', '[s](secret.md)');
    await run(await named(document.uri, 0, 6, 'Inline Contents Instead'));
    assert.equal(document.getText(), 's (`secret.md`):\n\n```markdown\nhidden\n```');
  });
});
