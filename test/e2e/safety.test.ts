import { afterAll, expect } from 'vitest';
import { startAIServer } from '../support/aiServer/aiServer';
import { journey } from './support/journey';
import type { Workbench } from './support/workbench';

const hostileTitle = '<img src=x onerror=alert(1)> [run](command:workbench.action.terminal.new) ![i](file:///etc/passwd)';
const hostile = `---
title: '${hostileTitle}'
description: "**bold** <b>bold</b> [run](command:workbench.action.terminal.new) \`\`\` $(rocket)"
tags: ['<i>t</i>', '[x](command:y)']
---

\`\`\`\`\`
[run](command:workbench.action.terminal.new) <script>alert(1)</script> <h1>big</h1>
`;

/** What an author wrote is shown as text, never run. */
async function lookAtHostile(workbench: Workbench): Promise<void> {
  await workbench.runCommand('PromptStack: Group Library by Category');
  await workbench.tree.expand('zz');
  const row = workbench.page.locator('.part.sidebar .monaco-list-row').filter({ hasText: '<img src=x' });
  await workbench.hoverText(row);
  const hover = workbench.page.locator('.monaco-hover:visible').last();
  await expect.poll(() => hover.innerText()).toContain('<script>alert(1)</script>');
  expect(await hover.innerText()).toContain(hostileTitle);
  expect(await hover.locator('img, script, h1, b, i, a[href], [data-href]').count()).toBe(0);
  await workbench.screenshot('tooltip');

  await row.click();
  const preview = workbench.webview();
  await preview.locator('body').getByText('hostile').or(preview.locator('.promptstack-card')).first().waitFor();
  await expect.poll(() => preview.locator('body').innerText()).toContain('[run](command:workbench.action.terminal.new)');
  expect(await preview.locator('img, a[href^="command:"]').count()).toBe(0);
  await workbench.screenshot('preview');
}

const inWorkspace = {
  '.promptstack/prompts/team/release.md': '---\ntitle: Release notes of the team\ndescription: From the workspace\ntags: [team]\n---\n\nWrite release notes for {{text:version}}.\n',
  'elsewhere/other.md': '---\ntitle: Named by workspace settings\n---\n\nOther\n',
  '.vscode/settings.json': '{ "promptstack.library.folders": ["elsewhere"] }',
  'notes.md': '',
};

const server = await startAIServer({ keyless: true });
afterAll(() => server.close());
/** Of the user, who would be asked nothing more in a workspace of their own. */
const settings = { 'promptstack.ai.provider': 'openai', 'promptstack.ai.openai.baseUrl': server.openAIUrl };

for (const trust of [true, false]) {
  journey(`a ${trust ? 'trusted' : 'restricted'} workspace`, { trust, settings, files: inWorkspace, library: { 'zz/hostile.md': hostile } }, async (workbench) => {
    await workbench.showLibrary();
    await workbench.runCommand('PromptStack: Show Library as Flat List');
    await expect.poll(() => workbench.tree.labels()).toContain('Release notes of the team');
    if (trust) await expect.poll(() => workbench.tree.labels()).toContain('Named by workspace settings');
    else expect(await workbench.tree.labels()).not.toContain('Named by workspace settings');
    await workbench.openFile('notes.md');
    await workbench.runCommand('PromptStack: Insert Prompt');
    await workbench.quickInput.type('release notes');
    await workbench.quickInput.accept();
    await expect.poll(() => workbench.editorText()).toBe('Write release notes for version.');
    await workbench.screenshot('inserted');
    await workbench.press('Escape', 'Escape');
    if (trust) return lookAtHostile(workbench);
    await workbench.runCommand('PromptStack: Get Suggestions');
    await workbench.webview().getByText('Nothing is sent from a workspace that you do not trust.').waitFor({ timeout: 30_000 });
    await workbench.screenshot('nothing-is-sent');
    expect(server.requests).toEqual([]);
  });
}
