import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Count, type StatisticsState, textKeys } from '../../src/protocol/historyStatistics';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';
import { launchChromium } from '../host/chromium.mjs';
import { answer, sent, showShippedPage, tell } from './support/shippedPage';

/* The statistics as they ship, in a browser without an editor around it. What they say of a real history is in historyStatistics.test.ts. */

const texts = { ...Object.fromEntries(textKeys.map((key) => [key, key])), many: '{0} compositions', one: 'one composition', reading: '{0} of {1}', gone: '{0} is gone' };
const hostile = '<img src=x onerror="window.hacked = true">';
const now = Date.UTC(2026, 2, 29, 10);
const count = (label: string, more: Partial<Count> = {}): Count => ({ label, detail: '', count: 1, isPrompt: false, ...more });
const state: StatisticsState = {
  compositions: 8,
  bytes: 1_300_000,
  characters: 8000,
  tokens: 2000,
  range: { first: Date.UTC(2026, 0, 5), last: now },
  days: [
    { day: '2026-03-27', compositions: 5, tokens: 1200 },
    { day: '2026-03-29', compositions: 1, tokens: 300 },
  ],
  prompts: [],
  tags: [],
  folders: [],
  progress: null,
};

let browser: Browser;
const folder = scratchFolder('page');
beforeAll(async () => {
  browser = await launchChromium(folder);
});
afterAll(async () => {
  await browser.close();
  removeFolder(folder);
});

/** Opens the page in Berlin, on the day on which the clock goes forward. */
async function show(load: unknown, steps: (page: Page) => Promise<void>, kept?: unknown): Promise<void> {
  const page = await browser.newPage({ timezoneId: 'Europe/Berlin', locale: 'en-US', viewport: { width: 700, height: 900 } });
  try {
    page.setDefaultTimeout(20_000);
    await page.clock.setFixedTime(now);
    await showShippedPage(page, 'historyStatistics', { ready: { language: 'en', texts, hasWorkspace: true }, load }, kept);
    await steps(page);
  } finally {
    await page.close();
  }
}

const labels = (page: Page) => page.locator('.chart').first().locator('.bar').evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label')));

test('counts in the time of the user, and marks today', async () => {
  await show(state, async (page) => {
    await expect.poll(async () => (await labels(page)).slice(-3)).toEqual([
      'Friday, March 27, 2026: 5 compositions',
      'Saturday, March 28, 2026: 0 compositions',
      'Sunday, March 29, 2026: one composition',
    ]);
    expect(await page.locator('.bar.current').first().getAttribute('aria-label')).toBe('Sunday, March 29, 2026: one composition');
    const [{ periods }] = (await sent(page, 'load')) as [{ periods: { from: number; to: number; offsetMinutes: number }[] }];
    expect(periods.map(({ offsetMinutes }) => offsetMinutes)).toEqual([120, 60, 120]);
    expect(periods[2]?.from).toBe(Date.UTC(2026, 2, 29, 1));
    expect(await page.locator('dd').allInnerTexts()).toEqual(['8', '1.3 MB', '2,000', 'characters', 'Jan 5, 2026', 'Mar 29, 2026']);
  });
});

test('is used by the keyboard alone', async () => {
  await show(state, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent);
    await page.getByRole('radio', { name: 'days' }).focus();
    await page.keyboard.press('Tab');
    await expect.poll(focused).toContain('March 29');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toContain('March 27');
    expect(await page.locator('.tip:visible').innerText()).toBe('5 compositions Friday, March 27, 2026');
    await page.keyboard.press('Escape');
    expect(await page.locator('.tip:visible').count()).toBe(0);
    await page.keyboard.press('Home');
    expect(await focused()).toContain('February 28');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toContain('February 28');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('table');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('tbody tr').first().innerText()).toMatch(/^Sunday, March 29, 2026\s+1$/);
    expect(await page.locator('tbody tr').count()).toBe(30);
  });
});

test('keeps what was chosen, and the place of the keyboard when figures change', async () => {
  await show(
    state,
    async (page) => {
      await expect.poll(async () => (await labels(page)).length).toBe(12);
      expect(await sent(page, 'load')).toMatchObject([{ scope: 'workspace' }]);
      await page.locator('.bar').nth(3).focus();
      await answer(page, 'load', { ...state, days: [{ day: '2026-03-02', compositions: 77, tokens: 1 }] });
      await tell(page, 'changed', null);
      await expect.poll(async () => (await labels(page)).at(-1)).toMatch(/77 compositions$/);
      expect(await page.evaluate(() => [...document.querySelectorAll('.bar')].findIndex((bar) => bar === document.activeElement))).toBe(3);
      await page.getByRole('radio', { name: 'weeks' }).check();
      expect(await page.evaluate(() => window.kept)).toEqual({ range: 'weeks', scope: 'workspace' });
    },
    { range: 'months', scope: 'workspace' },
  );
});

test('tells what is still read, what failed, and tries again', async () => {
  await show('error: no', async (page) => {
    await expect.poll(() => page.getByRole('status').innerText()).toBe('failed');
    await answer(page, 'load', { ...state, compositions: 0, range: null, days: [], progress: { done: 3, total: 1000 } });
    await page.getByRole('button', { name: 'retry' }).click();
    await expect.poll(() => page.getByRole('status').innerText()).toBe('3 of 1,000');
    await page.getByRole('heading', { name: 'empty' }).waitFor();
    await page.getByRole('button', { name: 'newComposition' }).click();
    expect(await sent(page, 'newComposition')).toEqual([null]);
    await answer(page, 'load', state);
    await tell(page, 'changed', null);
    await expect.poll(async () => (await labels(page)).length).toBe(30);
    expect([await page.getByRole('status').innerText(), await page.getByRole('button', { name: 'retry' }).isVisible()]).toEqual(['', false]);
  });
});

test('shows whatever arrives as text, and nothing of the wrong shape', async () => {
  const prompts = [count(hostile, { detail: 'file:///a.md', isPrompt: true, count: 9 }), count('old.md', { detail: 'file:///old.md' })];
  await show({ ...state, prompts, tags: [count(hostile)], folders: [count(hostile, { detail: hostile })] }, async (page) => {
    await page.getByRole('button', { name: hostile }).click();
    expect(await sent(page, 'showPrompt')).toEqual([{ uri: 'file:///a.md' }]);
    expect(await page.locator('.gone').getAttribute('title')).toBe('file:///old.md is gone');
    expect(await page.locator('.ranking .name').allInnerTexts()).toEqual([hostile, 'old.md', hostile, hostile]);
    await answer(page, 'load', { ...state, tags: [{ label: hostile }] });
    await tell(page, 'changed', null);
    await expect.poll(() => page.getByRole('status').innerText()).toBe('failed');
    expect([await page.locator('img').count(), await page.evaluate(() => 'hacked' in window)]).toEqual([0, false]);
  });
});

test('fits any width, without labels that touch', async () => {
  await show(state, async (page) => {
    for (const width of [300, 420, 640, 1000, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      const boxes = () =>
        page.locator('.chart').first().locator('text.label').evaluateAll((labelsShown) => labelsShown.map((label) => [label.getBoundingClientRect().left, label.getBoundingClientRect().right] as const));
      const apart = async () => (await boxes()).every(([left], index, all) => index === 0 || left > (all[index - 1]?.[1] ?? 0));
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await expect.poll(async () => [await apart(), await overflow(), (await boxes()).length > 2]).toEqual([true, 0, true]);
    }
  });
});
