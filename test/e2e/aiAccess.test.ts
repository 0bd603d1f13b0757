import { afterAll, expect } from 'vitest';
import { startAIServer } from '../support/aiServer/aiServer';
import { journey } from './support/journey';
import { StatusItem } from './support/statusItem';

const eventually = <T>(read: () => Promise<T>) => expect.poll(read);

const server = await startAIServer();
afterAll(() => server.close());

journey(
  'AI access: a key, a model, an exact count',
  {
    files: { 'draft.md': '---\ntitle: Look\n---\n\nLook at the change and say what could break.\n' },
    settings: { 'promptstack.ai.anthropic.baseUrl': server.url },
  },
  async (workbench) => {
    const { quickInput, page } = workbench;
    server.reset();
    await workbench.openFile('draft.md');
    await workbench.runCommand('PromptStack: Select AI Provider…');
    await eventually(async () => (await quickInput.labels()).map((label) => label.trim())).toEqual(['Anthropic', 'VS Code', 'OpenAI or Compatible', 'MCP server', 'None']);
    await workbench.screenshot('providers');
    await quickInput.choose('Anthropic');

    await eventually(() => quickInput.title()).toContain('API Key for Anthropic');
    await quickInput.type('sk-bad-1234');
    await quickInput.accept();
    await eventually(() => quickInput.message()).toContain('Anthropic does not accept the API key');
    expect(await quickInput.input.getAttribute('type')).toBe('password');
    await workbench.screenshot('bad-key');
    await quickInput.type('sk-good-1234');
    await quickInput.accept();
    await eventually(() => workbench.notifications()).toContainEqual(expect.stringContaining('Anthropic is the AI provider now'));
    expect(server.requests.map(({ path, headers }) => [path.replace(/\?.*/, ''), headers['authorization']])).toEqual([
      ['/v1/models', 'Bearer sk-bad-1234'],
      ['/v1/models', 'Bearer sk-good-1234'],
    ]);
    await workbench.answer('Anthropic is the AI provider now', 'Select Model…');

    await eventually(() => quickInput.labels()).toEqual(['Automatic', 'Model Large', 'Model Small']);
    expect((await quickInput.items()).map(({ description }) => description)).toEqual(['the first of the list: Model Large', 'model-large · 200K tokens', 'model-small · 100K tokens']);
    await workbench.screenshot('models');
    await quickInput.choose('Model Small');
    await quickInput.gone();

    const item = new StatusItem(page, 'promptstack.size');
    await item.click();
    await eventually(() => quickInput.labels()).toContainEqual(expect.stringContaining('Count Exactly with Anthropic'));
    await quickInput.choose('Count Exactly with Anthropic');
    const dialog = page.locator('.monaco-dialog-box');
    await eventually(() => dialog.innerText()).toContain('Allow PromptStack to send your texts to Anthropic?');
    await workbench.screenshot('consent');
    await workbench.answerDialog('Allow');
    await eventually(() => workbench.notifications()).toContainEqual(expect.stringMatching(/^"draft\.md" has exactly \d+ tokens for Model Small: .+ of its context of 100,000\.$/));
    const counted = server.requests.find(({ path }) => path.includes('count_tokens'));
    expect(counted?.body).toMatchObject({ model: 'model-small' });
    expect(JSON.stringify(counted?.body)).toContain('Look at the change');
    expect(JSON.stringify(counted?.body)).not.toContain('title:');

    server.always({ status: 403 });
    await workbench.runCommand('PromptStack: Get Suggestions');
    await eventually(() => item.icons()).toContain('warning');
    expect(await item.text()).toContain('AI failed');
    expect(await item.spoken()).toContain('Anthropic does not allow this.');
    await workbench.hoverText(item.locator);
    await workbench.screenshot('failed-in-status-bar');

    await workbench.useTheme('light');
    await workbench.runCommand('PromptStack: Select AI Provider…');
    await eventually(async () => (await quickInput.items())[0]?.description).toContain('API key is set');
    await workbench.screenshot('providers-light');
    await quickInput.cancel();
    await workbench.runCommand('PromptStack: Set API Key…');
    await quickInput.type('sk-other');
    await quickInput.accept();
    await eventually(() => quickInput.message()).toContain('does not accept the API key');
    await workbench.screenshot('bad-key-light');
    await quickInput.cancel();
  },
);
