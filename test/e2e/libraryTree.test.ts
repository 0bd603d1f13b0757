import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { journey } from './support/journey';
import type { Workbench } from './support/workbench';

const prompt = (title: string, body: string, more = 'description: What it is for\ntags: [own]') => `---\ntitle: ${title}\n${more}\n---\n\n${body}\n`;

const library = {
  'reviews/deep-review.md': prompt(
    'Deep Review',
    'Review {{text:module}} for:\n\n{{list:concerns}}\n\n```ts\nconst fence = true;\n```\n',
    'description: "Finds what a quick look misses <b>html</b> [run](command:workbench.action.quit)"\ntags: [own, review]',
  ),
  'reviews/quick-look.md': prompt('Quick Look', 'Look at this.'),
  'reviews/nested/twice.md': prompt('Twice', 'First {{text:same}} then {{text:same}}.'),
  'reviews/bare.md': '---\ntitle: Without Description\n---\n\nBare.\n',
};

async function openLibrary(workbench: Workbench): Promise<void> {
  await workbench.showLibrary();
  await workbench.collapseView('History');
  await expect.poll(() => workbench.tree.labels()).toContain('reviews');
}

journey('library tree: browse and hover', { library }, async (workbench) => {
  await openLibrary(workbench);
  await workbench.tree.expand('workflows');
  await workbench.tree.expand('reviews');
  await workbench.tree.expand('nested');
  await expect.poll(() => workbench.tree.labels()).toEqual(expect.arrayContaining(['Deep Review', 'Quick Look', 'Twice']));
  await workbench.screenshot('tree');
  await workbench.useTheme('light');
  await workbench.screenshot('tree-light');

  const text = await workbench.hoverText(workbench.tree.row('Deep Review').locator('.label-name'));
  expect(text).toContain('<b>html</b>');
  expect(await workbench.page.locator('.monaco-hover:visible a[data-href^="command:"], .monaco-hover:visible b').count()).toBe(0);
  await workbench.screenshot('tooltip-light');
  await workbench.useTheme('dark');
  await workbench.hoverText(workbench.tree.row('Deep Review').locator('.label-name'));
  await workbench.screenshot('tooltip');
  await workbench.hoverText(workbench.tree.row('Twice').locator('.label-name'));
  await workbench.screenshot('tooltip-problem');
  const broken = async () => (await workbench.tree.rows()).find(({ label }) => label === 'Twice');
  await expect.poll(async () => (await broken())?.accessibleName).toContain('1 error');
});

journey('library tree: move by drag, rename, delete and copy by key', { library }, async (workbench) => {
  const { tree, page } = workbench;
  const exists = (file: string) => fs.existsSync(path.join(workbench.library, file));
  await openLibrary(workbench);
  await tree.expand('reviews');
  await tree.expand('rules');

  await workbench.drag(tree.row('Quick Look').locator('.label-name'), tree.row('rules').locator('.label-name'));
  await expect.poll(() => exists('rules/quick-look.md')).toBe(true);
  await expect.poll(() => exists('reviews/quick-look.md')).toBe(false);
  await expect.poll(async () => (await tree.rows()).find(({ label }) => label === 'rules')?.description).toBe('3');
  await workbench.screenshot('moved');

  await tree.select('Quick Look');
  await workbench.press('F2');
  await expect.poll(() => workbench.quickInput.value()).toBe('Quick Look');
  await workbench.screenshot('rename');
  await workbench.quickInput.type('A Glance: quick');
  await workbench.quickInput.accept();
  await expect.poll(() => tree.labels()).toContain('A Glance: quick');
  await expect.poll(() => exists('rules/a-glance-quick.md')).toBe(true);
  const renamed = () => fs.readFileSync(path.join(workbench.library, 'rules/a-glance-quick.md'), 'utf8');
  await expect.poll(renamed).toBe(prompt('"A Glance: quick"', 'Look at this.'));

  // The tree is still taking up the new name, which ends the selection.
  const copied = async () => {
    await tree.select('A Glance: quick');
    await workbench.press('Control+C');
    return workbench.clipboard();
  };
  await expect.poll(copied).toBe('Look at this.');

  await tree.select('Deep Review');
  await tree.select('A Glance: quick');
  await workbench.press('Delete');
  const question = await page.locator('.monaco-dialog-box').innerText();
  await workbench.screenshot('delete');
  expect(question).toContain('2 prompts');
  expect(question).toContain('Deep Review');
  await workbench.answerDialog('Delete');
  await expect.poll(() => exists('reviews/deep-review.md') || exists('rules/a-glance-quick.md')).toBe(false);
  await expect.poll(() => tree.labels()).not.toContain('Deep Review');
  expect(await workbench.notifications()).toEqual([]);
});

journey('library tree: favourites, grouping, menus and changes from outside', { library, theme: 'light' }, async (workbench) => {
  const { tree } = workbench;
  await openLibrary(workbench);
  await tree.expand('reviews');
  await tree.pickFromMenu('Quick Look', 'Add Prompt to Favourites');
  await expect.poll(async () => (await tree.labels()).slice(0, 2)).toEqual(['Favourites', 'Quick Look']);
  const menu = await tree.menuOf('Quick Look');
  expect(menu).toContain('Remove Prompt from Favourites');
  expect(menu).not.toContain('Add Prompt to Favourites');
  await tree.row('Deep Review').locator('.label-name').click({ button: 'right' });
  await workbench.page.locator('.monaco-menu').waitFor();
  await workbench.screenshot('menu');
  await workbench.press('Escape');

  await workbench.runCommand('PromptStack: Group Library by Tag');
  await expect.poll(() => tree.labels()).toContain('own');
  await expect.poll(async () => (await tree.labels()).at(-1)).toBe('No Tags');
  await tree.expand('own');
  await workbench.screenshot('by-tag');
  await workbench.runCommand('PromptStack: Show Library as Flat List');
  await expect.poll(() => tree.labels()).toContain('Without Description');
  await workbench.screenshot('flat');
  await workbench.runCommand('PromptStack: Group Library by Source');
  await expect.poll(() => tree.labels()).toContain('User');
  await workbench.runCommand('PromptStack: Group Library by Category');
  await expect.poll(() => tree.labels()).toContain('reviews');

  await tree.expand('reviews');
  fs.writeFileSync(path.join(workbench.library, 'reviews/outside.md'), prompt('From Outside', 'x'));
  fs.rmSync(path.join(workbench.library, 'reviews/deep-review.md'));
  await expect.poll(() => tree.labels()).toContain('From Outside');
  await expect.poll(() => tree.labels()).not.toContain('Deep Review');

  await tree.pickFromMenu('From Outside', 'Move Prompt to Category…');
  await workbench.quickInput.row('New Category…').waitFor();
  await workbench.screenshot('move');
  await workbench.quickInput.choose('New Category…');
  await workbench.quickInput.type('a/b');
  await expect.poll(() => workbench.quickInput.message()).toContain('cannot contain');
  await workbench.quickInput.type('ideas');
  await workbench.quickInput.accept();
  await expect.poll(() => fs.existsSync(path.join(workbench.library, 'ideas/outside.md'))).toBe(true);
  await expect.poll(() => tree.labels()).toContain('ideas');
});

journey('library tree: drop one, several, a broken one, a file', { library, files: { 'notes.md': 'one\n\n  two\n', 'code.ts': 'a();\n\n\tb();\n', 'mine.md': prompt('Mine', 'Body'), 'data.csv': 'x' } }, async (workbench) => {
  const { tree, page } = workbench;
  await workbench.openFile('notes.md');
  await openLibrary(workbench);
  await tree.expand('reviews');
  const line = workbench.editor.locator('.view-line').filter({ hasText: 'two' });
  await workbench.drag(tree.row('Deep Review').locator('.label-name'), line, { position: { x: 200, y: 8 } });
  await expect.poll(() => workbench.editorText()).toContain('Review module for:');
  await workbench.screenshot('dropped');
  await workbench.type('billing');
  await workbench.press('Tab');
  await workbench.type('speed');
  await expect.poll(() => workbench.editorText()).toContain('one\n\n  twoReview billing for:\n\n  - speed');
  await workbench.screenshot('filled');
  await expect.poll(() => tree.labels()).toContain('Recently Used');
  await workbench.press('Escape', 'Escape');

  await workbench.openFile('code.ts');
  await tree.expand('nested');

  await workbench.drag(tree.row('Twice').locator('.label-name'), workbench.editor.locator('.view-line').first());
  await expect.poll(() => workbench.notifications()).toEqual([expect.stringContaining('"Twice" cannot be inserted')]);
  await workbench.screenshot('refused');
  expect(await workbench.editorText()).toContain('a();');
  await page.keyboard.press('Escape');

  await tree.select('Quick Look');
  await tree.select('Deep Review');
  await workbench.drag(tree.row('Deep Review').locator('.label-name'), workbench.editor.locator('.view-line').nth(1), { position: { x: 1, y: 8 } });
  await expect.poll(() => workbench.editorText()).toContain('Look at this.');
  await workbench.screenshot('several');
  expect(await workbench.editorText()).toContain('a();\nLook at this.\n\nReview module for:\n\n- concerns');
  await workbench.press('Control+Z');
  await expect.poll(() => workbench.editorText()).toBe('a();\n\n    b();\n');

  await workbench.openFile('mine.md');
  await workbench.drag(page.locator('.tab').filter({ hasText: 'mine.md' }), tree.row('reviews').locator('.label-name'));
  await expect.poll(() => tree.labels()).toContain('Mine');
  expect(fs.readFileSync(path.join(workbench.library, 'reviews/mine.md'), 'utf8')).toBe(prompt('Mine', 'Body'));

  await tree.pressInline('reviews', 'Create Prompt');
  await expect.poll(() => workbench.quickInput.title()).toContain('Create');
  await workbench.quickInput.cancel();
});
