import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AIError } from '../../src/core/ai/aiError';
import type { AIEvent, AIRequest } from '../../src/core/ai/provider';
import { VscodeProvider } from '../../src/platform/vscode/ai/languageModelProvider';
import { type AIServer, startAIServer } from '../support/aiServer/aiServer';
import { answerModals } from './support/aiDouble';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { readyApi, until } from './support/libraryFolder';

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);
const never = new AbortController().signal;

suite('AI access: consent', () => {
  let server: AIServer;
  let forget = (): void => undefined;
  const asked: string[] = [];
  let document: vscode.TextDocument;
  const key = process.env['ANTHROPIC_API_KEY'];
  const set = (name: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('promptstack.ai').update(name, value, vscode.ConfigurationTarget.Global);
  const answer = (title: string): void => {
    forget();
    forget = answerModals(title, (text) => asked.push(text));
  };
  const sent = (): number => server.requests.filter(({ method }) => method === 'POST').length;

  suiteSetup(async () => {
    await readyApi();
    server = await startAIServer();
    process.env['ANTHROPIC_API_KEY'] = 'sk-good';
    await set('anthropic.baseUrl', server.url);
    await set('provider', 'anthropic');
    document = await newDocument({ content: 'Look at the change and say what could break.\n' });
    await showEditor(document);
  });
  setup(async () => {
    if (asked.length > 1) await withdraw();
    asked.length = 0;
    server.reset();
  });
  suiteTeardown(async () => {
    await set('provider', undefined);
    await set('anthropic.baseUrl', undefined);
    forget();
    if (key === undefined) delete process.env['ANTHROPIC_API_KEY'];
    else process.env['ANTHROPIC_API_KEY'] = key;
    await server.close();
    await closeEditors();
  });

  /** Other advice is wanted for another text. */
  async function ask(words: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), words);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await run('promptstack.getSuggestions');
  }

  /** Accepts the list that the command shows. */
  async function withdraw(): Promise<void> {
    let isDone = false;
    const withdrawing = Promise.resolve(run('promptstack.withdrawConsent')).finally(() => (isDone = true));
    await until(async () => {
      await run('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    }, 'the list of consents is accepted');
    await withdrawing;
  }

  test('nothing is sent before the user said yes, which is asked once and can be taken back', async () => {
    answer('Cancel');
    await ask('1. ');
    assert.deepEqual([asked.length, sent()], [1, 0], 'asked, and nothing sent');
    assert.match(asked[0] ?? '', /send your texts to Anthropic/);
    assert.match(asked[0] ?? '', new RegExp(`Recipient: ${new URL(server.url).host}`));

    answer('Allow');
    await ask('2. ');
    assert.equal(asked.length, 2, 'a no is not remembered');
    const first = sent();
    assert.ok(first > 0, 'the text is sent');
    assert.deepEqual(new Set(server.requests.map(({ headers }) => headers['authorization'])), new Set(['Bearer sk-good']), 'the key of the environment is used');
    await ask('3. ');
    assert.equal(asked.length, 2, 'a yes is remembered');
    assert.ok(sent() > first, 'another text is sent');

    await withdraw();
    answer('Cancel');
    const before = sent();
    await ask('4. ');
    assert.deepEqual([asked.length, sent()], [3, before], 'asked again, and nothing sent');
  });
});

suite('AI access: language models of the editor', () => {
  const vendor = 'promptstack-test';
  const provider = new VscodeProvider();
  const registrations: vscode.Disposable[] = [];
  let respond: Respond = () => Promise.resolve();
  const seen: { readonly texts: readonly string[]; readonly options: Readonly<Record<string, unknown>> }[] = [];

  suiteTeardown(() => {
    provider.dispose();
    for (const registration of registrations) registration.dispose();
  });

  /** Registers models, where the editor is new enough to take them. */
  function registerModels(test: Mocha.Context): void {
    const { registerLanguageModelChatProvider: register } = vscode.lm as unknown as ModelRegistry;
    if (!register) return test.skip();
    if (registrations.length > 0) return;
    registrations.push(
      register(vendor, {
        provideLanguageModelChatInformation: () => [
          { id: 'one', name: 'Model One', family: 'test', version: '1', maxInputTokens: 1000, maxOutputTokens: 100, capabilities: { toolCalling: true } },
          { id: 'two', name: 'Model Two', family: 'test', version: '1', maxInputTokens: 2000, maxOutputTokens: 100, capabilities: { toolCalling: true } },
        ],
        provideLanguageModelChatResponse: (model, messages, options, progress, token) => {
          const textOf = (content: readonly unknown[]): string => content.map((part) => (part as { value?: string }).value ?? '').join('');
          seen.push({ texts: messages.map(({ role, content }) => `${model.id} ${role}: ${textOf(content)}`), options });
          return respond((part) => progress.report(part), token);
        },
        provideTokenCount: (_model, text) => Promise.resolve(typeof text === 'string' ? text.split(/\s+/).length : 1000),
      }),
    );
  }

  function request(model = `${vendor}/one`, wantsTool = false): AIRequest {
    return {
      task: 'suggestions',
      model,
      system: 'Be brief.',
      messages: [
        { role: 'user', parts: [{ kind: 'instructions', label: '', text: 'Say ' }, { kind: 'composition', label: '', text: 'something.' }] },
        { role: 'assistant', parts: [{ kind: 'composition', label: '', text: 'What?' }] },
        { role: 'user', parts: [{ kind: 'composition', label: '', text: 'Anything.' }] },
      ],
      ...(wantsTool && { tool: { name: 'suggest', description: 'Reports', inputSchema: { type: 'object', properties: {} } } }),
      maxOutputTokens: 100,
    };
  }

  async function events(asked: AIRequest, signal = never): Promise<readonly AIEvent[]> {
    const all: AIEvent[] = [];
    for await (const event of provider.generate(asked, { signal })) all.push(event);
    return all;
  }

  async function reasonOf(promise: Promise<unknown>): Promise<string> {
    const error = await promise.then(() => undefined, (thrown: unknown) => thrown);
    return AIError.is(error) ? error.reason : String(error);
  }

  test('without models it says what to do', async () => {
    const models = await vscode.lm.selectChatModels({});
    if (models.length > 0) return;
    const error = await provider.models(never).catch((thrown: unknown) => thrown);
    assert.ok(AIError.is(error, 'modelNotFound'));
    assert.match(error.detail ?? '', /Install and sign in/);
    assert.equal(await reasonOf(events(request())), 'modelNotFound');
  });

  test('models are listed with their context, text streams, and is counted', async function () {
    registerModels(this);
    await until(async () => (await vscode.lm.selectChatModels({ vendor })).length === 2, 'the models are there');
    const models = (await provider.models(never)).filter(({ id }) => id.startsWith(vendor));
    assert.deepEqual(models.map(({ id, name, contextTokens }) => [id, name, contextTokens]), [[`${vendor}/one`, 'Model One', 1000], [`${vendor}/two`, 'Model Two', 2000]]);
    respond = (report) => {
      report(new vscode.LanguageModelTextPart('One two '));
      report(new vscode.LanguageModelTextPart('three.'));
      return Promise.resolve();
    };
    const all = await events(request(`${vendor}/two`));
    assert.equal(all.map((event) => (event.type === 'text' ? event.text : '')).join(''), 'One two three.');
    assert.deepEqual(all.slice(-2), [
      { type: 'usage', usage: { input: 7, output: 3, cacheRead: 0, cacheWrite: 0 } },
      { type: 'end', reason: 'complete' },
    ]);
    assert.deepEqual(seen.at(-1)?.texts, ['two 1: Be brief.', 'two 1: Say something.', 'two 2: What?', 'two 1: Anything.']);
    assert.deepEqual(await provider.countTokens(request(), { signal: never }), { tokens: 7, isExact: true });
  });

  test('the call of a tool is its input', async function () {
    registerModels(this);
    respond = (report) => {
      report(new vscode.LanguageModelTextPart('Let me see.'));
      report(new vscode.LanguageModelToolCallPart('1', 'suggest', { suggestions: ['日本語 "}'] }));
      return Promise.resolve();
    };
    const all = await events(request(undefined, true));
    assert.equal(all.map((event) => (event.type === 'toolInput' ? event.json : '')).join(''), '{"suggestions":["日本語 \\"}"]}');
    assert.equal(seen.at(-1)?.options['toolMode'], vscode.LanguageModelChatToolMode.Required);
  });

  test('failures have reasons, and a cancellation reaches the model', async function () {
    registerModels(this);
    respond = () => Promise.reject(vscode.LanguageModelError.Blocked('No quota left'));
    assert.equal(await reasonOf(events(request())), 'rateLimited');
    respond = () => Promise.reject(vscode.LanguageModelError.NoPermissions('Not for you'));
    assert.equal(await reasonOf(events(request())), 'noConsent');
    assert.equal(await reasonOf(events(request(`${vendor}/gone`))), 'modelNotFound');

    let isCancelled = false;
    respond = (report, token) => {
      report(new vscode.LanguageModelTextPart('It begins'));
      return new Promise((resolve) =>
        token.onCancellationRequested(() => {
          isCancelled = true;
          resolve();
        }),
      );
    };
    const abort = new AbortController();
    const reading = reasonOf(
      (async () => {
        for await (const event of provider.generate(request(), { signal: abort.signal })) if (event.type === 'text') abort.abort();
      })(),
    );
    assert.equal(await reading, 'cancelled');
    await until(() => isCancelled, 'the model is told');
  });
});

type Respond = (report: (part: unknown) => void, token: vscode.CancellationToken) => Promise<void>;

/** The part of the API that came after the oldest editor that the extension runs in. */
interface ModelRegistry {
  readonly registerLanguageModelChatProvider?: (
    vendor: string,
    provider: {
      provideLanguageModelChatInformation(): readonly object[];
      provideLanguageModelChatResponse(
        model: { readonly id: string },
        messages: readonly { readonly role: number; readonly content: readonly unknown[] }[],
        options: Readonly<Record<string, unknown>>,
        progress: { report(part: unknown): void },
        token: vscode.CancellationToken,
      ): Promise<void>;
      provideTokenCount(model: unknown, text: unknown): Promise<number>;
    },
  ) => vscode.Disposable;
}
