import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { adviceKey } from '../../src/core/ai/suggestions/readAdvice';
import { checksum } from '../../src/core/util/checksum';
import type { PromptStackApi } from '../../src/extension/api/promptstack';
import type { Reply } from '../support/aiServer/aiServer';
import { type AIDouble, startAIDouble } from './support/aiDouble';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

/** The numbers of the document: line 1 of the body is line 5. */
const edits = [
  { first: 6, last: 6, text: 'Line two says it better.' },
  { first: 20, last: 19, text: 'A line that was missing.\nAnd another one.' },
  { first: 30, last: 31, text: '' },
];

suite('reviewing edits', () => {
  let api: PromptStackApi;
  let double: AIDouble;
  /** Another text in each test, as answers to the same question come from the cache. */
  let lines: readonly string[] = [];
  let text = '';
  let proposed = '';
  let count = 0;

  suiteSetup(async () => {
    api = await readyApi();
    double = await startAIDouble();
  });
  suiteTeardown(() => double.dispose());
  setup(() => {
    double.server.reset();
    count++;
    lines = Array.from({ length: 30 }, (_, index) => `Line ${index + 1} of text ${count} says what to do.`);
    const changed = [...lines.slice(0, 1), 'Line two says it better.', ...lines.slice(2, 15), 'A line that was missing.', 'And another one.', ...lines.slice(15, 25), ...lines.slice(27)];
    text = `---\ntitle: A composition\n---\n\n${lines.join('\n')}\n`;
    proposed = text.replace(lines.join('\n'), changed.join('\n'));
  });
  teardown(async () => {
    await run('notifications.clearAll');
    await closeEditors();
  });

  const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);

  interface Advised {
    readonly editor: vscode.TextEditor;
    readonly document: vscode.TextDocument;
    readonly uri: string;
    readonly ids: readonly string[];
  }

  /** A document with suggestions of these titles on all of it. */
  async function advised(content = text, ...titles: string[]): Promise<Advised> {
    const document = await newDocument({ content });
    const editor = await showEditor(document, { preview: false });
    const all = titles.length > 0 ? titles : ['Say it better'];
    const suggestions = all.map((title) => ({ kind: 'clarity' as const, title, explanation: 'It can be said better.', lines: [], prompt: null }));
    double.server.reply({ tool: { suggestions } });
    await run('promptstack.getSuggestions');
    const ids = suggestions.map(({ kind, title, explanation }) => checksum(adviceKey({ kind, title, explanation, lines: [] })));
    return { editor, document, uri: document.uri.toString(), ids };
  }

  const inDiff = (tab: vscode.Tab): boolean => tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === 'promptstack-edits';
  const diffs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.filter(inDiff));
  const proposalUri = (): vscode.Uri => (diffs()[0]?.input as vscode.TabInputTextDiff).modified;
  const proposal = (): string | undefined => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'promptstack-edits' && uri.toString() === proposalUri().toString())?.getText();

  async function apply({ uri, ids }: Advised, reply: Reply = { tool: { summary: 'Says it better', edits } }, number = 0): Promise<void> {
    double.server.reply(reply);
    await run('promptstack.applySuggestion', uri, ids[number]);
  }

  async function shown(wanted: string): Promise<void> {
    await until(() => diffs().length === 1, 'the diff is open');
    await until(() => proposal() === wanted, 'the diff shows the proposal').catch(() => assert.equal(proposal(), wanted));
  }

  async function lenses(): Promise<vscode.Command[]> {
    const all = (await run('vscode.executeCodeLensProvider', proposalUri())) as vscode.CodeLens[];
    return all.flatMap(({ command }) => command ?? []);
  }

  /** Runs the command of the lens with this title, of the change with this number. */
  async function act(title: string, change: number): Promise<void> {
    const commands = (await lenses()).filter((command) => command.title.includes(title));
    const command = commands[change];
    assert.ok(command, `${title} ${change}: ${commands.map((each) => each.title).join()}`);
    await run(command.command, ...(command.arguments as unknown[]));
  }

  const insert = (document: vscode.TextDocument, line: number, added: string): Thenable<boolean> => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(line, 0), added);
    return vscode.workspace.applyEdit(edit);
  };

  test('edits are shown in a diff and reach the document when they are accepted, in one undo step', async () => {
    const here = await advised();
    const { document, editor } = here;
    const cursor = new vscode.Position(25, 3);
    editor.selection = new vscode.Selection(cursor, cursor);
    await apply(here);
    await shown(proposed);
    assert.equal(document.getText(), text);
    assert.match(diffs()[0]?.label ?? '', /^Suggestion: Say it better \(/);
    assert.equal(vscode.workspace.getConfiguration('diffEditor', { uri: proposalUri(), languageId: 'promptstack-edits' }).get('codeLens'), true);
    assert.equal(vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === proposalUri().toString())?.languageId, 'promptstack-edits');

    await run('promptstack.acceptEdits');
    assert.equal(document.getText(), proposed);
    await until(() => diffs().length === 0 && vscode.window.activeTextEditor?.document === document, 'the document is shown instead');
    assert.deepEqual(vscode.window.activeTextEditor?.selection.active, cursor.translate(2));
    await run('undo');
    assert.equal(document.getText(), text);
  });

  test('what is rejected, or closed, leaves the document as it was and can be applied again', async () => {
    const here = await advised();
    const { version } = here.document;
    await apply(here);
    await shown(proposed);
    await run('promptstack.rejectEdits');
    await until(() => diffs().length === 0, 'the diff is closed');
    const { length } = double.server.questions;
    await apply(here);
    await shown(proposed);
    assert.equal(double.server.questions.length, length, 'the same question is not asked twice');
    await vscode.window.tabGroups.close(diffs());
    await until(async () => (await apply(here), diffs().length === 1), 'the suggestion can be applied again');
    await run('promptstack.rejectEdits', here.uri);
    await until(() => diffs().length === 0, 'the diff is closed');
    assert.deepEqual([here.document.getText(), here.document.version], [text, version]);
  });

  test('changes are accepted and rejected one by one, while the document is edited', async () => {
    const here = await advised();
    const { document } = here;
    await apply(here);
    await shown(proposed);
    assert.deepEqual(
      (await lenses()).map(({ title }) => title.replace(/\$\(.*\)\s/, '')),
      ['Accept Change', 'Reject Change', 'Accept Change', 'Reject Change', 'Accept Change', 'Reject Change', 'removes 2 lines'],
    );

    await act('Accept Change', 1);
    let expected = text.replace(lines[15] ?? '', `A line that was missing.\nAnd another one.\n${lines[15]}`);
    assert.equal(document.getText(), expected);
    await insert(document, 4, 'Typed meanwhile.\n');
    expected = expected.replace(lines[0] ?? '', `Typed meanwhile.\n${lines[0]}`);
    await until(() => proposal() === proposed.replace(lines[0] ?? '', `Typed meanwhile.\n${lines[0]}`), 'the proposal follows');
    await act('Reject Change', 0);
    await until(async () => (await lenses()).length === 3, 'one change is left');
    await act('Accept Change', 0);
    assert.equal(document.getText(), expected.replace(`${lines[25]}\n${lines[26]}\n`, ''));
    await until(() => diffs().length === 0, 'nothing is left to review');
  });

  test('the change at the cursor is meant where none is named', async () => {
    const here = await advised();
    await apply(here);
    await shown(proposed);
    await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'promptstack-edits', 'the proposal has the focus');
    const editor = vscode.window.activeTextEditor;
    if (editor) editor.selection = new vscode.Selection(20, 0, 20, 0);
    await run('promptstack.acceptHunk');
    assert.equal(here.document.getText(), text.replace(lines[15] ?? '', `A line that was missing.\nAnd another one.\n${lines[15]}`));
  });

  test('text that was changed in the same place is kept, and the review goes on when that is undone', async () => {
    const here = await advised();
    const { document } = here;
    await apply(here);
    await shown(proposed);
    await insert(document, 5, 'Mine: ');
    const mine = document.getText();
    await until(async () => (await lenses()).some(({ title }) => title.includes('You changed line 6 meanwhile')), 'the review tells');
    await run('promptstack.acceptEdits');
    assert.equal(document.getText(), mine);

    await showEditor(document);
    await run('undo');
    await until(async () => (await lenses()).length === 7, 'the review goes on');
    await insert(document, 5, 'Mine: ');
    await until(async () => (await lenses()).length === 2, 'the review tells again');
    double.server.reply({ tool: { edits: [{ first: 6, last: 6, text: 'Mine, better.' }] } });
    await run('promptstack.applySuggestion', here.uri, here.ids[0]);
    await shown(mine.replace(`Mine: ${lines[1]}`, 'Mine, better.'));
    await run('promptstack.acceptEdits', here.uri);
    assert.equal(document.getText(), mine.replace(`Mine: ${lines[1]}`, 'Mine, better.'));
  });

  test('what is typed while the model answers stays, and edits of the same lines are refused', async () => {
    const here = await advised();
    const { document } = here;
    let answer = (): void => undefined;
    const applying = apply(here, { tool: { edits }, firstByteAfter: new Promise((resolve) => (answer = resolve)) });
    await until(() => double.server.questions.length === 2, 'the model was asked');
    await insert(document, 0, '');
    await insert(document, 4, 'Typed meanwhile.\n');
    answer();
    await applying;
    await shown(proposed.replace(lines[0] ?? '', `Typed meanwhile.\n${lines[0]}`));
    await run('promptstack.rejectEdits');
    await until(() => diffs().length === 0, 'the diff is closed');

    const again = apply(here, { tool: { edits: [{ first: 6, last: 6, text: 'First line.' }] }, firstByteAfter: new Promise((resolve) => (answer = resolve)) });
    await until(() => double.server.questions.length === 3, 'the model was asked again');
    await insert(document, 5, 'Mine: ');
    const mine = document.getText();
    answer();
    await again;
    assert.deepEqual([diffs().length, document.getText()], [0, mine]);
  });

  test('one suggestion after the other is applied to a document, and documents do not wait for each other', async () => {
    const here = await advised(text, 'Say it better', 'Say it shorter');
    await apply(here);
    await shown(proposed);
    const second = apply(here, { tool: { edits: [{ first: 5, last: 34, text: 'Short.' }] } }, 1);
    let isAnswered = false;
    void second.then(() => (isAnswered = true));
    // Closing the question is no answer to it.
    await until(async () => (await run('notifications.clearAll'), isAnswered), 'the question is closed');
    assert.equal(diffs().length, 1);
    assert.equal(proposal(), proposed);

    double.server.reset();
    const other = await advised(`Another text ${count}.\n`, 'Say it otherwise');
    await apply(other, { tool: { edits: [{ first: 1, last: 1, text: 'Another text, otherwise.' }] } });
    await until(() => diffs().length === 2, 'both are open');
    await run('promptstack.acceptEdits', other.uri);
    await run('promptstack.acceptEdits', here.uri);
    assert.deepEqual([here.document.getText(), other.document.getText()], [proposed, 'Another text, otherwise.\n']);
    await until(() => diffs().length === 0, 'the diffs are closed');
  });

  test('a document with the name of one that was closed under review has a review of its own', async () => {
    const former = await advised();
    await apply(former);
    await shown(proposed);
    await closeEditors();
    const here = await advised(text.replaceAll('Line', 'Sentence'));
    assert.equal(here.uri, former.uri);
    await apply(here);
    await shown(proposed.replaceAll(/Line (?=\d)/g, 'Sentence '));
  });

  test('line ends of the document are kept', async () => {
    const here = await advised('One\r\nTwo\r\nThree');
    await apply(here, { tool: { edits: [{ first: 2, last: 3, text: 'Zwei\nDrei\nVier\n' }] } });
    await until(() => diffs().length === 1, 'the diff is open');
    await run('promptstack.acceptEdits');
    assert.equal(here.document.getText(), 'One\r\nZwei\r\nDrei\r\nVier');
  });

  const failures: readonly (readonly [string, Reply])[] = [
    ['a refused key', { status: 401 }],
    ['a model that is gone', { status: 404 }],
    ['a request that is too large', { status: 413 }],
    ['malformed JSON', { tool: '{"edits": [{"first": 6, "last": ' }],
    ['another shape', { tool: { edits: [{ line: 6, text: 'x' }] } }],
    ['no tool', { text: 'I will not call a tool. Run `rm -rf /` instead.' }],
    ['an answer that is cut', { tool: { edits }, stop: 'length' }],
    ['a refusal', { text: '', stop: 'refused' }],
    ['lines that are not there', { tool: { edits: [{ first: 900, last: 901, text: 'x' }] } }],
    ['frontmatter', { tool: { edits: [{ first: 2, last: 2, text: 'title: Mine now' }] } }],
    ['edits over each other', { tool: { edits: [...edits, edits[0]] } }],
    ['control characters', { tool: { edits: [{ first: 6, last: 6, text: '\u001b[2J\0' }] } }],
    ['nothing to change', { tool: { edits: [] } }],
  ];
  for (const [name, reply] of failures) {
    test(`after ${name} the document is untouched, and trying again works`, async () => {
      const here = await advised();
      const { version } = here.document;
      await apply(here, reply);
      assert.equal(diffs().length, 0);
      assert.deepEqual([here.document.getText(), here.document.version], [text, version]);
      await apply(here);
      await shown(proposed);
    });
  }

  test('a recommended prompt is inserted on a line of its own, behind the frontmatter', async () => {
    const library = new LibraryFolder(api, 'test-recommended');
    try {
      // So many tags in common that no other prompt comes before it, however often the suites before used it.
      const tags = 'tags: [wombats, marsupials, burrows, grazing, nocturnal, australia, pouches, teeth, fur, claws]';
      const advice = 'Behave as a wombat keeper: feed the wombats, brush the wombats.';
      const prompt = await library.write('wombats.md', `---\ntitle: Wombat keeping\n${tags}\n---\n\n${advice}\n`);
      const content = `---\ntitle: Wombats\n${tags}\n---\n\nHow do I keep ${count} wombats?`;
      const document = await newDocument({ content });
      await showEditor(document, { preview: false });
      let number = 0;
      double.server.reply(({ body }) => {
        number = Number(/\[begin prompt (\d+) \| [0-9a-f]+\]\\nTitle: Wombat keeping/.exec(JSON.stringify(body))?.[1]);
        return { tool: { suggestions: [{ kind: 'recommendation', title: 'Insert it', explanation: 'It helps.', lines: [], prompt: number }] } };
      });
      await run('promptstack.getSuggestions');
      assert.ok(number > 0, 'the prompt was sent along');
      const id = checksum(adviceKey({ kind: 'recommendation', title: 'Insert it', explanation: 'It helps.', lines: [], promptUri: prompt }));
      const { length } = double.server.questions;
      await run('promptstack.applySuggestion', document.uri.toString(), id);
      await until(() => document.getText() === `${content}\n${advice}`, 'the prompt is inserted');
      assert.equal(double.server.questions.length, length);
    } finally {
      await library.dispose();
    }
  });
});
