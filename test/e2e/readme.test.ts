import * as fs from 'node:fs';
import { expect } from 'vitest';
import { inRoot } from '../../scripts/paths.mjs';
import { journey } from './support/journey';

/*
 * What the README shows, as it is now. With PROMPTSTACK_README_IMAGES=1 the screenshots become the images of the README.
 */
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
  const keep = async (name: string): Promise<void> => {
    const file = await workbench.screenshot(name);
    if (process.env.PROMPTSTACK_README_IMAGES) fs.cpSync(file, inRoot('docs/images', `${name}.png`));
  };

  await workbench.showLibrary();
  await expect.poll(() => tree.labels()).toContain('workflows');
  await tree.expand('workflows');
  await tree.expand('commands');
  await workbench.openFile('notes.md');
  await workbench.press('Control+End');
  await workbench.runCommand('PromptStack: Insert Prompt');
  await quickInput.type('fix bgu frist');
  await expect.poll(async () => (await quickInput.labels())[0]).toBe('Fix a bug, test first');
  await expect.poll(() => workbench.page.locator('.editor-group-container').last().innerText()).toContain('Expected');
  await keep('search');

  await quickInput.accept();
  await expect.poll(() => workbench.editorText()).toContain('There is a bug: what_happens');
  await workbench.type('the total ignores the discount');
  await workbench.press('Tab');
  await keep('insert');
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
  await keep('problem');
  await workbench.press('Enter');
  await expect.poll(() => workbench.editorText()).toContain('{{text:length}}');
  await workbench.save();
  await workbench.press('Control+J');
  await workbench.focusEditor();
  await workbench.runCommand('PromptStack: Preview Prompt');
  await workbench.webview().getByText('What changed, for the people who use it.').waitFor();
  await expect.poll(() => workbench.webview().locator('body').innerText()).toContain('highlights');
  await keep('preview');
});
