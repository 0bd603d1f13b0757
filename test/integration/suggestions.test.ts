import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type AIDouble, startAIDouble } from './support/aiDouble';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { readyApi, until } from './support/libraryFolder';

/** Another text in each attempt, as answers to the same question come from the cache. */
const freshText = (): string => `---\ntitle: A plan\n---\n\nBuild ${freshWord('feature')}.\nMake sure that it works.\n`;
const advice = { kind: 'clarity', title: 'Name the tests', explanation: 'Nobody knows when it works.', lines: [{ first: 6, last: 6 }], prompt: null };

/** What the view shows is in its journey and in the tests of its page; here is what its commands ask for. */
suite('suggestions', () => {
  let double: AIDouble;

  suiteSetup(async () => {
    await readyApi();
    double = await startAIDouble();
  });
  suiteTeardown(() => double.dispose());
  setup(() => double.server.reset());
  teardown(closeEditors);

  const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
  const open = async (content: string, language = 'markdown'): Promise<vscode.TextDocument> => {
    const document = await newDocument({ language, content });
    await showEditor(document, { preview: false });
    return document;
  };
  const asked = (): readonly string[] => double.server.questions.map(({ body }) => JSON.stringify(body));

  test('are asked for when the user says so, not when the view opens', async () => {
    const text = freshText();
    const document = await open(text);
    await run('promptstack.suggestions.focus');
    await showEditor(document);
    assert.equal(double.server.requests.length, 0);
    double.server.reply({ tool: { suggestions: [advice] } });
    await run('promptstack.getSuggestions');
    assert.equal(asked().length, 1);
    assert.match(asked()[0] ?? '', /Make sure that it works\./);
    assert.doesNotMatch(asked()[0] ?? '', /title: A plan/);
    assert.equal(document.getText(), text);
  });

  test('are on the prompt that the user was at last, whatever is in front', async () => {
    await open(`${freshText()}\nThe prompt of this test.`);
    await open('notForAnyModel=1', 'shellscript');
    double.server.reply({ tool: { suggestions: [] } });
    await run('promptstack.getSuggestions');
    assert.match(asked()[0] ?? '', /The prompt of this test\./);
    assert.doesNotMatch(asked()[0] ?? '', /notForAnyModel/);
  });

  test('come from the cache for the same text', async () => {
    await open(freshText());
    double.server.always({ tool: { suggestions: [advice] } });
    await run('promptstack.getSuggestions');
    await run('promptstack.getSuggestions');
    assert.equal(asked().length, 1);
  });

  test('that are not wanted any longer end the request', async () => {
    const text = freshText();
    const document = await open(text);
    double.server.reply({ hang: true });
    const running = run('promptstack.getSuggestions');
    await until(() => double.server.questions.length === 1, 'the question arrived');
    await run('promptstack.stopSuggestions');
    await running;
    await until(() => double.server.questions[0]?.closedByClient === true, 'the request ended');
    assert.equal(document.getText(), text);
  });

  test('are not asked for without a provider, nor is anything judged that is not there', async () => {
    const text = freshText();
    const document = await open(text);
    const ai = vscode.workspace.getConfiguration('promptstack.ai');
    await ai.update('provider', 'none', vscode.ConfigurationTarget.Global);
    try {
      await run('promptstack.getSuggestions');
    } finally {
      await ai.update('provider', 'anthropic', vscode.ConfigurationTarget.Global);
    }
    await run('promptstack.dismissSuggestion', document.uri.toString(), 'none');
    await run('promptstack.dismissSuggestion');
    await run('promptstack.stopSuggestions');
    assert.deepEqual([double.server.requests.length, document.getText()], [0, text]);
  });
});
