import { expect } from 'vitest';
import { journey } from './support/journey';

const broken = [
  '---',
  'title: Review a change',
  'description: Finds mistakes in a change.',
  'tags: [review, quality]',
  'globs: **/*.ts',
  '---',
  '',
  '# Review of {{text:change}}',
  '',
  'Look at {{text:change}} with {{txt:focus}} in mind. Leave {{mustache}} alone.',
  '',
  '- {{list:areas_of_concern}}',
  '',
  '```js',
  'run("{{text:command}}");',
  '```',
  '',
].join('\n');

const library = {
  'rules/review.md': broken,
  'rules/untitled.md': 'Be brief.\n',
  'rules/fine.md': '---\ntitle: Fine\ndescription: Nothing is wrong\ntags: [a]\n---\n\nText\n',
};

journey('problems of prompts', { library }, async (workbench) => {
  const { quickInput } = workbench;
  await workbench.showLibrary();
  await expect.poll(() => workbench.tree.labels()).toContain('rules');

  await workbench.runCommand('PromptStack: Validate Library');
  await expect.poll(() => quickInput.labels().catch(() => [])).toContain('rules/untitled.md:1');
  expect(await quickInput.title()).toContain('errors');
  for (const theme of ['light', 'highContrast', 'dark'] as const) {
    await workbench.useTheme(theme);
    await workbench.screenshot(`1-list-${theme}`);
  }
  await quickInput.type('twice');
  await expect.poll(() => quickInput.labels()).toEqual(['rules/review.md:10']);
  await quickInput.accept();
  await expect.poll(() => workbench.activeEditor()).toContain('review');
  await expect.poll(() => workbench.editor.locator('.squiggly-error').count()).toBeGreaterThan(0);
  await workbench.screenshot('2-jumped');

  await workbench.quickFix('Rename to {{text:change_2}}');
  await expect.poll(() => workbench.editorText()).toContain('Look at {{text:change_2}}');
  await workbench.runCommand('PromptStack: Next Placeholder');
  await workbench.screenshot('3-fixed');

  await workbench.press('Control+Shift+V');
  await workbench.webview().locator('.promptstack-card').waitFor();
  for (const theme of ['light', 'highContrast', 'dark'] as const) {
    await workbench.useTheme(theme);
    await workbench.screenshot(`4-preview-${theme}`);
  }
  await workbench.page.setViewportSize({ width: 620, height: 700 });
  await workbench.screenshot('5-preview-narrow');
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
  // In a browser this key belongs to the page while the preview has the focus; on the desktop it leads back as well.
  await workbench.runCommand('PromptStack: Preview Prompt');
  await expect.poll(() => workbench.editorText().catch(() => '')).toContain('change_2');
});
