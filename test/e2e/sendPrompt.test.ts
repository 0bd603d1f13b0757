import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, expect } from 'vitest';
import { startAIServer } from '../support/aiServer/aiServer';
import { journey } from './support/journey';
import { StatusItem } from './support/statusItem';
import type { Workbench } from './support/workbench';

const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read);

/** Gives access to nothing. */
const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
const body = `Review the change with the rules in [our notes](notes.md).\n\nThe deployment uses ${secret} as its token.\n\nSee [what is gone](gone.md).`;
const notes = '# Rules\n\n- Small steps\n- Tests first\n';
const payload = (token: string): string => `${body.replace(secret, token)}\n\nFile \`notes.md\`:\n\n\`\`\`markdown\n${notes}\`\`\``;

const server = await startAIServer({ keyless: true });
afterAll(() => server.close());

const rows = async (workbench: Workbench) => (await workbench.quickInput.items()).map(({ label, description }) => `${label} ${description}`.trim());
const lenses = async (workbench: Workbench) => (await workbench.page.locator('.codelens-decoration').allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '));

/** What the journal holds of what was sent, the earliest first. */
function ledger(workbench: Workbench): readonly Readonly<Record<string, unknown>>[] {
  const folder = path.join(workbench.home, '..', 'user-data', 'User', 'globalStorage', 'promptstack.promptstack', 'events');
  const lines = fs.readdirSync(folder).flatMap((name) => fs.readFileSync(path.join(folder, name), 'utf8').split('\n'));
  return lines.filter((line) => line.includes('"compositionSent"')).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

journey(
  'send: what goes out, where to, and an answer beside',
  {
    files: { 'review.md': `---\ntitle: Review\n---\n\n${body}\n`, 'notes.md': notes },
    settings: { 'promptstack.ai.provider': 'openai', 'promptstack.ai.openai.baseUrl': server.openAIUrl, 'editor.wordWrap': 'off' },
  },
  async (workbench) => {
    const { quickInput, page } = workbench;
    await workbench.openFile('review.md');
    await page.locator('.editor-actions a[aria-label^="Send"]').click();
    await eventually(() => rows(workbench)).toContainEqual(expect.stringMatching(/^Mask Secrets GitHub token: you are asked before$/));
    expect(await quickInput.title()).toBe('Send "review.md"');
    await workbench.screenshot('targets-dark');
    for (const row of [/^Clipboard /, /^Run to the Side the answer arrives/, /^Text ~\d+ tokens$/, /^notes\.md ~\d+ tokens$/, /^gone\.md stays a reference: not found$/]) {
      await eventually(() => rows(workbench)).toContainEqual(expect.stringMatching(row));
    }

    await quickInput.choose('Preview What Is Sent');
    await quickInput.gone();
    await eventually(() => workbench.editorText()).toBe(payload(secret));
    await eventually(async () => (await lenses(workbench)).join('\n')).toMatch(/notes\.md: ~\d+ tokens/);
    await workbench.screenshot('preview-dark');
    await page.locator('.codelens-decoration a').filter({ hasText: 'Send…' }).first().click();
    await quickInput.choose('Clipboard');
    await eventually(() => quickInput.title()).toBe('1 secret is in what goes to the clipboard');
    await workbench.screenshot('secrets-dark');
    expect(await quickInput.widget.innerText()).not.toContain(secret);
    await quickInput.choose('Mask');
    await eventually(() => workbench.clipboard()).toBe(payload('[MASKED_SECRET_1]'));

    await workbench.runCommand('View: Close Editor');
    await eventually(() => workbench.activeEditor()).toMatch(/^review(?:\.md)?$/);
    await workbench.useTheme('light');
    await workbench.focusEditor();
    server.always({ text: ['## Findings\n\n', ...Array.from({ length: 3000 }, (_, index) => `${index + 1}. Something to look at 🙂\n`)], delayMs: 40 });
    await page.keyboard.press('Control+Alt+Enter');
    await eventually(() => rows(workbench)).toContainEqual(expect.stringMatching(/^Mask Secrets/));
    await workbench.screenshot('targets-light');
    await quickInput.choose('Mask Secrets');
    await eventually(() => rows(workbench)).toContainEqual(expect.stringMatching(/^Secrets Are Masked/));
    await quickInput.choose('Run to the Side');
    await page.locator('.monaco-dialog-box').waitFor();
    await workbench.answerDialog('Allow');
    const progress = new StatusItem(page, 'promptstack.run');
    await eventually(() => progress.text()).toMatch(/is writing…/);
    const answer = page.locator('.editor-group-container').nth(1);
    await eventually(() => answer.innerText()).toContain('Something');
    await workbench.focusEditor();
    await workbench.press('Control+End');
    await workbench.type('And be kind.');
    await eventually(() => workbench.editorText()).toContain('And be kind.');
    await workbench.screenshot('running-light');
    await progress.click();
    await eventually(() => server.questions.at(-1)?.closedByClient).toBe(true);
    await eventually(() => progress.text()).toBeUndefined();
    await eventually(() => lenses(workbench)).toContainEqual(expect.stringMatching(/stopped/));
    await workbench.screenshot('stopped-light');
    expect(JSON.stringify(server.questions.map(({ body }) => body))).not.toContain(secret);
    const file = { inlined: true, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, uri: expect.stringMatching(/notes\.md$/) as unknown };
    await eventually(() => ledger(workbench)).toMatchObject([
      { target: 'clipboard', masked: 1, files: [file] },
      { target: 'run', provider: 'openai', model: 'model-large', masked: 1, files: [file] },
    ]);
    expect(JSON.stringify(ledger(workbench))).not.toContain('Small steps');
    await workbench.useTheme('dark');
    await workbench.screenshot('stopped-dark');
  },
);
