import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { journey } from './support/journey';
import type { Workbench } from './support/workbench';

const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read);

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const composition = (digit: number, created: Date, body: string, more = '') => `---\nuuid: ${uuid(digit)}\ncreated: ${created.toISOString()}\n${more}---\n\n${body}\n`;
const daysAgo = (days: number, hour: number) => {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days, hour, 30);
};
const hostile = '[x](command:a) <b>y</b>';

const library = {
  '.history/2026-01-05_14-30-00.md': composition(1, new Date(2026, 0, 5, 14, 30), 'Check all the\n\nrounding', 'tags: [review]\nworkspace: /work/shop\n'),
  '.history/2026-01-05_09-00-00.md': composition(2, new Date(2026, 0, 5, 9), hostile, 'workspace: /work/shop\n'),
  '.history/yesterday.md': composition(3, daysAgo(1, 10), 'Check all the\n\nrounding again', 'source: file:///work/notes.md\n'),
};
const excerpts = {
  rounding: 'Check all the rounding',
  again: 'Check all the rounding again',
};

/** Writes a new composition. @returns its file, once it was saved by itself */
async function write(workbench: Workbench, text: string): Promise<string> {
  const folder = path.join(workbench.library, '.history');
  const fileOfText = () => fs.readdirSync(folder).find((name) => name.endsWith('.md') && fs.readFileSync(path.join(folder, name), 'utf8').includes(text));
  const before = await workbench.activeEditor();
  await workbench.runCommand('PromptStack: New Composition');
  await eventually(() => workbench.activeEditor()).toMatch(/^\d{4}-\d\d-\d\d_/);
  await eventually(() => workbench.activeEditor()).not.toBe(before);
  await workbench.focusEditor();
  await workbench.type(text);
  await eventually(fileOfText).toBeDefined();
  return path.join(folder, fileOfText() ?? '');
}

async function rowOf(workbench: Workbench, label: string) {
  return (await workbench.tree.rows()).find((row) => row.label === label);
}

journey('history tree: look, compare, tag, filter, delete, restore', { library, files: { 'notes.md': 'What I have now.\n' } }, async (workbench) => {
  const { tree, page, quickInput } = workbench;
  const history = path.join(workbench.library, '.history');
  const first = await write(workbench, 'My first composition');
  await write(workbench, 'Another one of today');
  await workbench.showLibrary();
  await eventually(() => tree.labels()).toEqual(expect.arrayContaining(['Today', 'Another one of today', 'My first composition', 'Yesterday', 'Jan 5, 2026']));
  const ofToday = ['Another one of today', 'My first composition'];
  await eventually(async () => (await tree.labels()).filter((label) => ofToday.includes(label))).toEqual(ofToday);
  await eventually(async () => (await rowOf(workbench, 'Jan 5, 2026'))?.description).toBe('2');
  await tree.expand('Jan 5, 2026');
  await tree.expand('Yesterday');
  await eventually(() => tree.labels()).toContain(hostile);
  await eventually(async () => (await rowOf(workbench, excerpts.rounding))?.description).toMatch(/^2:30 PM · shop · \d lines · 2\d chars$/);
  await workbench.screenshot('tree-dark');
  const tooltip = await workbench.hoverText(tree.row(hostile).locator('.label-name'));
  expect(tooltip).toContain(hostile);
  expect(tooltip).toContain('Jan 5, 2026 9:00 AM');
  expect(await page.locator('.monaco-hover:visible a[data-href^="command:"], .monaco-hover:visible b').count()).toBe(0);
  await workbench.screenshot('tooltip');
  await workbench.useTheme('light');
  await workbench.screenshot('tree-light');
  await page.setViewportSize({ width: 620, height: 700 });
  await workbench.screenshot('tree-narrow');
  await page.setViewportSize({ width: 1280, height: 800 });

  await tree.select(excerpts.rounding);
  await tree.select(excerpts.again);
  await tree.pickFromMenu(excerpts.again, 'Compare Compositions…');
  await eventually(() => workbench.activeEditor()).toMatch(/^Jan 5, 2026 2:30 PM ↔ .*10:30 AM$/);
  await eventually(() => page.locator('.monaco-diff-editor .char-insert').count()).toBeGreaterThan(0);
  await workbench.screenshot('compare');

  await tree.pickFromMenu('My first composition', 'Tag Composition…');
  await quickInput.type('idea');
  await eventually(() => quickInput.labels()).toContain('idea');
  await quickInput.choose('idea');
  await quickInput.type('');
  await quickInput.choose('review');
  await workbench.screenshot('tag');
  await quickInput.accept();
  await eventually(() => fs.readFileSync(first, 'utf8')).toContain('tags: [review, idea]');

  await workbench.runCommand('PromptStack: Filter History…');
  await quickInput.choose('Tags…');
  await quickInput.choose('review');
  await quickInput.accept();
  await eventually(() => quickInput.labels()).toContain('Show 2 compositions');
  await workbench.screenshot('filter');
  await quickInput.choose('Folder…');
  await quickInput.choose('shop');
  await quickInput.choose('Show 1 composition');
  await eventually(() => tree.labels()).not.toContain('Today');
  await eventually(() => page.locator('.part.sidebar .pane-header').filter({ hasText: 'History' }).innerText()).toContain('tag: review · in shop');
  await workbench.screenshot('filtered');
  await workbench.runCommand('PromptStack: Clear History Filter');
  await eventually(() => tree.labels()).toContain('My first composition');

  await tree.click('My first composition');
  await eventually(() => workbench.webview().locator('body').innerText()).toContain('My first composition');
  await workbench.press('Delete');
  await page.locator('.monaco-dialog-box').waitFor();
  const question = await page.locator('.monaco-dialog-box').innerText();
  expect(question).toContain('My first composition');
  expect(question).not.toContain(excerpts.again);
  await workbench.screenshot('delete');
  await workbench.answerDialog('Delete');
  await eventually(() => fs.existsSync(first)).toBe(false);
  await eventually(() => tree.labels()).not.toContain('My first composition');

  const lost = path.join(history, '2026-01-05_14-30-00.md');
  fs.rmSync(lost);
  await eventually(async () => (await rowOf(workbench, excerpts.rounding))?.accessibleName).toContain('its file is missing');
  await tree.click(excerpts.rounding);
  await eventually(() => workbench.webview().locator('body').innerText()).toContain('rounding');
  await workbench.screenshot('missing');
  await tree.pickFromMenu(excerpts.rounding, 'Restore Composition');
  await eventually(() => fs.existsSync(lost) && fs.readFileSync(lost, 'utf8')).toBe(library['.history/2026-01-05_14-30-00.md']);
  await eventually(async () => (await rowOf(workbench, excerpts.rounding))?.accessibleName).not.toContain('its file is missing');

  const source = pathToFileURL(path.join(workbench.workspace, 'notes.md')).href;
  fs.writeFileSync(path.join(history, 'recorded.md'), composition(4, new Date(), 'What I had before.', `source: ${source}\n`));
  await tree.pickFromMenu('What I had before.', 'Restore Composition');
  await page.locator('.monaco-dialog-box').waitFor();
  await workbench.answerDialog('Replace');
  await eventually(() => workbench.activeEditor()).toContain('notes');
  await eventually(() => workbench.editorText()).toContain('What I had before.');
  await workbench.focusEditor();
  await workbench.press('Control+Z');
  await eventually(() => workbench.editorText()).toContain('What I have now.');

  await workbench.drag(tree.row('Another one of today').locator('.label-name'), workbench.editor.locator('.view-line').first());
  await eventually(() => workbench.editorText()).toContain('Another one of today');
});
