import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { journey } from './support/journey';

const notes = 'Summarise the discussion in three points.\nName who decided what.\n';
const library = {
  'rules/style.md': '---\ntitle: Style\ndescription: How to write\ntags: [writing, team]\n---\n\nBe brief.\n',
  'workflows/plan.md': '---\ntitle: Plan\ndescription: Makes a plan\ntags: [planning, team]\n---\n\nPlan {{text:what}}.\n',
};

journey('a prompt from a selection', { library, files: { 'notes.md': notes } }, async (workbench) => {
  const { quickInput } = workbench;
  await workbench.openFile('notes.md');
  await workbench.select([1, 1], [2, 23]);
  await workbench.runCommand('PromptStack: Create Prompt');

  await expect.poll(() => quickInput.title()).toContain('Create Prompt');
  await quickInput.type('Plan');
  await expect.poll(() => quickInput.message()).toContain('already');
  await workbench.screenshot('1-title-exists');
  await quickInput.type('Summary: who "decided"?');
  await quickInput.accept();

  await expect.poll(() => quickInput.message()).toContain('Description');
  await quickInput.type('Three points, and who decided');
  await workbench.screenshot('2-description');
  await quickInput.accept();

  await expect.poll(() => quickInput.labels()).toContain('team');
  await quickInput.type('tea');
  await expect.poll(async () => (await quickInput.items()).filter((item) => item.focused).map((item) => item.label)).toEqual(['team']);
  await quickInput.accept();
  await expect.poll(() => quickInput.value()).toBe('');
  await quickInput.type('meeting');
  await workbench.screenshot('3-new-tag');
  await quickInput.accept();
  await expect.poll(async () => (await quickInput.items())[0]?.description).toBe('team, meeting');
  await workbench.screenshot('4-tags');

  // Back and forth loses nothing.
  await quickInput.pressButton('Back');
  await expect.poll(() => quickInput.value()).toBe('Three points, and who decided');
  await quickInput.accept();
  await expect.poll(async () => (await quickInput.items())[0]?.description).toBe('team, meeting');
  await quickInput.accept();

  await expect.poll(() => quickInput.labels()).toContain('prompt-decorations');
  await workbench.screenshot('5-category');
  await quickInput.type('a/b');
  await expect.poll(async () => (await quickInput.labels()).join()).toContain('cannot contain');
  await workbench.screenshot('6-category-refused');
  await workbench.useTheme('light');
  await workbench.screenshot('6-category-refused-light');
  await quickInput.type('meetings');
  await expect.poll(async () => (await quickInput.labels()).join()).toContain('New Category: meetings');
  await quickInput.accept();

  await expect.poll(async () => (await quickInput.labels()).join()).toContain('Use the Selected Text');
  await workbench.screenshot('7-body');
  await quickInput.accept();

  await expect.poll(() => workbench.activeEditor()).toContain('summary-who-decided');
  await workbench.screenshot('8-created');
  expect(fs.readFileSync(path.join(workbench.library, 'meetings', 'summary-who-decided.md'), 'utf8')).toBe(
    `---\ntitle: "Summary: who \\"decided\\"?"\ndescription: "Three points, and who decided"\ntags: [team, meeting]\n---\n\n${notes}`,
  );
  await workbench.showLibrary();
  await expect.poll(() => workbench.tree.labels()).toContain('meetings');
});
