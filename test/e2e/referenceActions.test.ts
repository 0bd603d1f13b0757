import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { journey } from './support/journey';
import type { Workbench } from './support/workbench';

const text = [
  '# Mend the rounding',
  '',
  'Follow [the rules](docs/rounding.md) to the letter.',
  '',
  'Start with @src/invoice.mjs and compare it with [money](src/money.mjs).',
  '',
  'The customer wrote [this letter](../letter.md).',
  '',
].join('\n');

const files = {
  'prompt.md': text,
  'docs/rounding.md': '---\ntitle: How We Round\n---\n\n# Rounding\n\nHalf a cent goes up. <img src=x onerror=alert(1)>\n',
  'src/invoice.mjs': 'export const total = (lines) => lines.reduce((sum, line) => sum + line.price, 0);\n',
  'src/money.mjs': 'export const cents = (amount) => Math.round(amount * 100);\n',
};

/** The rows of lenses that are on screen, from top to bottom. */
async function lenses(workbench: Workbench): Promise<readonly string[]> {
  return workbench.editor.locator('.codelens-decoration').evaluateAll((rows) =>
    rows
      .filter((row) => row.textContent !== '')
      .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map((row) => row.textContent.replaceAll('\u00a0', ' ')),
  );
}

const eventually = <T>(read: () => Promise<T>) => expect.poll(read);

journey('file references: broken and repaired', { files, theme: 'light' }, async (workbench) => {
  const { page } = workbench;
  fs.writeFileSync(path.join(workbench.workspace, '..', 'letter.md'), '# Dear all\n');
  const press = (title: string) => workbench.editor.locator('.codelens-decoration a').getByText(title, { exact: true }).first().click();

  await workbench.openFile('prompt.md');
  await eventually(() => lenses(workbench)).toEqual([
    expect.stringMatching(/^Open \| Preview \| ~\d+ tokens \| Inline contents$/),
    expect.stringMatching(/^Open… \| Preview… \| ~\d+ tokens \| Inline contents…$/),
    'outside of the workspace | Allow reading…',
  ]);
  await workbench.screenshot('1-lenses');
  const hover = await workbench.hoverText(workbench.editor.locator('.view-line').getByText('the rules').first());
  expect(hover).toContain('How We Round');
  expect(hover).toContain('Half a cent goes up. <img src=x onerror=alert(1)>');
  await workbench.screenshot('2-hover');
  await page.keyboard.press('Escape');

  fs.mkdirSync(path.join(workbench.workspace, 'handbook'));
  fs.renameSync(path.join(workbench.workspace, 'docs/rounding.md'), path.join(workbench.workspace, 'handbook/rounding.md'));
  fs.rmSync(path.join(workbench.workspace, 'src/invoice.mjs'));
  await eventually(async () => (await lenses(workbench)).slice(0, 2)).toEqual(['not found | Fix…', expect.stringMatching(/^Fix 1 of 2… \| Open… \| /)]);
  await eventually(() => workbench.editor.locator('.squiggly-warning').count()).toBeGreaterThan(1);
  await workbench.screenshot('3-broken');

  await workbench.select([3, 22]);
  await workbench.quickFix('Change to "handbook/rounding.md"');
  await eventually(() => workbench.editorText()).toContain('Follow [the rules](handbook/rounding.md) to');
  await eventually(async () => (await lenses(workbench))[0]).toMatch(/^Open \|/);

  await press('Fix 1 of 2…');
  await eventually(() => workbench.quickInput.labels().catch(() => [])).toContain('Remove Link, Keep Text');
  await workbench.screenshot('4-fix');
  await workbench.quickInput.choose('Remove Link, Keep Text');
  await eventually(() => workbench.editorText()).toContain('Start with src/invoice.mjs and');

  await press('Allow reading…');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  expect(await dialog.innerText()).toContain(path.resolve(workbench.workspace, '..', 'letter.md'));
  await workbench.screenshot('5-asked');
  await workbench.answerDialog('Allow Reading');
  await eventually(async () => (await lenses(workbench)).at(-1)).toMatch(/^Open \| Preview \| ~\d+ tokens \| Inline contents$/);

  await press('Open');
  await eventually(() => workbench.activeEditor()).toBe('rounding');
  await workbench.openFile('prompt.md');
  await press('Inline contents');
  await eventually(() => workbench.editorText()).toContain('```markdown\n---\ntitle: How We Round');
  await workbench.screenshot('6-inlined');
});
