import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { writeFiles } from './support/files';
import { journey } from './support/journey';
import type { Theme } from './support/settings';
import type { Workbench } from './support/workbench';

const eventually = <T>(read: () => Promise<T>) => expect.poll(read);

const DAY = 24 * 3600 * 1000;
const prompt = (title: string): string => `---\ntitle: ${title}\ndescription: For a test\n---\n\nBody of ${title}\n`;
const hostile = '<img src=x onerror="alert(1)">';

interface Written {
  readonly at: number;
  readonly directory?: string;
  readonly prompts?: readonly string[];
  readonly tags?: readonly string[];
  readonly words?: number;
}

function compositionFile(number: number, { at, directory, prompts = [], tags = [], words = 40 }: Written): Record<string, string> {
  const created = new Date(at).toISOString();
  const lines = [
    `uuid: 00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    `created: ${created}`,
    ...(directory ? [`workspace: ${directory}`] : []),
    ...(prompts.length > 0 ? ['prompts:', ...prompts.map((uri) => `  - ${uri}`)] : []),
    ...(tags.length > 0 ? ['tags:', ...tags.map((tag) => `  - ${JSON.stringify(tag)}`)] : []),
  ];
  const name = `${created.slice(0, 10)}_${created.slice(11, 19).replaceAll(':', '-')}-${number}.md`;
  return { [`.history/${name}`]: `---\n${lines.join('\n')}\n---\n\n${'Some words of mine. '.repeat(words / 4)}\n` };
}

/** 400 compositions of fourteen months, with weeks in which nobody wrote anything. */
function fourteenMonths(workbench: Workbench): Record<string, string> {
  const uri = (name: string): string => pathToFileURL(path.join(workbench.library, name)).href;
  const folders = ['/work/web-app', '/work/api-server', '/work/a-project-with-quite-a-long-name'];
  const files: Record<string, string> = {};
  const now = Date.now();
  for (let number = 0, day = 0; number < 400; day = (day + 1) % 425) {
    const isAway = (day > 40 && day < 62) || (day > 200 && day < 215) || day % 7 === 2;
    for (let times = 0; times < (isAway ? 0 : 1 + (day % 11 === 3 ? 2 : 0)) && number < 400; times++, number++) {
      const prompts = [...(number % 2 === 0 ? [uri('review.md')] : []), ...(number % 5 === 0 ? [uri('commit.md')] : []), ...(number % 9 === 0 ? [uri('gone.md')] : [])];
      const tags = [...(number % 3 === 0 ? ['review'] : []), ...(number % 8 === 0 ? ['bug fix'] : []), ...(number === 17 ? [hostile] : [])];
      Object.assign(files, compositionFile(number, { at: now - day * DAY - times * 60_000, directory: folders[number % 4], prompts, tags, words: 40 + ((day * 13) % 300) }));
    }
  }
  return files;
}

const page = (workbench: Workbench) => workbench.webview();
const total = (workbench: Workbench, name: string) => page(workbench).locator('.totals div').filter({ hasText: name }).locator('dd').innerText();
const bars = (workbench: Workbench) => page(workbench).locator('.chart').first().locator('.bar').count();
const rows = (workbench: Workbench, title: string) =>
  page(workbench)
    .locator('.ranking')
    .filter({ hasText: title })
    .locator('li')
    .evaluateAll((items) => items.map((item) => [...item.children].map((child) => child.textContent).join(' ').trim()));

/** @param kind what the page is told of the theme */
async function useTheme(workbench: Workbench, theme: Theme, kind: string): Promise<void> {
  await workbench.useTheme(theme);
  await eventually(() => page(workbench).locator('body').getAttribute('data-vscode-theme-kind')).toBe(kind);
}

/** In a browser the editor writes what pages keep every five seconds, and no more when the window goes. */
async function reloadAsItWas(workbench: Workbench): Promise<void> {
  const chosen = ['12 Months', 'This Workspace'].map((name) => page(workbench).getByRole('radio', { name }));
  let isKept = false;
  for (let attempt = 1; attempt <= 4 && !isKept; attempt++) {
    for (const radio of chosen) await radio.check();
    await eventually(() => total(workbench, 'Compositions')).toBe('1');
    await workbench.page.waitForTimeout(7000 * attempt);
    await workbench.reload();
    await page(workbench).locator('.totals dd').first().waitFor({ timeout: 60_000 });
    isKept = (await Promise.all(chosen.map((radio) => radio.isChecked()))).every(Boolean);
  }
  expect(isKept).toBe(true);
  await eventually(() => total(workbench, 'Compositions')).toBe('1');
  await eventually(() => bars(workbench)).toBe(12);
}

const themes = [['light', 'light'], ['high-contrast', 'highContrast'], ['high-contrast-light', 'highContrastLight']] as const;
const library = { 'review.md': prompt('Code Review'), 'commit.md': prompt('Commit Message') };

journey('history statistics', { files: { 'notes.txt': '' }, library, viewport: { width: 1400, height: 900 } }, async (workbench) => {
  await workbench.runCommand('PromptStack: History Statistics');
  await page(workbench).getByRole('heading', { name: 'No compositions yet' }).waitFor();
  await workbench.screenshot('empty');

  writeFiles(workbench.library, fourteenMonths(workbench));
  await eventually(() => total(workbench, 'Compositions')).toBe('400');
  await eventually(() => bars(workbench)).toBe(30);
  expect(await rows(workbench, 'Most Used Prompts')).toEqual(['Code Review 200', 'Commit Message 80', 'gone.md 45']);
  expect(await rows(workbench, 'Tags')).toEqual(['review 134', 'bug fix 50', `${hostile} 1`]);
  expect(await rows(workbench, 'Folders')).toEqual(['a-project-with-quite-a-long-name 100', 'api-server 100', 'web-app 100']);
  await workbench.screenshot('dark');

  // By keyboard: another period, then along the bars.
  await page(workbench).getByRole('radio', { name: '30 Days' }).focus();
  await workbench.press('ArrowRight', 'ArrowRight');
  await eventually(() => bars(workbench)).toBe(12);
  await workbench.press('Tab');
  const focused = () => page(workbench).locator('.bar:focus').first().getAttribute('aria-label');
  const month = (date: Date): string => date.toLocaleDateString('en-US', { month: 'long', year: 'numeric' });
  const now = new Date();
  await eventually(focused).toMatch(new RegExp(`^${month(now)}: \\d+ compositions?$`));
  await workbench.press('ArrowLeft');
  await eventually(focused).toMatch(new RegExp(`^${month(new Date(now.getFullYear(), now.getMonth() - 1, 1))}: \\d+ compositions?$`));
  await page(workbench).getByText('Show as Table').first().click();
  await eventually(() => page(workbench).locator('tbody tr').count()).toBe(12);
  await workbench.screenshot('months');
  await page(workbench).getByText('Show as Table').first().click();

  // A composition that appears is counted, and the page is as it was after a reload.
  writeFiles(workbench.library, compositionFile(400, { at: Date.now(), directory: workbench.workspace, tags: ['here'] }));
  await eventually(() => total(workbench, 'Compositions')).toBe('401');
  await page(workbench).getByRole('radio', { name: 'This Workspace' }).check();
  await eventually(() => total(workbench, 'Compositions')).toBe('1');
  expect(await rows(workbench, 'Tags')).toEqual(['here 1']);
  await reloadAsItWas(workbench);
  await page(workbench).getByRole('radio', { name: 'All' }).check();
  await page(workbench).getByRole('radio', { name: '30 Days' }).check();
  await eventually(() => total(workbench, 'Compositions')).toBe('401');

  for (const [name, theme] of themes) {
    await useTheme(workbench, theme, `vscode-${name}`);
    await page(workbench).locator('.bar').nth(20).focus();
    await workbench.screenshot(name);
  }
  await workbench.page.setViewportSize({ width: 700, height: 1500 });
  await useTheme(workbench, 'dark', 'vscode-dark');
  await eventually(async () => ((await page(workbench).locator('main').boundingBox())?.width ?? 1000) < 450).toBe(true);
  await workbench.screenshot('narrow');
  const overflow = () => page(workbench).locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(await overflow()).toBe(0);

  await page(workbench).getByRole('button', { name: 'Commit Message' }).click();
  await eventually(() => workbench.activeEditor()).toMatch(/commit/);
});
