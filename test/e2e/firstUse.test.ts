import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { journey } from './support/journey';

const files = { 'notes.md': '# Notes\n\n', 'standup.md': 'Summarise the discussion in three points.\nName who decided what.\n' };

/** What somebody does in the first ten minutes. */
journey('first use', { files }, async (workbench) => {
  const { tree, quickInput } = workbench;

  await workbench.showLibrary();
  await expect.poll(() => tree.labels()).toContain('workflows');
  await tree.expand('workflows');
  await tree.expand('rules');
  await expect.poll(() => tree.labels()).toContain('Fix a bug, test first');
  await workbench.hoverText(tree.row('Review a change'));
  await expect.poll(() => workbench.page.locator('.monaco-hover:visible').first().innerText()).toMatch(/areas_of_concern/);
  await workbench.screenshot('1-browse');
  await workbench.useTheme('light');
  await workbench.screenshot('1-browse-light');

  await workbench.openFile('notes.md');
  await workbench.press('Control+End');
  await workbench.runCommand('PromptStack: Insert Prompt');
  await quickInput.type('fix bgu frist');
  await expect.poll(async () => (await quickInput.labels())[0]).toBe('Fix a bug, test first');
  await workbench.screenshot('2-search-with-typos');
  await quickInput.accept();
  await expect.poll(() => workbench.editorText()).toContain('There is a bug: what_happens');
  await workbench.screenshot('3-inserted');
  await workbench.type('the list is empty');
  await workbench.press('Tab');
  await workbench.type('all entries');
  await workbench.press('Tab');
  await workbench.type('open the page');
  await expect.poll(() => workbench.editorText()).toContain('There is a bug: the list is empty');
  expect(await workbench.editorText()).toContain('Expected instead: all entries');
  expect(await workbench.editorText()).toContain('- open the page');
  await workbench.screenshot('4-filled-light');
  await workbench.useTheme('dark');
  await workbench.screenshot('4-filled');
  await workbench.press('Escape', 'Escape');

  // Undone at once, an insertion leaves the document as it was.
  await workbench.openFile('standup.md');
  await workbench.press('Control+End');
  const before = await workbench.editorText();
  await workbench.runCommand('PromptStack: Insert Prompt');
  await quickInput.type('answer format');
  await quickInput.accept();
  await expect.poll(() => workbench.editorText()).toContain('Answer for reader');
  await workbench.press('Escape', 'Control+Z');
  await expect.poll(() => workbench.editorText()).toBe(before);
  await workbench.screenshot('5-undone');

  // A prompt made from a selection.
  await workbench.select([1, 1], [2, 23]);
  await workbench.runCommand('PromptStack: Save Selection as Prompt');
  await quickInput.type('Summary of a discussion');
  await workbench.screenshot('6-create-title');
  await quickInput.accept();
  await expect.poll(() => quickInput.message()).toContain('Description');
  await quickInput.type('Three points and who decided');
  await quickInput.accept();
  await expect.poll(() => quickInput.value()).toBe('');
  await workbench.screenshot('7-create-tags');
  await quickInput.cancel();

  // An empty library says what to do.
  await workbench.showLibrary();
  for (const folder of fs.readdirSync(workbench.library).filter((name) => !name.startsWith('.'))) fs.rmSync(path.join(workbench.library, folder), { recursive: true });
  await expect.poll(() => tree.welcome().catch(() => '')).toContain('There are no prompts');
  await workbench.screenshot('8-empty');
});
