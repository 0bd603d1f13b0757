import * as assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { ViewState } from '../../src/protocol/suggestions';
import { type AIServer, refusedUrl, type Reply, startAIServer, unknownHostUrl } from '../support/aiServer/aiServer';
import { startTLSServer } from '../support/aiServer/tlsServer';
import { AIWorld, type AIWorldOptions, forgetWorlds } from './support/aiWorld';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { readyApi, until } from './support/libraryFolder';

/** A composition as people write them. */
const composition = ['---', 'title: Review', '---', '', ...Array.from({ length: 60 }, (_, line) => `${line + 1}. Look at part ${line + 1} of the change, and say what is wrong: 日本語 🎉.`), ''].join('\n');

function advice(title: string, first = 5): object {
  return { kind: 'clarity', title, explanation: `Because of ${title}.`, lines: [{ first, last: first + 1 }], prompt: null };
}

/** Fails again and again, without keeping anybody waiting. */
function failing(status: number, headers: Record<string, string> = { 'retry-after-ms': '1' }): readonly Reply[] {
  return Array.from({ length: 4 }, () => ({ status, headers }));
}

suite('AI failures', () => {
  let server: AIServer;
  let world: AIWorld | undefined;

  suiteSetup(async () => {
    await readyApi();
    server = await startAIServer();
  });
  suiteTeardown(async () => {
    await forgetWorlds();
    await server.close();
  });
  teardown(async () => {
    world?.dispose();
    world = undefined;
    server.reset();
    await closeEditors();
  });

  async function openComposition(): Promise<vscode.TextDocument> {
    const document = await newDocument({ content: composition });
    await showEditor(document);
    return document;
  }

  /** *Get Suggestions* on an open composition. @returns what the view shows afterwards; the document is as it was */
  async function ask(options: Partial<AIWorldOptions> = {}, meanwhile?: (world: AIWorld, document: vscode.TextDocument) => Promise<void>): Promise<ViewState> {
    const document = await openComposition();
    const { version, isDirty } = document;
    world = await AIWorld.open({ provider: 'anthropic', baseUrl: server.url, ...options });
    const asked = world.getSuggestions();
    await meanwhile?.(world, document);
    await asked;
    assert.deepEqual([document.getText(), document.version, document.isDirty], [composition, version, isDirty], 'the composition is untouched');
    return world.stateOf(document);
  }

  function failureOf({ run, failure }: ViewState): NonNullable<ViewState['failure']> {
    assert.equal(run, 'failed');
    assert.ok(failure);
    return failure;
  }
  const titlesOf = ({ items }: ViewState): readonly string[] => items.map(({ title }) => title);

  test('nothing fails: what the model reports is there', async () => {
    server.reply({ tool: { suggestions: [advice('One'), advice('Two', 9)] }, chunkSize: 7, delayMs: 1 });
    const state = await ask();
    assert.deepEqual([state.run, titlesOf(state), state.unreadable], ['done', ['One', 'Two'], 0]);
  });

  test('the same from a service that speaks like OpenAI', async () => {
    server.reply({ tool: { suggestions: [advice('One')] }, chunkSize: 7 });
    const state = await ask({ provider: 'openai', baseUrl: server.openAIUrl });
    assert.deepEqual([state.run, titlesOf(state)], ['done', ['One']]);
  });

  const told: readonly (readonly [what: string, replies: readonly Reply[], message: RegExp, action: string, canRetry: boolean])[] = [
    ['a key that is not good any longer (401)', [{ status: 401 }], /does not accept the API key/, 'Set API Key', false],
    ['a key that may not do this (403)', [{ status: 403 }], /does not allow this/, 'Select Model', false],
    ['a model that is gone (404)', [{ status: 404 }], /does not have the model/, 'Select Model', false],
    ['a text that is too long (413)', [{ status: 413 }], /too long for/, 'Select Model', false],
    ['a service that fails (500)', failing(500), /had an error on its own side/, 'Show Log', true],
    ['a service that is overloaded (529)', failing(529), /is overloaded/, '', true],
    ['an overload in the middle of the stream', [{ tool: { suggestions: [advice('One')] }, errorAfter: { events: 3, type: 'overloaded_error', message: 'Overloaded' } }], /is overloaded/, '', true],
  ];
  for (const [what, replies, message, action, canRetry] of told) {
    test(`${what} is told with its remedy`, async () => {
      server.reply(...replies);
      const state = await ask();
      const failure = failureOf(state);
      assert.match(failure.message, message);
      assert.deepEqual([failure.action, failure.canRetry, titlesOf(state)], [action, canRetry, []]);
      assert.notEqual(failure.detail, '', 'what the service says is told, too');
    });
  }

  test('a rate limit with Retry-After shows how long it lasts', async () => {
    server.reply(...failing(429).slice(1), { status: 429, headers: { 'retry-after': '3600' } });
    const failure = failureOf(await ask());
    assert.match(failure.message, /rate limit of Anthropic is reached/);
    assert.ok(failure.canRetry && failure.wait > 3_500_000 && failure.wait <= 3_600_000, `${failure.wait} ms`);
    assert.equal(server.questions.length, 4);
  });

  test('a rate limit without Retry-After is waited for, visibly', async () => {
    server.reply({ status: 429 }, { status: 429 }, { tool: { suggestions: [advice('One')] } });
    let waiting: ViewState['waiting'] = null;
    const state = await ask({}, async (asked, document) => {
      await until(() => (waiting = asked.stateOf(document).waiting) !== null, 'the wait is shown');
    });
    const shown = waiting as ViewState['waiting'];
    // A slow machine may miss the first wait.
    assert.ok(shown && [1, 2].includes(shown.attempt) && shown.attempts === 3, JSON.stringify(shown));
    assert.match(shown.reason, /rate limit/);
    assert.deepEqual([state.run, titlesOf(state)], ['done', ['One']]);
  });

  test('a first byte that comes late is waited for', async () => {
    server.reply({ tool: { suggestions: [advice('Late')] }, firstByteAfter: 700 });
    assert.deepEqual(titlesOf(await ask()), ['Late']);
  });

  test('a connection that is cut in the middle leaves what had arrived', async () => {
    server.reply({ tool: { suggestions: [advice('One'), advice('Two', 9), advice('Three', 13)] }, chunkSize: 300, cutAfter: { events: 3 } });
    const state = await ask();
    assert.match(failureOf(state).message, /broke off/);
    assert.ok(failureOf(state).canRetry);
    assert.deepEqual(titlesOf(state).slice(0, 1), ['One']);
    assert.ok(state.items.length < 3);
  });

  test('malformed JSON costs only what cannot be read, and that is told', async () => {
    const [one, three] = [advice('One'), advice('Three', 9)].map((item) => JSON.stringify(item));
    server.reply({ tool: `{"suggestions":[${one},{"kind":"gap","title":oops,]},${three}]` });
    const state = await ask();
    assert.ok(titlesOf(state).includes('One'));
    assert.ok(state.unreadable > 0);
  });

  test('an answer that is something else is told as that', async () => {
    server.always({ text: 'I would rather talk about the weather.' });
    const state = await ask();
    assert.match(failureOf(state).message, /could not be read/);
    assert.deepEqual(titlesOf(state), []);
  });

  test('a model that declines', async () => {
    server.reply({ text: 'No.', stop: 'refused' });
    assert.match(failureOf(await ask()).message, /declined/);
  });

  test('an answer of 200 KB arrives whole', async () => {
    const many = Array.from({ length: 90 }, (_, index) => ({ ...advice(`Advice ${index}`, 5 + (index % 40)), explanation: `Füße 日本語 🎉 ${index} `.repeat(130) }));
    assert.ok(Buffer.byteLength(JSON.stringify(many)) > 200_000);
    server.reply({ tool: { suggestions: many }, chunkSize: 1000 });
    const state = await ask();
    assert.deepEqual([state.run, state.items.length, state.unreadable], ['done', 90, 0]);
  });

  test('code points that are torn between chunks arrive whole', async () => {
    server.reply({ tool: { suggestions: [advice('日本語 🎉 für Füße 👨‍👩‍👧')] }, chunkSize: 5, splitUtf8: [1, 3, 2] });
    assert.deepEqual(titlesOf(await ask()), ['日本語 🎉 für Füße 👨‍👩‍👧']);
  });

  test('nobody listens at the address', async () => {
    const failure = failureOf(await ask({ baseUrl: await refusedUrl(), pace: 20 }));
    assert.match(failure.message, /cannot be reached/);
    assert.deepEqual([failure.detail, failure.canRetry], ['ECONNREFUSED', true]);
  });

  test('the host has no address', async () => {
    const failure = failureOf(await ask({ baseUrl: unknownHostUrl, pace: 20 }));
    assert.match(failure.message, /cannot be reached/);
    assert.ok(failure.canRetry);
  });

  test('the certificate is trusted by nobody', async () => {
    const secure = await startTLSServer();
    try {
      const failure = failureOf(await ask({ baseUrl: secure.url }));
      assert.match(failure.message, /not secure/);
      assert.equal(secure.requests.length, 0);
    } finally {
      await secure.close();
    }
  });

  test('a stream that is stopped leaves what had arrived, and the connection is closed', async () => {
    server.reply({ tool: { suggestions: [advice('One'), advice('Two', 9)] }, chunkSize: 200, stallAfter: 4 });
    const state = await ask({}, async (asked, document) => {
      await until(() => asked.stateOf(document).items.length > 0, 'the first one is there');
      await asked.stopSuggestions();
    });
    assert.deepEqual([state.run, titlesOf(state)[0]], ['stopped', 'One']);
    await until(() => server.questions[0]?.closedByClient === true, 'the connection is closed');
  });

  test('no text is sent before the user said yes', async () => {
    const state = await ask({ isAllowed: false }).catch((error: unknown) => error as Error);
    // The editor shows no questions while suites run: that is no yes either.
    if (!(state instanceof Error)) failureOf(state);
    assert.deepEqual(server.questions, []);
    assert.ok(server.requests.every(({ body }) => body === undefined));
  });
});
