import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ServerRequest } from '../support/aiServer/aiServer';
import { type AIDouble, startAIDouble } from './support/aiDouble';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { acceptGhostText as accept, acceptNoGhostText } from './support/ghostText';
import { freshWord } from './support/fresh';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

suite('ghost text from AI', () => {
  let double: AIDouble;
  /** Somebody else in each attempt: what was accepted before is known to the local model then. */
  let who = '';
  let library: LibraryFolder;
  const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
  const type = (text: string): Thenable<unknown> => run('default:type', { text });
  const settings = (languageId?: string): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('promptstack.inline', languageId === undefined ? undefined : { languageId });
  const turn = (value: boolean | undefined): Thenable<void> => settings().update('ai', value, vscode.ConfigurationTarget.Global);

  suiteSetup(async () => {
    const api = await readyApi();
    library = new LibraryFolder(api, 'test-ai-ghost');
    for (let index = 0; index < 8; index++) await library.writePrompt(`b${index}`, `Brush the bandicoot blanket softly.\n\nNumber ${index}`, `Bandicoot ${index}`);
    double = await startAIDouble();
    // Somebody said yes to sending before; while typing nobody is asked.
    const document = await newDocument({ content: 'A text that is sent once.' });
    await showEditor(document);
    double.server.always({ tool: { suggestions: [] } });
    await run('promptstack.getSuggestions');
    await until(() => double.server.questions.length > 0, 'sending is allowed');
  });
  suiteTeardown(async () => {
    await turn(undefined);
    await double.dispose();
    await library.dispose();
  });
  setup(() => {
    double.server.reset();
    who = freshWord('Ranger');
  });
  teardown(closeEditors);

  async function open(text: string): Promise<vscode.TextEditor> {
    const document = await newDocument({ content: text.replace('|', '') });
    const editor = await showEditor(document);
    const at = document.positionAt(text.indexOf('|'));
    editor.selection = new vscode.Selection(at, at);
    return editor;
  }

  /** A model is asked 300 ms after the last key. */
  const acceptNothing = (editor: vscode.TextEditor): Promise<void> => acceptNoGhostText(editor, 450);
  const textOf = ({ body }: ServerRequest): string => JSON.stringify(body);

  test('is off unless it is turned on', async () => {
    double.server.always({ text: 'the quokka enclosure.' });
    await acceptNothing(await open(`${who} sweeps |`));
    assert.deepEqual(double.server.questions, []);
  });

  test('goes on where the own texts know nothing, with what is around the cursor alone', async () => {
    await turn(true);
    double.server.always({ text: `On duty is ${who} the quokka enclosure.\n\nAnd so on.` });
    const editor = await open(`---\ntitle: Hidden\n---\nOn duty is ${who} | daily.\n\n${'Later text. '.repeat(200)}`);
    assert.match(await accept(editor), /\nOn duty is \w+ the quokka enclosure. daily\.\n/);
    const sent = textOf(double.server.questions[0] as ServerRequest);
    assert.match(sent, new RegExp(who));
    assert.ok(!sent.includes('Hidden'));
    assert.ok(sent.split('Later text.').length < 50);
  });

  test('comes by itself after a pause in typing', async () => {
    await turn(true);
    double.server.always({ text: 'the echidna trail first.' });
    const editor = await open('|');
    const typed = `At dawn comes ${who} `;
    for (const word of typed.match(/\S+ /g) ?? []) await type(word);
    await until(() => double.server.questions.length > 0, 'the model is asked');
    await until(async () => {
      await run('editor.action.inlineSuggest.commit');
      return editor.document.getText() !== typed;
    }, 'ghost text is accepted');
    assert.equal(editor.document.getText(), `${typed}the echidna trail first.`);
    // A slow machine may take the time between two words for a pause.
    assert.match(textOf(double.server.questions.at(-1) as ServerRequest), new RegExp(who));
  });

  test('leaves the first word to the own texts', async () => {
    await turn(true);
    double.server.always({ text: 'a different end.' });
    assert.equal(await accept(await open('Brush the bandicoot bl|')), 'Brush the bandicoot blanket softly.');
    assert.deepEqual(double.server.questions, []);
  });

  test('sends no secret', async () => {
    await turn(true);
    double.server.always({ text: 'and keep it safe.' });
    const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    await accept(await open(`The token of the zoo is ${secret}, so give it to ${who} |`));
    assert.ok(double.server.questions.length > 0);
    for (const question of double.server.questions) assert.ok(!textOf(question).includes(secret));
  });

  test('is off for a language', async () => {
    await turn(true);
    await settings('markdown').update('ai', false, vscode.ConfigurationTarget.Global, true);
    try {
      double.server.always({ text: 'the quoll house.' });
      await acceptNothing(await open(`${who} paints |`));
      assert.deepEqual(double.server.questions, []);
    } finally {
      await settings('markdown').update('ai', undefined, vscode.ConfigurationTarget.Global, true);
    }
  });

  test('fails in silence', async () => {
    await turn(true);
    double.server.always({ status: 400 });
    const editor = await open(`${who} unlocks |`);
    await acceptNothing(editor);
    await until(() => double.server.questions.length > 0, 'the model was asked');
    assert.equal(editor.document.getText(), `${who} unlocks `);
  });
});
