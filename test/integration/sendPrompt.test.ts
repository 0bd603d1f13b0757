import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import { type AIDouble, startAIDouble } from './support/aiDouble';
import { newDocument, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> => vscode.commands.executeCommand(`promptstack.${command}`, ...args);
/** Gives access to nothing. */
const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;

/** Takes back what {@link answer} set, also after a test that failed. */
let stopAnswering = (): void => undefined;

/** Answers the questions of the extension: of a list, the row with that text; of a box, the value of that title. */
function answer(rows: readonly string[], values: Readonly<Record<string, string>> = {}): { readonly titles: readonly string[]; dispose(): void } {
  const extension = vscode.extensions.getExtension('promptstack.promptstack');
  assert.ok(extension);
  // The host gives each extension an API object of its own, by the place of the file that asks for it.
  const { window } = createRequire(path.join(extension.extensionPath, 'dist', 'extension.js'))('vscode') as typeof vscode;
  const { showQuickPick, showInputBox } = window;
  const titles: string[] = [];
  const left = [...rows];
  const pick = (items: readonly vscode.QuickPickItem[], options?: vscode.QuickPickOptions): Thenable<vscode.QuickPickItem | undefined> => {
    titles.push(options?.title ?? '');
    const wanted = left.shift();
    return Promise.resolve(items.find(({ label }) => wanted !== undefined && label.includes(wanted)));
  };
  window.showQuickPick = pick as typeof showQuickPick;
  window.showInputBox = (options?: vscode.InputBoxOptions) => Promise.resolve(values[(options?.title ?? '').split(' ')[0] ?? '']);
  stopAnswering = () => void Object.assign(window, { showQuickPick, showInputBox });
  return { titles, dispose: stopAnswering };
}

async function open(content: string): Promise<vscode.TextDocument> {
  const document = await newDocument({ content });
  await showEditor(document);
  return document;
}

const copied = (): Thenable<string> => vscode.env.clipboard.readText();

async function closeAll(): Promise<void> {
  while (vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) {
    const [tab] = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    if (tab?.input instanceof vscode.TabInputText) await vscode.window.showTextDocument(tab.input.uri, { viewColumn: tab.group.viewColumn });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

suite('sending a composition', () => {
  const folder = path.join((vscode.workspace.workspaceFolders as readonly vscode.WorkspaceFolder[])[0]?.uri.fsPath as string, 'send-prompt');
  let api: PromptStackApi;
  let library: LibraryFolder;

  suiteSetup(async () => {
    api = await readyApi();
    library = new LibraryFolder(api, 'test-send');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'notes.md'), '# Notes\n\n```\ncode\n```\nSee [other](other.md).\n');
    fs.writeFileSync(path.join(folder, 'other.md'), 'The other text.\n');
  });
  setup(() => vscode.env.clipboard.writeText('as before'));
  teardown(async () => {
    stopAnswering();
    stopAnswering = () => undefined;
    await closeAll();
  });
  suiteTeardown(async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    await library.dispose();
  });

  test('Copy Resolved Prompt masks secrets when asked to, and leaves the document alone', async () => {
    const document = await open(`---\ntitle: T\n---\n\nUse ${secret} twice: ${secret}.\n`);
    const { version } = document;
    const question = answer(['Mask']);
    await run('copyResolved');
    question.dispose();
    assert.deepEqual(question.titles, ['2 secrets are in what goes to the clipboard']);
    assert.equal(await copied(), 'Use [MASKED_SECRET_1] twice: [MASKED_SECRET_1].');
    assert.deepEqual([document.version, document.getText().includes(secret)], [version, true]);
  });

  test('secrets go out when the user says so, and nothing does when the user gives up', async () => {
    await open(`Use ${secret}.`);
    const cancelled = answer(['Cancel']);
    await run('copyResolved');
    cancelled.dispose();
    assert.equal(await copied(), 'as before');
    const sent = answer(['Send As It Is']);
    await run('copyResolved');
    sent.dispose();
    assert.equal(await copied(), `Use ${secret}.`);
  });

  test('placeholders without a value are asked about: sent as they are, or filled for this sending alone', async () => {
    const document = await open('Write about {{text:topic}} for {{text:readers}}.');
    const text = document.getText();
    const asItIs = answer(['Send As It Is']);
    await run('copyResolved');
    asItIs.dispose();
    assert.deepEqual(asItIs.titles, ['2 placeholders have no value']);
    assert.equal(await copied(), text);
    const filled = answer(['Enter Values'], { topic: 'tests', readers: '' });
    await run('copyResolved');
    filled.dispose();
    assert.equal(await copied(), 'Write about tests for {{text:readers}}.');
    assert.equal(document.getText(), text);
  });

  test('the text of files goes along once, fenced; or not at all, as the setting says', async () => {
    const uri = vscode.Uri.file(path.join(folder, 'prompt.md'));
    fs.writeFileSync(uri.fsPath, 'Read [notes](notes.md) and [[./notes.md]].\n');
    await showEditor(uri);
    await run('copyResolved');
    const body = 'Read [notes](notes.md) and [[./notes.md]].';
    assert.equal(await copied(), `${body}\n\nFile \`notes.md\`:\n\n\`\`\`\`markdown\n# Notes\n\n\`\`\`\ncode\n\`\`\`\nSee [other](other.md).\n\`\`\`\``);
    const settings = vscode.workspace.getConfiguration('promptstack.send');
    await settings.update('references', 'link', vscode.ConfigurationTarget.Global);
    try {
      await run('copyResolved');
    } finally {
      await settings.update('references', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal(await copied(), body);
  });

  test('the preview shows exactly what is sent, with tokens above each part, and cannot be written', async () => {
    const uri = vscode.Uri.file(path.join(folder, 'previewed.md'));
    fs.writeFileSync(uri.fsPath, 'Read [notes](notes.md), please.\n');
    await showEditor(uri);
    await run('copyResolved');
    await run('previewPayload');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    assert.equal(editor.document.getText(), await copied());
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', editor.document.uri);
    const titles = lenses.map(({ range, command }) => `${range.start.line} ${command?.title ?? ''}`);
    assert.ok(titles.some((title) => /^0 \$\(note\)\sText: ~\d+ tokens$/.test(title)), titles.join('\n'));
    assert.ok(titles.some((title) => /^2 \$\(file\)\snotes\.md: ~\d+ tokens$/.test(title)), titles.join('\n'));
    await vscode.commands.executeCommand('default:type', { text: 'x' });
    assert.equal(editor.document.getText(), await copied());
  });

  test('a prompt of the library is sent from the tree, and counts as used', async () => {
    const uri = await library.writePrompt('sendable', 'Say hello to {{text:whom}}.');
    const question = answer(['Enter Values'], { whom: 'everybody' });
    const sending = run('sendComposition', { promptUri: uri });
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return (await copied()) !== 'as before';
    }, 'the prompt is on the clipboard');
    await sending;
    question.dispose();
    assert.equal(await copied(), 'Say hello to everybody.');
    assert.match(fs.readFileSync(vscode.Uri.parse(uri).fsPath, 'utf8'), /\{\{text:whom\}\}/);
  });

  test('a terminal gets all lines as one paste, without Enter and without control characters', async () => {
    await open('First line\nsecond \u001b[201~line\nrm -rf nothing');
    const written = new vscode.EventEmitter<string>();
    let input = '';
    let isOpen = false;
    const pty: vscode.Pseudoterminal = {
      onDidWrite: written.event,
      open: () => {
        isOpen = true;
        written.fire('\u001b[?2004hready');
      },
      close: () => undefined,
      handleInput: (data) => void (input += data),
    };
    const terminal = vscode.window.createTerminal({ name: 'agent', pty });
    try {
      terminal.show();
      await until(() => isOpen && vscode.window.activeTerminal === terminal, 'the terminal is open');
      // What it wrote has to reach the screen before a paste can know of it.
      await until(async () => {
        input = '';
        const question = answer(['agent']);
        await run('sendToTerminal');
        question.dispose();
        return input.includes('\u001b[200~');
      }, 'the text is pasted');
      assert.equal(input, '\u001b[200~First line\rsecond [201~line\rrm -rf nothing\u001b[201~');
      assert.equal(await copied(), 'as before');
    } finally {
      terminal.dispose();
      written.dispose();
    }
  });

  test('Claude Code gets the text as it is, through no shell', async function () {
    if (process.platform === 'win32') this.skip();
    const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'promptstack-programs-'));
    const got = path.join(programs, 'got');
    fs.writeFileSync(path.join(programs, 'claude'), `#!/bin/sh\nprintf '%s\\0' "$@" > "${got}.part" && mv "${got}.part" "${got}"\nsleep 1\n`, { mode: 0o755 });
    const { PATH } = process.env;
    process.env['PATH'] = `${programs}${path.delimiter}${PATH ?? ''}`;
    try {
      const text = `--version\n$(touch ${programs}/run) \`touch ${programs}/run\` "quoted" 'too' \\ 🙂\n; touch ${programs}/run`;
      await open(text);
      await run('sendToClaudeCode');
      await until(() => fs.existsSync(got), 'the program runs');
      assert.deepEqual(fs.readFileSync(got, 'utf8').split('\0'), ['--', `\n${text}`, '']);
      assert.equal(fs.existsSync(path.join(programs, 'run')), false);
    } finally {
      process.env['PATH'] = PATH;
      for (const terminal of vscode.window.terminals) if (terminal.name === 'Claude Code') terminal.dispose();
      fs.rmSync(programs, { recursive: true, force: true });
    }
  });

  suite('run to the side', () => {
    let double: AIDouble;
    /** Answers to the same question come from the cache. */
    let word = '';
    suiteSetup(async () => {
      double = await startAIDouble();
    });
    setup(() => {
      double.server.reset();
      word = freshWord('word');
    });
    suiteTeardown(() => double.dispose());

    /** Opens a text and runs it. @returns what it was, and how to find the answer */
    async function begin(text: string): Promise<{ document: vscode.TextDocument; beside: () => vscode.TextDocument | undefined }> {
      const document = await open(text);
      // Those of earlier tests are forgotten some time after they were closed.
      const others = new Set(vscode.workspace.textDocuments);
      await run('runPrompt');
      return { document, beside: () => vscode.workspace.textDocuments.find((one) => one.uri.scheme === 'untitled' && !others.has(one)) };
    }
    const lensOf = async (document: vscode.TextDocument): Promise<string> =>
      ((await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri)) ?? []).map(({ command }) => command?.title ?? '').join(' | ');
    const sent = (): string => JSON.stringify((double.server.questions[0]?.body as { messages: unknown } | undefined)?.messages);

    test('the answer is written beside while the user writes elsewhere', async () => {
      const words = Array.from({ length: 60 }, (_, index) => `word${index} 🙂\n`);
      double.server.reply({ text: words, delayMs: 10 });
      const question = answer(['Mask']);
      const { document, beside } = await begin(`Ask ${word} with ${secret}.`);
      await until(() => (beside()?.getText().length ?? 0) > 0, 'the answer begins');
      question.dispose();
      assert.equal(vscode.window.activeTextEditor?.document, document, 'the user stays where they write');
      for (let count = 0; count < 10; count++) await vscode.commands.executeCommand('default:type', { text: 'x' });
      await until(() => beside()?.getText() === words.join(''), 'the answer is complete');
      assert.equal(document.getText(), `xxxxxxxxxxAsk ${word} with ${secret}.`);
      assert.match(sent(), /Ask \w+ with \[MASKED_SECRET_1\]\./);
      assert.doesNotMatch(sent(), new RegExp(secret));
      const side = beside();
      assert.ok(side);
      await until(async () => /Model Large · [\d,]+ tokens sent · [\d,]+ tokens received/.test(await lensOf(side)), 'the figures are told');
      await showEditor(side);
      await vscode.commands.executeCommand('undo');
      assert.equal(side.getText(), '', 'one undo takes the answer back');
    });

    test('a secret goes out with the run that the user allowed it for, also where it was masked before', async () => {
      double.server.always({ text: ['Seen.'] });
      const ask = async (decision: string): Promise<string> => {
        const question = answer([decision]);
        const { beside } = await begin(`Send ${secret} now.`);
        await until(() => beside()?.getText() === 'Seen.', 'the answer is complete');
        question.dispose();
        assert.deepEqual(question.titles, ['1 secret is in what goes to Anthropic']);
        return JSON.stringify((double.server.questions.at(-1)?.body as { messages: unknown }).messages);
      };
      assert.doesNotMatch(await ask('Mask'), new RegExp(secret));
      const suggestions = answer(['Mask']);
      await open(`Send ${secret} now.`);
      await run('getSuggestions');
      suggestions.dispose();
      assert.match(await ask('Send As It Is'), new RegExp(`Send ${secret} now`));
      assert.doesNotMatch(await ask('Mask'), new RegExp(secret));
    });

    test('Stop ends the request and keeps what arrived', async () => {
      double.server.reply({ text: ['It began', ...Array.from({ length: 2000 }, () => ' and goes on')], delayMs: 20 });
      const { document, beside } = await begin(`Tell me a long story of ${word}.`);
      await until(() => (beside()?.getText() ?? '').includes('goes on'), 'the answer begins');
      await run('stopRun');
      await until(() => double.server.questions[0]?.closedByClient === true, 'the request ends');
      const side = beside();
      assert.ok(side);
      await until(async () => /stopped/.test(await lensOf(side)), 'the end is told');
      assert.match(side.getText(), /^It began( and goes on)+( [a-z ]*)?$/);
      assert.equal(document.getText(), `Tell me a long story of ${word}.`);
    });

    test('a connection that breaks in the middle loses nothing of what arrived', async () => {
      double.server.always({ text: Array.from({ length: 40 }, (_, index) => `part ${index} `), delayMs: 5, cutAfter: { events: 20 } });
      const { document, beside } = await begin(`Tell me of ${word}.`);
      await until(() => (beside()?.getText() ?? '').includes('part 10 '), 'the answer begins');
      const side = beside();
      assert.ok(side);
      await until(async () => (await lensOf(side)).includes('$(error)'), 'the failure is told');
      assert.match(side.getText(), /^part 0 part 1 part 2 /);
      assert.equal(document.getText(), `Tell me of ${word}.`);
    });

    test('closing the document ends the request', async () => {
      double.server.reply({ text: ['It began', ...Array.from({ length: 2000 }, () => ' and goes on')], delayMs: 20 });
      const { beside } = await begin(`Tell me another story of ${word}.`);
      await until(() => (beside()?.getText() ?? '').includes('goes on'), 'the answer begins');
      const side = beside();
      assert.ok(side);
      await showEditor(side, { viewColumn: vscode.ViewColumn.Beside });
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      await until(() => double.server.questions[0]?.closedByClient === true, 'the request ends');
    });

    test('a preview is sent as it was shown', async () => {
      double.server.reply({ text: 'Fine.' });
      const document = await open(`The first wording of ${word}.`);
      await run('previewPayload');
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), 'No more: ');
      await vscode.workspace.applyEdit(edit);
      await run('runPrompt');
      await until(() => double.server.questions.length === 1, 'it is sent');
      assert.match(sent(), new RegExp(`"The first wording of ${word}\\."`));
    });
  });
});
