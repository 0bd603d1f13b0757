import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';
import { textKeys, type UsageRow, type UsageState } from '../../src/protocol/usage';
import { launchChromium } from '../host/chromium.mjs';
import { answer, sent, showShippedPage, tell } from './support/shippedPage';
import { looks } from './support/themes';

/* The use of language models as it ships, in a browser without an editor around it. */

const texts = {
  ...Object.fromEntries(textKeys.map((key) => [key, key])),
  manyCalls: '{0} calls',
  oneCall: 'one call',
  atLeast: 'at least {0}',
  of: '{0} ({1})',
  oneUnpriced: 'one unpriced ({0})',
  manyUnpriced: '{0} unpriced ({1})',
  // As long as real ones.
  cacheRead: 'Aus dem Cache gelesen',
  cacheWrite: 'In den Cache geschrieben',
  input: 'Eingegebene Tokens',
  time: 'Zeit pro Aufruf',
};
const hostile = '<img src=x onerror="window.hacked = true">';
const row = (day: string, more: Partial<UsageRow> = {}): UsageRow => ({
  day, provider: 'Anthropic', model: 'model-large', calls: 10, failed: 1, input: 20_000, output: 3000, cacheRead: 50_000, cacheWrite: 400, ms: 25_000, cost: 0.25, unpriced: 0, ...more,
});
const local = { provider: 'OpenAI', model: 'local-7b', cost: 0, calls: 3, failed: 0, unpriced: 3, ms: 60_000, cacheRead: 0, cacheWrite: 0 };
const state: UsageState = {
  today: '2026-03-29',
  rows: [row('2026-03-29', { calls: 1 }), row('2026-03-27'), row('2026-03-26', local), row('2026-03-05', { cost: 1.5 }), row('2026-01-10', { calls: 100, cost: 7 })],
  hasHistory: true,
  hasProvider: true,
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

async function show(load: unknown, steps: (page: Page) => Promise<void>, kept?: unknown, look: keyof typeof looks = 'dark'): Promise<void> {
  const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1000, height: 900 } });
  try {
    page.setDefaultTimeout(20_000);
    await showShippedPage(page, 'usage', { ready: { language: 'en', texts }, load }, kept, looks[look]);
    await steps(page);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  } finally {
    await page.close();
  }
}

const totals = (page: Page) => page.locator('dd').allInnerTexts();
const rows = (page: Page) => page.locator('.models tbody tr').allInnerTexts();
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('tells calls, tokens, failures, time and cost of the period, by day and by model', async () => {
  await show(state, async (page) => {
    await expect.poll(() => totals(page)).toEqual(['24', '3', '80,000', '12,000', '150,000', '1,200', '5.6 sec', 'at least $2.00']);
    const models = await rows(page);
    expect(models.map((text) => text.split(/\s+/).slice(0, 3))).toEqual([
      ['model-large', 'Anthropic', '21'],
      ['local-7b', 'OpenAI', '3'],
    ]);
    expect(models[1]).toMatch(/20 sec\s+unknown$/);
    const bars = await page.locator('.chart').nth(2).locator('.bar').evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')));
    expect(bars.slice(-3)).toEqual(['Friday, March 27, 2026: 10 calls', 'Saturday, March 28, 2026: 0 calls', 'Sunday, March 29, 2026: one call']);
    await page.getByRole('radio', { name: 'quarter' }).check();
    await expect.poll(async () => (await totals(page))[0]).toBe('124');
    await page.getByRole('radio', { name: 'week' }).check();
    await expect.poll(async () => (await totals(page))[0]).toBe('14');
    expect(await page.locator('.chart').first().locator('.bar').count()).toBe(7);
  });
});

test('says which prices are missing and leads to their setting', async () => {
  await show(state, async (page) => {
    await page.getByText('3 unpriced (local-7b) earlierToo').waitFor();
    await page.getByRole('button', { name: 'setPrices' }).click();
    expect(await sent(page, 'setPrices')).toEqual([null]);
    await answer(page, 'load', { ...state, rows: [row('2026-03-29')] });
    await tell(page, 'changed', null);
    await expect.poll(() => page.getByRole('button', { name: 'setPrices' }).isVisible()).toBe(false);
  });
});

test('shows one model by itself, keeps the choice over a reload, and follows what happens', async () => {
  const series = JSON.stringify(['OpenAI', 'local-7b']);
  await show(state, async (page) => {
    await page.getByRole('combobox', { name: 'show' }).selectOption('local-7b (OpenAI)');
    await expect.poll(async () => (await totals(page))[0]).toBe('3');
    expect(await page.evaluate(() => window.kept)).toEqual({ range: 'month', series });
    // Nothing was paid: an empty chart would only take room.
    expect(await page.getByRole('heading', { name: 'costPerDay' }).isVisible()).toBe(false);
  });
  await show(
    state,
    async (page) => {
      await expect.poll(async () => (await totals(page))[0]).toBe('3');
      const combo = page.getByRole('combobox', { name: 'show' });
      await combo.focus();
      await answer(page, 'load', { ...state, rows: [...state.rows, row('2026-03-28', { ...local, calls: 4 })] });
      await tell(page, 'changed', null);
      await expect.poll(async () => (await totals(page))[0]).toBe('7');
      expect(await combo.evaluate((select) => select === document.activeElement)).toBe(true);
      await answer(page, 'load', { ...state, rows: [row('2026-03-29')] });
      await tell(page, 'changed', null);
      await expect.poll(async () => (await totals(page))[0]).toBe('10');
    },
    { range: 'week', series },
  );
});

test('leads on where nothing was used yet, and tries again after a failure', async () => {
  await show('error: no', async (page) => {
    await expect.poll(() => page.getByRole('status').innerText()).toBe('failure');
    await answer(page, 'load', { ...state, rows: [], hasHistory: false, hasProvider: false });
    await page.getByRole('button', { name: 'retry' }).click();
    await page.getByRole('heading', { name: 'empty' }).waitFor();
    await page.getByRole('button', { name: 'selectProvider' }).click();
    expect(await sent(page, 'selectProvider')).toEqual([null]);
    expect([await page.getByRole('status').innerText(), await page.getByRole('radio').first().isVisible()]).toEqual(['', false]);
    await answer(page, 'load', { ...state, rows: [], hasHistory: true });
    await tell(page, 'changed', null);
    await expect.poll(async () => (await totals(page))[0]).toBe('0');
    expect(await page.locator('.models').isVisible()).toBe(false);
  });
});

test('shows whatever arrives as text, and nothing of the wrong shape', async () => {
  await show({ ...state, rows: [row('2026-03-29', { model: hostile, provider: hostile, unpriced: 1 }), row('not a day')] }, async (page) => {
    await expect.poll(async () => (await rows(page)).length).toBe(1);
    expect((await rows(page))[0]).toContain(hostile);
    await answer(page, 'load', { ...state, rows: [{ ...row('2026-03-29'), cost: 'free' }] });
    await tell(page, 'changed', null);
    await expect.poll(() => page.getByRole('status').innerText()).toBe('failure');
    expect([await page.locator('img').count(), await page.evaluate(() => 'hacked' in window)]).toEqual([0, false]);
  });
});

test.each(Object.keys(looks) as (keyof typeof looks)[])('fits any width, and stays a table for screen readers: %s', async (look) => {
  await show(
    { ...state, rows: [...state.rows, row('2026-03-28', { model: 'a-model-with-a-very-long-name-that-fits-nowhere-at-all-2026-03-28-preview' })] },
    async (page) => {
      for (const width of [300, 420, 640, 1000, 1600]) {
        await page.setViewportSize({ width, height: 900 });
        await expect.poll(() => overflow(page)).toBe(0);
        expect(await page.getByRole('table', { name: 'byModel' }).getByRole('row').count()).toBe(4);
      }
    },
    undefined,
    look,
  );
});
