import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { journey } from './support/journey';
import type { WorkbenchOptions } from './support/workbench';

const options: WorkbenchOptions = {
  files: {
    'prompts/review.md': '# Review\n\nRead [the rules](../docs/rules.md#style) first, then @docs/rules.md again.\n',
    'prompts/plan.md': 'See [[rules]] and [[../docs/rules|those]].\n',
    'docs/rules.md': '# Rules\n\nBack to [the review](../prompts/review.md).\n',
    'docs/other.md': 'Nothing refers to this.\n',
  },
};
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

journey('file references: renamed through the preview', options, async (workbench) => {
  const { page } = workbench;
  const onDisk = (name: string): string => fs.readFileSync(path.join(workbench.workspace, name), 'utf8');
  const rename = async (from: string, to: string): Promise<void> => {
    await workbench.tree.row(from).click();
    await page.keyboard.press('F2');
    const input = page.locator('.explorer-item-edited input');
    await input.fill(to);
    await input.press('Enter');
  };
  await workbench.openFile('prompts/review.md');
  await workbench.tree.expand('docs');
  await workbench.tree.row('rules.md').waitFor();
  await workbench.screenshot('before');

  await rename('rules.md', 'style guide.md');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  await workbench.screenshot('question');
  await workbench.answerDialog('Show Preview');
  const panel = page.locator('.refactor-preview, .bulk-edit-panel').first();
  await panel.waitFor();
  await eventually(() => panel.innerText()).toContain('plan.md');
  await eventually(() => panel.innerText()).toContain('review.md');
  await workbench.screenshot('preview');
  await page.getByRole('button', { name: 'Apply', exact: true }).click();

  await eventually(() => onDisk('prompts/review.md')).toBe('# Review\n\nRead [the rules](../docs/style%20guide.md#style) first, then @docs/style%20guide.md again.\n');
  await eventually(() => onDisk('prompts/plan.md')).toBe('See [[style guide]] and [[../docs/style guide|those]].\n');
  await eventually(() => fs.existsSync(path.join(workbench.workspace, 'docs/style guide.md'))).toBe(true);
  // Nothing stays behind as a changed editor.
  await eventually(() => page.locator('.tab.dirty').count()).toBe(0);
  await workbench.screenshot('applied');

  // Nobody is asked where nothing changes.
  await rename('other.md', 'another.md');
  await workbench.tree.row('another.md').waitFor();
  expect(await dialog.count()).toBe(0);
});
