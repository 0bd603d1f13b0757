import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { journey } from './support/journey';
import type { Workbench } from './support/workbench';

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

const historyFolder = (workbench: Workbench): string => path.join(workbench.library, '.history');
const historyFiles = (workbench: Workbench): string[] => fs.readdirSync(historyFolder(workbench)).filter((name) => name.endsWith('.md'));
const historyTexts = (workbench: Workbench): string[] => historyFiles(workbench).map((name) => fs.readFileSync(path.join(historyFolder(workbench), name), 'utf8'));
const rowOf = async (workbench: Workbench, text: string) => (await workbench.quickInput.items()).find(({ label, detail }) => `${label} ${detail}`.includes(text));
const labels = async (workbench: Workbench) => (await workbench.quickInput.labels()).join('\n');

/** Compositions of long ago, as files that were there before: two of each month of 2024. */
const old = Object.fromEntries(
  Array.from({ length: 12 }, (_, month) => [String(month + 1).padStart(2, '0'), month + 1] as const).flatMap(([digits, month]) =>
    [10, 20].map((day) => {
      const uuid = `00000000-0000-4000-8000-0000${digits}${day}0000`;
      const frontmatter = `---\nuuid: ${uuid}\ncreated: 2024-${digits}-${day}T12:00:00.000Z\ntags:\n  - ${month % 2 ? 'review' : 'plan'}\n---\n`;
      return [`.history/2024-${digits}-${day}_12-00-00.md`, `${frontmatter}Report of month ${month}, day ${day}: what was done and what is left to do.\n`];
    }),
  ),
);

/** Writes a composition as a person does, and waits until it is kept. */
async function compose(workbench: Workbench, text: string): Promise<void> {
  const before = historyFiles(workbench);
  const added = (): string[] => historyFiles(workbench).filter((name) => !before.includes(name));
  await workbench.runCommand('PromptStack: New Composition');
  await eventually(() => added().length).toBe(1);
  await eventually(() => workbench.activeEditor()).toBe(path.basename(added()[0] ?? '', '.md'));
  await workbench.focusEditor();
  await workbench.press('Control+End');
  await workbench.page.keyboard.insertText(text);
  await eventually(() => historyTexts(workbench).some((content) => content.includes(text))).toBe(true);
}

async function search(workbench: Workbench, typed: string): Promise<void> {
  await workbench.runCommand('PromptStack: Search History');
  await eventually(() => workbench.quickInput.title()).toContain('Search History');
  await workbench.quickInput.type(typed);
}

journey('search history', { files: { 'notes.md': '' }, library: old }, async (workbench) => {
  const longAgo = new Date('2025-01-05T12:00:00Z');
  for (const name of historyFiles(workbench)) fs.utimesSync(path.join(historyFolder(workbench), name), longAgo, longAgo);
  const recipe = 'Write a menu for six people.\n\nThe dessert is a crème brûlée with lemon, and nobody eats nuts. Say what can be prepared on the day before.';
  await compose(workbench, recipe);
  await compose(workbench, 'Explain to a new colleague how our migration of the database went, and what we would do otherwise.');
  await workbench.runCommand('View: Close All Editors');

  await search(workbench, '');
  await eventually(() => labels(workbench)).toContain('Explain to a new colleague');
  await workbench.screenshot('newest');
  await workbench.quickInput.type('lemon creme brulee');
  await eventually(async () => (await rowOf(workbench, 'crème brûlée'))?.detail).toContain('«crème brûlée»');
  await eventually(() => workbench.page.locator('.editor-instance').last().innerText()).toContain('crème');
  await workbench.screenshot('found');
  await workbench.quickInput.type('migration');
  await eventually(() => labels(workbench)).toContain('Explain to a new colleague');
  await workbench.screenshot('highlighted');
  await workbench.quickInput.type('tag:review after:2024-06 report');
  await eventually(async () => (await workbench.quickInput.labels()).filter((label) => label.startsWith('Report of month')).length).toBe(6);
  await workbench.screenshot('filtered');
  await workbench.quickInput.type('lemon xylophone');
  await eventually(() => labels(workbench)).toContain('No composition has all of these words');
  await workbench.screenshot('nothing');
  await workbench.quickInput.accept();
  await eventually(() => workbench.quickInput.value()).toBe('lemon OR xylophone');
  await eventually(async () => (await rowOf(workbench, 'Write a menu'))?.label).toContain('Write a menu');
  await workbench.quickInput.choose('Write a menu');
  await eventually(() => historyFiles(workbench).length).toBe(27);
  await eventually(() => workbench.editorText()).toContain('nobody eats nuts');
  await workbench.runCommand('View: Close All Editors');

  await workbench.runCommand('PromptStack: Clean Up History');
  await eventually(() => labels(workbench)).toContain('Not changed for 90 days');
  await workbench.screenshot('clean-up-choices');
  await workbench.quickInput.choose('Not changed for 90 days');
  await eventually(() => labels(workbench)).toContain('Report of month 1, day 10');
  await workbench.screenshot('clean-up-list');
  await workbench.quickInput.choose('Report of month 1, day 10');
  await eventually(() => workbench.quickInput.title()).toContain('23 compositions');
  await workbench.quickInput.accept();
  await workbench.page.locator('.monaco-dialog-box').waitFor();
  await workbench.screenshot('clean-up-question');
  await workbench.answerDialog('Delete');
  await eventually(async () => (await workbench.notifications()).join()).toMatch(/Deleted 23 compositions, freed \d/);
  await workbench.screenshot('cleaned-up');
  expect(historyFiles(workbench).sort()[0]).toBe('2024-01-10_12-00-00.md');
  expect(historyFiles(workbench)).toHaveLength(4);

  const lost = path.join(historyFolder(workbench), '2024-01-10_12-00-00.md');
  const text = fs.readFileSync(lost, 'utf8');
  fs.rmSync(lost);
  await eventually(async () => (await workbench.notifications()).join()).toContain('is gone');
  await workbench.screenshot('missing');
  await workbench.answer('is gone', 'Restore');
  await eventually(() => fs.existsSync(lost) && fs.readFileSync(lost, 'utf8')).toBe(text);

  const database = await kept(workbench);
  await workbench.page.goto('about:blank');
  await eventually(() => endWriter(database)).toBe(true);
  fs.writeFileSync(database, 'This is no database. '.repeat(1000));
  await workbench.reload();
  await workbench.useTheme('light');
  await search(workbench, 'lemon creme brulee');
  await eventually(async () => (await rowOf(workbench, 'crème brûlée'))?.detail).toContain('«crème brûlée»');
  await eventually(async () => (await workbench.notifications()).join()).toContain('was damaged');
  await workbench.screenshot('repaired');
  await workbench.quickInput.cancel();
  expect(fs.readdirSync(path.dirname(database)).some((name) => name.startsWith('history.db.backup-'))).toBe(true);
  await workbench.answer('was damaged', 'Check');
  await eventually(async () => (await workbench.notifications()).join()).toContain('is sound');
});

/** Waits until the database of the window is on disk. @returns its path */
async function kept(workbench: Workbench): Promise<string> {
  const storage = path.join(path.dirname(workbench.home), 'user-data', 'User', 'workspaceStorage');
  const files = (): string[] =>
    fs.readdirSync(storage).map((workspace) => path.join(storage, workspace, 'promptstack.promptstack', 'history.db')).filter((file) => fs.existsSync(file));
  await eventually(() => files().length).toBe(1);
  return files()[0] ?? '';
}

/** Ends the extension host that has the database open, which would write it once more at its end. @returns whether it is gone */
function endWriter(database: string): boolean {
  try {
    const { pid } = JSON.parse(fs.readFileSync(`${database}.lock`, 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    return false;
  } catch {
    return true;
  }
}
