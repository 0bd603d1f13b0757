import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';
import { startAIServer } from '../support/aiServer/aiServer';
import { writeFiles } from './support/files';
import { journey } from './support/journey';
import type { Workbench } from './support/workbench';

/*
 * Makes the images of the README, and runs with PROMPTSTACK_README_IMAGES=1 only: other journeys test what these go through.
 */
const keep = async (workbench: Workbench, name: string): Promise<void> => fs.cpSync(await workbench.screenshot(name), inRoot('docs/images', `${name}.png`));

const broken = `---
title: Release notes
description: What changed, for the people who use it.
tags: [writing, release]
---

Write release notes for {{text:version}} in at most {{txt:length}} words.

Mention these changes first:

{{list:highlights}}
`;

const options = {
  files: { 'notes.md': '# Checkout\n\n' },
  library: { 'workflows/release-notes.md': broken },
  viewport: { width: 1200, height: 720 },
  settings: { 'breadcrumbs.enabled': false, 'editor.minimap.enabled': false, 'window.title': 'PromptStack', 'window.commandCenter': false },
} as const;

journey('what the README shows', options, async (workbench) => {
  const { tree, quickInput } = workbench;

  await workbench.showLibrary();
  await expect.poll(() => tree.labels()).toContain('workflows');
  await tree.expand('workflows');
  await workbench.openFile('notes.md');
  await workbench.press('Control+End');
  await workbench.runCommand('PromptStack: Insert Prompt');
  await quickInput.type('fix bgu frist');
  await expect.poll(async () => (await quickInput.labels())[0]).toBe('Fix a bug, test first');
  await expect.poll(() => workbench.page.locator('.editor-group-container').last().innerText()).toContain('Expected');
  await keep(workbench, 'search');

  await quickInput.accept();
  await expect.poll(() => workbench.editorText()).toContain('There is a bug: what_happens');
  await workbench.type('the total ignores the discount');
  await workbench.press('Tab');
  await keep(workbench, 'insert');
  await workbench.press('Escape', 'Escape');
  await workbench.runCommand('File: Revert File');

  await tree.pressInline('Release notes', 'Edit Prompt');
  await expect.poll(() => workbench.activeEditor()).toContain('release-notes');
  await workbench.focusEditor();
  await expect.poll(async () => (await workbench.problems()).join('\n')).toContain('Not a placeholder');
  await workbench.focusEditor();
  await workbench.select([7, 55]);
  await workbench.press('Control+.');
  await workbench.page.locator('.action-widget .monaco-list-row').first().waitFor();
  await keep(workbench, 'problem');
  await workbench.press('Enter');
  await expect.poll(() => workbench.editorText()).toContain('{{text:length}}');
  await workbench.save();
  await workbench.press('Control+J');
  await workbench.focusEditor();
  await workbench.runCommand('PromptStack: Preview Prompt');
  await workbench.webview().getByText('What changed, for the people who use it.').waitFor();
  await expect.poll(() => workbench.webview().locator('body').innerText()).toContain('highlights');
  await keep(workbench, 'preview');
});

const composing = {
  ...options,
  files: {
    'letter.md': `# Answer to a customer

Write to {{text:customer_name}} about {{text:topic}}, in the tone of [our letters](docs/letters.md).

{{list:what_we_do}}

How the total is computed is in [money](src/money.mjs), the rules are in [rounding](docs/rounding.md).
`,
    'docs/letters.md': '# Our Letters\n\nShort sentences. No excuses.\n',
    'docs/rounding.md': '# How We Round\n\nHalf to even.\n',
    'src/money.mjs': 'export const cents = (amount) => Math.round(amount * 100);\n',
    'plan.md': '# Plan\n\n',
  },
  library: Object.fromEntries(
    Array.from({ length: 4 }, (_, index) => [
      `rules/review-${index}.md`,
      `---\ntitle: Review ${index}\ndescription: For reviewers.\ntags: [review]\n---\n\nExplain what the change is for before you look at its lines.\n`,
    ]),
  ),
} as const;

journey('what the README shows of composing', composing, async (workbench) => {
  await workbench.showLibrary();
  await expect.poll(() => workbench.tree.labels()).toContain('rules');
  await workbench.press('Control+B');
  await workbench.openFile('letter.md');
  fs.rmSync(`${workbench.workspace}/docs/rounding.md`);
  const lenses = () => workbench.editor.locator('.codelens-decoration').allInnerTexts();
  await expect.poll(async () => (await lenses()).filter((row) => row.includes('tokens')).length).toBe(2);
  await expect.poll(async () => (await lenses()).join('\n')).toContain('Fix');
  await expect.poll(() => workbench.editor.locator('.squiggly-warning').count()).toBeGreaterThan(0);
  await keep(workbench, 'references');

  await workbench.runCommand('PromptStack: Fill Placeholders…');
  await workbench.webview().getByRole('textbox', { name: 'Customer name', exact: true }).waitFor();
  await workbench.type('Ada Lovelace');
  await workbench.press('Tab');
  await workbench.webview().getByRole('textbox', { name: 'Topic', exact: true }).fill('the rounding of her invoice');
  await expect.poll(() => workbench.webview().locator('.count').innerText()).toBe('2 of 3 filled');
  await keep(workbench, 'fill');
  await workbench.press('Escape');
  await expect.poll(() => workbench.page.locator('.tab').filter({ hasText: 'Fill Placeholders' }).count()).toBe(0);
  await workbench.press('Control+1');
  await workbench.focusEditor();

  await workbench.openFile('plan.md');
  const ghost = async () => (await workbench.editor.locator('.view-line [class*="ghost-text"]').allInnerTexts()).join('');
  await expect
    .poll(
      async () => {
        await workbench.press('Control+End', 'Shift+Home', 'Delete');
        await workbench.type('Explain what the ch');
        await workbench.page.waitForTimeout(1000);
        return ghost();
      },
      { timeout: 60_000 },
    )
    .toContain('ange');
  await keep(workbench, 'ghost-text');
});

const bodies = [
  'Write release notes for version 4.2 in at most 200 words. Mention the new search first.',
  'Find out why the invoice total is one cent off when a discount and a voucher meet. Write the failing test first.',
  'Explain to a new colleague how our migration of the database went, and what we would do otherwise.',
  'Review the pull request with the retry of payments: what happens when the second try succeeds late?',
  'Plan the menu of the team dinner. The dessert is a crème brûlée with lemon, and nobody eats nuts.',
  'Turn these notes of the meeting into three decisions and who does what until Friday.',
];

/** Half a year of compositions, more of them lately. */
function halfAYear(library: string): Record<string, string> {
  const files: Record<string, string> = {};
  const prompt = (name: string): string => pathToFileURL(path.join(library, name)).href;
  const prompts = [prompt('workflows/fix-bug-test-first.md'), prompt('workflows/release-notes.md'), prompt('commands/code-review.md')];
  for (let number = 0; number < 180; number++) {
    const at = new Date(Date.now() - ((number * number) / 180 + (number % 5) / 9) * 24 * 3600 * 1000 - 3600 * 1000);
    const lines = [`uuid: 00000000-0000-4000-8000-${String(number).padStart(12, '0')}`, `created: ${at.toISOString()}`];
    lines.push(...(number % 3 < 2 ? ['prompts:', `  - ${prompts[number % 3 === 0 ? 0 : number % 2 === 0 ? 1 : 2] ?? ''}`] : []));
    lines.push(...(number % 4 === 0 ? ['tags:', `  - ${number % 8 === 0 ? 'review' : 'release'}`] : []));
    files[`.history/${at.toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-')}-${number}.md`] = `---\n${lines.join('\n')}\n---\n\n${bodies[number % bodies.length] ?? ''}\n${'And then some more. '.repeat(number % 17)}\n`;
  }
  return files;
}

journey('what the README shows of the history', { ...options, files: { 'notes.md': '' }, library: {} }, async (workbench) => {
  const { quickInput } = workbench;
  writeFiles(workbench.library, halfAYear(workbench.library));
  await workbench.showLibrary();
  await workbench.runCommand('PromptStack: Search History');
  await quickInput.type('lemon creme brul');
  await expect.poll(async () => (await quickInput.items())[0]?.detail).toContain('crème brûlée');
  await expect.poll(() => workbench.page.locator('.editor-instance').last().innerText()).toContain('crème');
  await keep(workbench, 'history');
  await quickInput.cancel();
  await workbench.runCommand('View: Close All Editors');
  await workbench.runCommand('PromptStack: History Statistics');
  await workbench.webview().locator('.chart .bar').first().waitFor({ timeout: 30_000 });
  await expect.poll(() => workbench.webview().locator('.totals dd').first().innerText()).toBe('180');
  await keep(workbench, 'statistics');
});

const letter = `# Release notes

Write the release notes for version 4.2 from the commits below.
Keep them short.

- Mention every change, so that nobody is surprised.
- Use the tone of [our letters](letters.md).

Readers are the people who run the servers. Do not use jargon.
Explain what changed in the scheduler and its back-off.
`;

const server = await startAIServer({ keyless: true });
afterAll(() => server.close());

const advised = [
  ['contradiction', '"Short" and "every change" pull in opposite directions', 'A model will either list everything or leave out what matters. Say how many changes to mention, and which.', 4, 6],
  ['gap', 'The commits are announced, but not there', 'Paste them, or refer to a file that has them.', 3, 3],
  ['clarity', 'Say what the result looks like', 'Headings, one list or running text? An example of one entry settles it.', 3, 4],
  ['formatting', 'Put the rules into one list', 'Two of the rules stand below the list and are easily missed.', 6, 10],
].map(([kind, title, explanation, first, last]) => ({ kind, title, explanation, lines: [{ first, last }], prompt: null }));

const asking = {
  ...options,
  viewport: { width: 1320, height: 760 },
  files: { 'release.md': letter, 'letters.md': '# Our letters\n\nShort sentences. No excuses.\n' },
  library: { 'workflows/release-notes.md': broken.replace('txt:', 'text:') },
  settings: { ...options.settings, 'promptstack.ai.provider': 'openai', 'promptstack.ai.openai.baseUrl': server.openAIUrl, 'workbench.tips.enabled': false },
} as const;

journey('what the README shows of suggestions', asking, async (workbench) => {
  server.models = [{ id: 'model-large', name: 'Model Large', contextTokens: 200_000, maxOutputTokens: 32_000 }];
  server.reply(
    { tool: { suggestions: advised } },
    { tool: { summary: 'Says how many', edits: [{ first: 4, last: 4, text: 'Keep them to the five changes that readers notice most.' }, { first: 6, last: 6, text: '- List all other changes in one line at the end, so that nobody is surprised.' }] } },
  );
  await workbench.showLibrary();
  await workbench.openFile('release.md');
  await expect.poll(() => workbench.page.locator('.codelens-decoration').count(), { timeout: 60_000 }).toBeGreaterThan(0);
  await workbench.runCommand('PromptStack: Get Suggestions');
  await workbench.answerDialog('Allow');
  const items = workbench.webview().locator('.list > li');
  await expect.poll(() => items.count()).toBe(4);
  await items.first().getByRole('button', { name: 'Apply' }).click();
  await workbench.page.locator('.tab.active').filter({ hasText: 'Suggestion: ' }).waitFor({ timeout: 30_000 });
  await expect.poll(() => workbench.page.locator('.codelens-decoration').filter({ hasText: 'Accept' }).count()).toBeGreaterThan(0);
  await keep(workbench, 'suggestions');
  await workbench.webview().getByRole('button', { name: 'Accept', exact: true }).click();
  await expect.poll(() => workbench.editorText()).toContain('five changes');
  await workbench.press('Control+B');
  await workbench.focusEditor();
  await workbench.press('Control+Alt+Enter');
  await expect.poll(() => workbench.quickInput.labels()).toContainEqual(expect.stringMatching(/Clipboard/));
  await keep(workbench, 'send');
  await workbench.quickInput.cancel();
});
