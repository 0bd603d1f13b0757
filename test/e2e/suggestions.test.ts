import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, expect } from 'vitest';
import { startAIServer } from '../support/aiServer/aiServer';
import { corpusFolder, corpusIsAbsent } from '../support/corpus';
import { journey } from './support/journey';
import { StatusItem } from './support/statusItem';
import type { Workbench } from './support/workbench';

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

const server = await startAIServer();
afterAll(() => server.close());

/** About 300 lines, as a person would have written them. */
const composition = corpusIsAbsent
  ? `# A long prompt\n\n${Array.from({ length: 300 }, (_, index) => `Line ${index + 3} says what to do.`).join('\n')}\n`
  : fs.readFileSync(path.join(corpusFolder, 'awesome-copilot/skills/mentoring-juniors/SKILL.md'), 'utf8').replaceAll('\r\n', '\n');
const lineCount = composition.trimEnd().split('\n').length;

const advice = (title: string, kind: string, first: number, last = first) => ({
  kind,
  title,
  explanation: 'A model that reads this has to guess what is meant, and guesses differently each time. Say it once, in one place, with an example.',
  lines: [{ first, last }],
  prompt: null,
});
const suggestions = [
  advice('Say who the reader is', 'gap', 20, 24),
  advice('Ask for one question at a time', 'clarity', 40),
  advice('Lines 60 and 90 ask for different things', 'contradiction', 60, 90),
  advice('Make a list of the steps', 'reformatting', 100, 110),
];
/** Shows that they arrive one by one, on any machine. */
const slowly = { tool: { suggestions }, delayMs: 250, chunkSize: 40 };

const view = (workbench: Workbench) => workbench.webview();
const items = (workbench: Workbench) => view(workbench).locator('.list > li');
const titles = (workbench: Workbench) => items(workbench).locator('.title').allInnerTexts();
const states = (workbench: Workbench) => items(workbench).evaluateAll((all) => all.map((each) => each.getAttribute('class')?.split(' ').at(-1)));
const press = (workbench: Workbench, name: string) => view(workbench).getByRole('button', { name, exact: true }).click();
const onDisk = (workbench: Workbench): string => fs.readFileSync(path.join(workbench.workspace, 'composition.md'), 'utf8');

journey(
  'suggestions: a key, advice on a real prompt, one dismissed, one applied while typing, a rate limit, a stream that is cancelled',
  {
    files: { 'composition.md': composition },
    settings: { 'promptstack.ai.provider': 'anthropic', 'promptstack.ai.anthropic.baseUrl': server.url },
    viewport: { width: 1400, height: 900 },
  },
  async (workbench) => {
    server.reset();
    await workbench.showLibrary();
    await workbench.openFile('composition.md');
    // The palette has the command once the extension knows what is open.
    await new StatusItem(workbench.page, 'promptstack.size').locator.waitFor({ timeout: 60_000 });
    await workbench.runCommand('PromptStack: Get Suggestions');

    // Without a key nothing is sent; a bad one is not kept.
    await press(workbench, 'Set API Key');
    await workbench.quickInput.type('sk-bad');
    await workbench.press('Enter');
    await eventually(() => workbench.quickInput.message()).toMatch(/does not accept/);
    await workbench.quickInput.type('sk-good');
    await workbench.press('Enter');
    await workbench.quickInput.gone();
    expect(server.questions.length).toBe(0);

    server.reply(slowly);
    await press(workbench, 'Get Suggestions');
    await workbench.answerDialog('Allow');
    await items(workbench).first().waitFor();
    await view(workbench).getByRole('button', { name: 'Stop' }).waitFor();
    await workbench.screenshot('streaming');
    await eventually(() => titles(workbench)).toEqual(suggestions.map(({ title }) => title));
    await view(workbench).getByRole('button', { name: 'Ask Again' }).waitFor();
    await workbench.screenshot('suggestions');
    // The starters of the library go along, each with its reasons.
    const context = view(workbench).getByRole('button', { name: /^\d prompts? sent along · ~\d+ tokens$/ });
    await context.click();
    await eventually(() => view(workbench).locator('.prompts .reason').first().innerText()).toMatch(/tags?|words?/);
    await context.click();

    await items(workbench).nth(0).focus();
    await workbench.press('j');
    await workbench.press('d');
    await view(workbench).getByText('1 dismissed').waitFor();
    await eventually(() => titles(workbench)).not.toContain('Ask for one question at a time');

    // One is applied while the user types at the end of the document.
    server.reply({ tool: { summary: 'Says who reads it', edits: [{ first: 20, last: 20, text: 'The reader is a junior developer in the first month.' }] }, firstByteAfter: 8000 });
    await items(workbench).first().getByRole('button', { name: 'Apply' }).click();
    await eventually(() => states(workbench)).toContain('applying');
    await workbench.focusEditor();
    await workbench.press('Control+End');
    await workbench.type('Words typed meanwhile.');
    await workbench.page.locator('.tab.active').filter({ hasText: 'Suggestion: Say who the reader is' }).waitFor({ timeout: 60_000 });
    await eventually(() => items(workbench).first().locator('.diff').innerText()).toContain('+The reader is a junior developer in the first month.');
    await workbench.screenshot('review');
    await press(workbench, 'Accept');
    await eventually(() => states(workbench)).toContain('applied');
    await eventually(() => workbench.activeEditor()).toMatch(/^composition/);
    await workbench.focusEditor();
    await workbench.save();
    const lines = composition.split('\n');
    const applied = [...lines.slice(0, 19), 'The reader is a junior developer in the first month.', ...lines.slice(20)].join('\n');
    await eventually(() => onDisk(workbench)).toBe(`${applied}Words typed meanwhile.`);
    await workbench.press('Control+Z');
    // It can be applied again.
    await eventually(() => states(workbench)).not.toContain('applied');
    await workbench.save();
    await eventually(() => onDisk(workbench)).toBe(`${composition}Words typed meanwhile.`);

    // A rate limit: tried again by itself for a while, then by the user. What was there stays.
    await view(workbench).getByText('The text changed since this advice was given.').waitFor();
    const limited = { status: 429, headers: { 'retry-after': '2' } };
    server.reply(limited, limited, limited, limited);
    await press(workbench, 'Get Suggestions');
    await eventually(() => view(workbench).locator('.countdown').innerText()).toMatch(/Trying again in \d+ s/);
    const retry = view(workbench).locator('vscode-button.retry:not([disabled])');
    await retry.waitFor({ timeout: 60_000 });
    await eventually(() => view(workbench).locator('.message').innerText()).toMatch(/rate limit/);
    expect((await titles(workbench)).length).toBe(3);
    await workbench.screenshot('rate-limit');
    server.reply({ ...slowly, stallAfter: 20 });
    await retry.click();

    // A stream that is cancelled keeps what came.
    await view(workbench).getByRole('button', { name: 'Stop' }).waitFor();
    await eventually(() => server.questions.at(-1)?.ended).toBe(false);
    await items(workbench).filter({ hasText: 'Say who the reader is' }).first().waitFor();
    await press(workbench, 'Stop');
    await view(workbench).getByText('Stopped.').waitFor();
    await eventually(() => server.questions.at(-1)?.closedByClient).toBe(true);
    expect(await titles(workbench)).toContain('Say who the reader is');
    expect(onDisk(workbench)).toBe(`${composition}Words typed meanwhile.`);
    expect(await workbench.isDirty()).toBe(false);

    // A window counts as open when a list is shown in its sidebar.
    await workbench.showLibrary();
    await workbench.reload();
    await new StatusItem(workbench.page, 'promptstack.size').locator.waitFor({ timeout: 60_000 });
    await workbench.activityBarItem('Suggestions').click();
    await eventually(() => titles(workbench)).toContain('Say who the reader is');
    await view(workbench).getByText('1 dismissed').waitFor();
    // Only the user asks.
    const asked = server.questions.length;
    await workbench.useTheme('light');
    await items(workbench).first().getByRole('button', { name: /^Lines?/ }).first().click();
    await workbench.screenshot('reloaded-light');
    expect(server.questions.length).toBe(asked);
    expect(lineCount).toBeGreaterThan(250);
  },
);
