import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ContextSelection } from '../../src/core/ai/contextSelector';
import { ContextPick } from '../../src/extension/features/contextPrompts/contextPick';
import type { ContextRow } from '../../src/extension/features/contextPrompts/contextRows';
import { pathsOf, promptUri, SelectionWorld } from '../support/selectionWorld';
import { type AIDouble, startAIDouble } from './support/aiDouble';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { LibraryFolder, readyApi, until } from './support/libraryFolder';

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);
const accept = 'workbench.action.acceptSelectedQuickOpenItem';

suite('choosing the prompts that are sent along', () => {
  teardown(() => run('workbench.action.closeQuickOpen'));

  suite('the list', () => {
    let world: SelectionWorld;
    let pick: vscode.QuickPick<ContextRow>;

    suiteSetup(async () => {
      world = await SelectionWorld.with(
        { path: 'zoo/wombat.md', title: 'Wombat care', tags: ['wombats'], body: 'Feed the wombats at dusk.' },
        { path: 'zoo/numbat.md', title: 'Numbat care', tags: ['numbats'], body: 'Feed the numbats at dawn.' },
        { path: 'zoo/quoll.md', title: 'Quoll $(zap) watch', description: 'A quiet evening', body: 'Watch the quolls. '.repeat(30) },
        { path: 'zoo/long.md', title: 'Too long', body: 'Very long text. '.repeat(300) },
      );
    });
    suiteTeardown(() => world.dispose());

    async function open(text: string, wanted: readonly string[] = [], unwanted: readonly string[] = []): Promise<ContextPick> {
      const select = (request: object): Promise<ContextSelection> => world.select('score', text, { budget: 500, ...request });
      pick = vscode.window.createQuickPick<ContextRow>();
      const choosing = new ContextPick(world.app, Promise.all([select({ wanted, unwanted }), select({})]).then(([current, automatic]) => ({ current, automatic })), pick);
      await until(() => pick.items.length > 0 && !pick.busy, 'the list is filled');
      return choosing;
    }
    /** What is chosen when the list is accepted, which does nothing until it is on the screen. */
    async function accepted(choosing: ContextPick): Promise<unknown> {
      let isDone = false;
      void choosing.choice.then(() => (isDone = true));
      await until(async () => (await run(accept), isDone), 'the list is accepted');
      return choosing.choice;
    }
    /** Changes the tick of the active row. */
    async function toggle(): Promise<void> {
      const before = pick.selectedItems;
      // The editor is told of the active row in the next turn only.
      await new Promise((resolve) => setTimeout(resolve, 20));
      await until(async () => {
        await run('workbench.action.quickPickManyToggle');
        // Sent again only when it was too early: a second one takes the first back.
        for (let wait = 0; wait < 40 && pick.selectedItems === before; wait++) await new Promise((resolve) => setTimeout(resolve, 50));
        return pick.selectedItems !== before;
      }, 'the tick changes');
    }
    const labels = (): string[] => pick.items.map(({ label, kind }) => (kind === vscode.QuickPickItemKind.Separator ? `- ${label}` : label));
    const ticked = (): string[] => pathsOf(pick.selectedItems.flatMap(({ prompt }) => prompt ?? []));
    const rowOf = (path: string): ContextRow | undefined => pick.items.find(({ prompt }) => prompt?.uri === promptUri(path));

    test('ticks what is sent along, each with its reasons and tokens, and lists all others', async () => {
      const choosing = await open('Our wombats and quolls', [promptUri('zoo/quoll.md')]);
      assert.deepEqual(labels(), ['- sent along', 'Quoll \\$(zap) watch', 'Wombat care', '- others', 'Numbat care', 'Too long']);
      assert.deepEqual(ticked(), ['zoo/quoll.md', 'zoo/wombat.md']);
      assert.equal(rowOf('zoo/wombat.md')?.detail, 'tag wombats · word in common: wombats');
      assert.match(rowOf('zoo/quoll.md')?.detail ?? '', /^chosen by you/);
      assert.match(rowOf('zoo/wombat.md')?.description ?? '', /^zoo · ~\d+ tokens$/);
      assert.match(pick.title ?? '', /^Prompts Sent Along · 2 prompts · ~\d+ of 500 tokens$/);
      choosing.dispose();
    });

    test('says what differs from the automatic choice, however often it is opened', async () => {
      for (const [wanted, unwanted] of [[[], []], [[], [promptUri('zoo/wombat.md')]], [[promptUri('zoo/numbat.md')], []]] as const) {
        const choosing = await open('Our wombats', wanted, unwanted);
        assert.deepEqual(await accepted(choosing), { wanted, unwanted });
        choosing.dispose();
      }
    });

    test('a tick changes the sum and the answer; what is unticked is not sent although it would be', async () => {
      const choosing = await open('Our wombats');
      const before = pick.title;
      pick.activeItems = pick.items.filter(({ prompt }) => prompt?.uri === promptUri('zoo/wombat.md'));
      await toggle();
      await until(() => pick.title !== before, 'nothing is ticked');
      assert.match(pick.title ?? '', /0 prompts · ~0 of 500 tokens$/);
      assert.deepEqual(await accepted(choosing), { wanted: [], unwanted: [promptUri('zoo/wombat.md')] });
      choosing.dispose();
    });

    test('stays open while more is ticked than can be sent', async () => {
      const choosing = await open('Our wombats');
      pick.activeItems = pick.items.filter(({ prompt }) => prompt?.uri === promptUri('zoo/long.md'));
      await toggle();
      await until(() => /1,\d{3} of 500 tokens/.test(pick.title ?? ''), 'the long one is ticked');
      let isDone = false;
      void choosing.choice.then(() => (isDone = true));
      await run(accept);
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(isDone, false);
      await until(async () => (await run('workbench.action.closeQuickOpen'), isDone), 'the list is closed');
      assert.equal(await choosing.choice, undefined);
      choosing.dispose();
    });

    test('finds any prompt, and keeps what is ticked in sight', async () => {
      const choosing = await open('Our wombats');
      pick.value = 'quoll watch';
      await until(() => labels()[0]?.startsWith('Quoll') === true, 'the search is done');
      assert.deepEqual(labels(), ['Quoll \\$(zap) watch', '- ticked before', 'Wombat care']);
      assert.deepEqual(ticked(), ['zoo/wombat.md']);
      choosing.dispose();
    });
  });

  suite('the command', () => {
    let double: AIDouble;
    let library: LibraryFolder;

    suiteSetup(async () => {
      const api = await readyApi();
      library = new LibraryFolder(api, 'test-context');
      await library.writePrompt('potoroo', 'Count the potoroos before breakfast.', 'Potoroo census');
      double = await startAIDouble();
    });
    setup(() => double.server.reset());
    suiteTeardown(async () => {
      await double.dispose();
      await library.dispose();
    });
    teardown(closeEditors);

    test('asks nobody, and what it shows is what is sent', async () => {
      const content = `A potoroo census for ${freshWord('valley')}, by night.`;
      const document = await newDocument({ content });
      await showEditor(document);
      let isDone = false;
      void run('promptstack.chooseContext').then(() => (isDone = true));
      await until(async () => {
        await run(accept);
        return isDone;
      }, 'the choice is accepted');
      assert.deepEqual(double.server.requests.filter(({ path }) => path !== '/v1/models'), []);
      double.server.always({ tool: { suggestions: [] } });
      await run('promptstack.getSuggestions');
      await until(() => double.server.questions.length > 0, 'the model is asked');
      assert.match(JSON.stringify(double.server.questions[0]?.body), /Count the potoroos before breakfast/);
      assert.equal(document.getText(), content);
    });
  });
});
