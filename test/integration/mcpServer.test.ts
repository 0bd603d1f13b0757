import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { answerModals } from './support/aiDouble';
import { closeEditors, newDocument, showEditor } from './support/editors';
import { freshWord } from './support/fresh';
import { readyApi, until } from './support/libraryFolder';

const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(`promptstack.${command}`);
const ai = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('promptstack.ai');
const set = (name: string, value: unknown): Thenable<void> => ai().update(name, value, vscode.ConfigurationTarget.Global);

/** One call of a tool, as the server wrote it down. */
interface Call {
  readonly pid: number;
  readonly tool: string;
  readonly given: Readonly<Record<string, unknown>>;
}

suite('an MCP server as the provider', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'promptstack-mcp-'));
  const diary = path.join(folder, 'calls');
  const program = path.join(__dirname, '..', 'programs', 'mcpChild.cjs');
  const calls = (): readonly Call[] => (fs.existsSync(diary) ? fs.readFileSync(diary, 'utf8').split('\n').filter(Boolean) : []).map((line) => JSON.parse(line) as Call);
  const questions: string[] = [];
  let forget = (): void => undefined;

  suiteSetup(async () => {
    await readyApi();
    forget = answerModals('Allow', (text) => questions.push(text));
  });
  teardown(closeEditors);
  suiteTeardown(async () => {
    for (const name of ['provider', 'model', 'mcp.command']) await set(name, undefined);
    forget();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function open(content: string): Promise<void> {
    await showEditor(await newDocument({ content }));
  }
  const isAlive = (pid: number): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  test('is started with a yes, gives suggestions and answers, and is gone with its choice', async () => {
    await set('mcp.command', ['node', program, 'good', diary]);
    await set('model', 'tool:review');
    await set('provider', 'mcp');
    assert.equal(calls().length, 0, 'nothing is asked for by a choice alone');

    const text = `Review ${freshWord('plan')}.`;
    await open(text);
    await run('getSuggestions');
    const reviews = (): readonly Call[] => calls().filter(({ tool, given }) => tool === 'review' && JSON.stringify(given).includes(text));
    assert.equal(reviews().length, 1, 'the tool got the composition');
    assert.match(questions.join('\n'), new RegExp(`Recipient: the MCP server node .*${path.basename(program)}`));
    await run('getSuggestions');
    assert.equal(reviews().length, 1, 'its answer is complete, so it is kept for the same text');

    await set('model', 'tool:prose');
    const others = new Set(vscode.workspace.textDocuments);
    const question = `Answer ${freshWord('question')}.`;
    await open(question);
    await run('runPrompt');
    await until(() => vscode.workspace.textDocuments.some((document) => !others.has(document) && document.getText() === `cancelled 0: ${question}`), 'the answer is in a document');

    const pids = new Set(calls().map(({ pid }) => pid));
    await set('provider', 'none');
    await until(() => ![...pids].some(isAlive), 'no process of the server is left');
  });
});
