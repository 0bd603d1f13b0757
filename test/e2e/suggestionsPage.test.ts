import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workFolder } from '../../scripts/paths.mjs';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';
import { type Item, textKeys, type ViewState } from '../../src/protocol/suggestions';
import { launchChromium } from '../host/chromium.mjs';
import type { PageLook } from '../host/servedPage.mjs';
import { sent, showShippedPage, tell } from './support/shippedPage';
import { looks } from './support/themes';

/* The Suggestions view as it ships, in a browser without an editor around it. What it does with a document is in suggestions.test.ts. */

const uri = 'file:///composition.md';
const texts = {
  ...Object.fromEntries(textKeys.map((key) => [key, key])),
  lines: 'Lines {0}–{1}',
  line: 'Line {0}',
  retryIn: 'Retry in {0} s',
  waiting: 'In {0} s, {1} of {2}',
  manyDismissed: '{0} dismissed',
  arrivedMany: '{0} so far',
  finishedMany: '{0} in all',
  contextMany: '{0} prompts sent along',
  nextMany: '{0} prompts next',
  contextTokens: '~{0} tokens',
  unreadableMany: '{0} unreadable',
  inserts: 'Prompt: {0}',
  moreLines: '{0} more lines',
};
const item = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  kind: 'clarity',
  title: `Title ${id}`,
  explanation: `Explanation of ${id}, which goes on and says in one or two sentences what is wrong and how it would be better than it is now.`,
  lines: [{ first: 12, last: 15 }],
  isWhole: false,
  prompt: '',
  state: 'pending',
  diff: '',
  moreLines: 0,
  error: '',
  ...more,
});
const state: ViewState = {
  document: { uri, name: 'composition.md' },
  provider: 'Anthropic',
  model: 'model-large',
  isRestricted: false,
  run: 'done',
  failure: null,
  waiting: null,
  isOutdated: false,
  length: null,
  context: null,
  items: ['1', '2', '3', '4'].map((id) => item(id)),
  unreadable: 0,
};
const diff = '--- composition.md\n+++ suggestion\n@@ -12,2 +12,2 @@\n Build it.\n-Make it work.\n+Run the tests \u202eesrever.\n';

let browser: Browser;
const folder = scratchFolder('page');
const shots = workFolder('screenshots', 'suggestions-page');
beforeAll(async () => {
  browser = await launchChromium(folder);
  fs.mkdirSync(shots, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  removeFolder(folder);
});

interface Options {
  readonly kept?: unknown;
  readonly look?: PageLook;
  readonly width?: number;
  readonly height?: number;
}

async function show(shown: Partial<ViewState>, steps: (page: Page) => Promise<void>, { kept, look, width = 340, height = 700 }: Options = {}): Promise<void> {
  const page = await browser.newPage({ locale: 'en-US', viewport: { width, height } });
  try {
    page.setDefaultTimeout(20_000);
    await showShippedPage(page, 'suggestions', { ready: { language: 'en', texts, state: { ...state, ...shown } } }, kept, look);
    await steps(page);
    // Whatever was shown: nothing that the policy of the view refuses, and nothing that ran.
    expect(await page.evaluate(() => [window.violations, 'hacked' in window])).toEqual([[], false]);
  } finally {
    await page.close();
  }
}

const items = (page: Page) => page.getByRole('list', { name: 'list' }).getByRole('listitem');
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement as HTMLElement | null;
    return active?.dataset['id'] ?? active?.textContent.trim() ?? '';
  });
const judged = async (page: Page) => (await sent(page, 'judge')).map((params) => `${(params as { action: string }).action} ${(params as { id: string }).id}`);
const acted = async (page: Page) => (await sent(page, 'act')).map((params) => (params as { action: string }).action);
const change = (page: Page, shown: Partial<ViewState>) => tell(page, 'changed', { ...state, ...shown });

test('is gone through and judged by the keyboard alone', async () => {
  await show({ items: [...state.items, item('5', { state: 'error', error: 'No' })] }, async (page) => {
    await items(page).first().focus();
    for (const [key, id] of [['j', '2'], ['ArrowDown', '3'], ['k', '2'], ['ArrowUp', '1'], ['k', '1'], ['End', '5'], ['j', '5'], ['Home', '1']] as const) {
      await page.keyboard.press(key);
      expect([key, await focused(page)]).toEqual([key, id]);
    }
    await page.keyboard.press('Enter');
    expect(await items(page).first().getByRole('button', { name: 'details' }).getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('a');
    await page.keyboard.press('j');
    await page.keyboard.press('d');
    await page.keyboard.press('r');
    await page.keyboard.press('End');
    await page.keyboard.press('r');
    await expect.poll(() => judged(page)).toEqual(['apply 1', 'dismiss 2', 'apply 5']);
    await page.keyboard.press('g');
    await page.keyboard.press('Escape');
    await expect.poll(() => acted(page)).toEqual(['get', 'focusEditor']);
    await page.keyboard.press('Control+d');
    await page.keyboard.press('Alt+a');
    await page.getByRole('button', { name: 'getAgain' }).focus();
    for (const key of ['d', 'a', 'j', 'Escape']) await page.keyboard.press(key);
    expect([(await judged(page)).length, (await acted(page)).length]).toEqual([3, 2]);
  });
});

test('has one stop of the Tab key in the list, and the buttons of the item there', async () => {
  await show({ items: [item('1'), item('2')] }, async (page) => {
    await items(page).nth(1).focus();
    const stops: string[] = [];
    for (let index = 0; index < 4; index++) {
      await page.keyboard.press('Tab');
      stops.push(await focused(page));
    }
    expect(stops).toEqual(['Lines 12–15', '', 'apply', 'dismiss']);
    await page.keyboard.press('Enter');
    await expect.poll(() => judged(page)).toEqual(['dismiss 2']);
    await page.keyboard.press('Space');
    await expect.poll(() => judged(page)).toEqual(['dismiss 2', 'dismiss 2']);
    expect(await items(page).first().locator('[tabindex="0"]').count()).toBe(0);
  });
});

test('shows suggestions one by one while they arrive, and says so', async () => {
  const status = (page: Page) => page.getByRole('status').innerText();
  await show({ run: 'none', items: [] }, async (page) => {
    await page.getByRole('button', { name: 'get', exact: true }).click();
    expect(await acted(page)).toEqual(['get']);
    await change(page, { run: 'sent', items: [] });
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: 'stop' }).waitFor();
    await change(page, { run: 'streaming', items: [item('1')] });
    await expect.poll(() => items(page).count()).toBe(1);
    await items(page).first().focus();
    await change(page, { run: 'streaming', items: [item('1'), item('2')] });
    await expect.poll(() => items(page).count()).toBe(2);
    await expect.poll(() => status(page)).toBe('2 so far');
    expect(await focused(page)).toBe('1');
    await change(page, { items: [item('1'), item('2')], unreadable: 2 });
    await expect.poll(() => status(page)).toBe('2 in all');
    expect([await page.getByRole('progressbar').count(), await page.getByText('2 unreadable').count()]).toEqual([0, 1]);
    await change(page, { items: [] });
    await page.getByRole('heading', { name: 'nothing' }).waitFor();
  });
});

test('never loses the place of the keyboard', async () => {
  const without = (...gone: readonly string[]) => state.items.map((each) => (gone.includes(each.id) ? { ...each, state: 'dismissed' as const } : each));
  await show({}, async (page) => {
    await items(page).nth(1).focus();
    await change(page, { items: without('2') });
    await expect.poll(() => focused(page)).toBe('3');
    await items(page).nth(2).getByRole('button', { name: 'apply' }).focus();
    await change(page, { items: without('2').map((each) => (each.id === '4' ? { ...each, state: 'applying' as const } : each)) });
    await expect.poll(() => focused(page)).toBe('4');
    await change(page, { items: without('2', '4') });
    await expect.poll(() => focused(page)).toBe('3');
    await page.getByText('2 dismissed').waitFor();
    await page.getByRole('button', { name: 'show' }).click();
    await expect.poll(() => items(page).count()).toBe(4);
    await items(page).nth(3).getByRole('button', { name: 'show' }).click();
    expect(await judged(page)).toEqual(['restore 4']);
    await items(page).first().focus();
    await change(page, { items: [] });
    await expect.poll(() => focused(page)).toBe('getAgain');
  });
});

test('takes who comes by the keyboard to the same place again', async () => {
  /** After everything that is due in the page, such as the end of a click. */
  const comeBack = (page: Page) =>
    page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve));
      (document.activeElement as HTMLElement | null)?.blur();
      window.dispatchEvent(new Event('focus'));
    });
  await show({}, async (page) => {
    await expect.poll(() => items(page).count()).toBe(4);
    await comeBack(page);
    expect(await focused(page)).toBe('1');
    await page.keyboard.press('j');
    await comeBack(page);
    expect(await focused(page)).toBe('2');
    await page.getByRole('button', { name: 'getAgain' }).click();
    await expect.poll(() => focused(page)).toBe('getAgain');
    await change(page, { items: [] });
    await expect.poll(() => items(page).count()).toBe(0);
    await comeBack(page);
    expect(await focused(page)).toBe('getAgain');
  });
});

test('shows changes for a yes or no, which no single letter gives', async () => {
  await show({ items: [item('1'), item('2', { state: 'applying', diff, moreLines: 7 }), item('3', { state: 'applying' })] }, async (page) => {
    const review = items(page).nth(1);
    expect((await review.locator('pre').innerText()).trimEnd().split('\n').slice(3)).toEqual([' Build it.', '-Make it work.', '+Run the tests ⟨U+202E⟩esrever.']);
    await review.getByText('7 more lines').waitFor();
    await review.focus();
    await page.keyboard.press('a');
    expect([await focused(page), await judged(page)]).toEqual(['accept', []]);
    await page.keyboard.press('Enter');
    await expect.poll(() => judged(page)).toEqual(['accept 2']);
    await page.keyboard.press('d');
    await page.keyboard.press('Enter');
    await expect.poll(() => judged(page)).toEqual(['accept 2', 'reject 2']);
    await items(page).nth(2).focus();
    for (const key of ['a', 'd', 'r']) await page.keyboard.press(key);
    expect((await judged(page)).length).toBe(2);
  });
});

test('counts down to when it may be tried again', async () => {
  const failure = { message: 'Too often.', detail: 'Slow down', action: 'Set API Key', canRetry: true, wait: 12_000 };
  const page = await browser.newPage({ viewport: { width: 340, height: 700 } });
  try {
    // Time stands still but for `runFor`, however slow the machine is.
    await page.clock.install({ time: new Date('2026-01-01T12:00:00Z') });
    await page.clock.pauseAt(new Date('2026-01-01T12:00:01Z'));
    await showShippedPage(page, 'suggestions', { ready: { language: 'en', texts, state: { ...state, run: 'failed', failure, items: [item('1')] } } });
    const retry = page.locator('vscode-button.retry');
    expect([await retry.innerText(), await retry.getAttribute('disabled')]).toEqual(['Retry in 12 s', '']);
    await page.clock.runFor(7000);
    expect(await retry.innerText()).toBe('Retry in 5 s');
    await page.clock.runFor(6000);
    expect([await retry.innerText(), await retry.getAttribute('disabled')]).toEqual(['retry', null]);
    await page.clock.runFor(2000);
    expect(await page.getByRole('status').innerText()).toBe('retryNow');
    await retry.click();
    await page.getByRole('button', { name: 'Set API Key' }).click();
    expect(await acted(page)).toEqual(['get', 'help']);
    expect(await items(page).count()).toBe(1);
    await change(page, { run: 'waiting', waiting: { wait: 3000, attempt: 2, attempts: 3, reason: 'Overloaded.' } });
    await expect.poll(() => page.locator('.countdown').innerText()).toBe('In 3 s, 2 of 3');
    await page.getByRole('button', { name: 'cancel' }).click();
    expect((await acted(page)).at(-1)).toBe('stop');
  } finally {
    await page.close();
  }
});

test('shows whatever a model says as text', async () => {
  const hostile = '<img src=x onerror="window.hacked = true"><script>window.hacked = true</script>[x](command:workbench.action.quit)';
  const bad = item('1', { title: hostile, explanation: `${hostile}\n<a href="https://example.com">here</a>`, prompt: hostile, kind: 'recommendation' });
  const review = item('2', { state: 'applying', diff: `+${hostile}\n+\0\u2066` });
  const failure = { message: hostile, detail: `${hostile}\u202e`, action: hostile, canRetry: true, wait: 0 };
  await show({ items: [bad, review, item('3', { state: 'error', error: hostile })], run: 'failed', failure, document: { uri, name: hostile }, model: hostile }, async (page) => {
    expect(await page.locator('.title').first().innerText()).toBe(hostile);
    expect(await page.locator('.detail').innerText()).toBe(`${hostile}⟨U+202E⟩`);
    expect(await page.locator('pre').innerText()).toContain('+⟨U+0000⟩⟨U+2066⟩');
    expect(await page.locator('main').locator('img, script, a, iframe').count()).toBe(0);
    // Nothing of the wrong shape, and nothing that says it is from elsewhere, changes what is shown.
    await tell(page, 'changed', { ...state, items: [{ ...bad, title: { toString: 'x' } }] });
    await tell(page, 'run', hostile);
    await change(page, { items: [item('9')], run: 'done' });
    await expect.poll(() => page.locator('.title').allInnerTexts()).toEqual(['Title 9']);
  });
});

test('says what there is to do where there is nothing to show', async () => {
  await show({ document: null }, async (page) => {
    await page.getByRole('heading', { name: 'noDocument' }).waitFor();
    await change(page, { provider: '', run: 'none', items: [] });
    await page.getByRole('button', { name: 'selectProvider' }).click();
    await page.getByRole('button', { name: 'setApiKey' }).click();
    expect(await acted(page)).toEqual(['selectProvider', 'setApiKey']);
    await change(page, { isRestricted: true, run: 'none', items: [] });
    await page.getByText('restricted').waitFor();
    const failure = { message: 'No trust.', detail: '', action: '', canRetry: false, wait: 0 };
    await change(page, { isRestricted: true, run: 'failed', failure, items: [] });
    await page.getByText('No trust.').waitFor();
    expect(await page.getByText('restricted').count()).toBe(0);
    await change(page, { isOutdated: true });
    await page.getByText('outdated').waitFor();
    await page.getByRole('button', { name: 'get', exact: true }).waitFor();
  });
});

test('shows the prompts that go along, with the reasons', async () => {
  const context = { prompts: [{ uri: 'file:///p.md', title: 'Code Review', tokens: 1200, reasons: 'Same tag' }, { uri: 'file:///q.md', title: 'Commit', tokens: 30, reasons: '' }], tokens: 1230, leftOut: 0 };
  await show({ context: { ...context, wasSent: true } }, async (page) => {
    await page.getByRole('button', { name: '2 prompts sent along · ~1,230 tokens' }).click();
    await page.getByText('Same tag').waitFor();
    await page.getByRole('button', { name: 'choose' }).click();
    expect(await acted(page)).toEqual(['choose']);
    await change(page, { context: { ...context, wasSent: false } });
    await page.getByRole('button', { name: '2 prompts next · ~1,230 tokens' }).waitFor();
    await page.getByRole('button', { name: 'get', exact: true }).waitFor();
  });
});

test('shows lines, and keeps its place while it is hidden', async () => {
  const many = Array.from({ length: 40 }, (_, index) => item(String(index)));
  let kept: unknown;
  await show({ items: many }, async (page) => {
    await items(page).nth(30).focus();
    await page.keyboard.press('Enter');
    await items(page).nth(30).getByRole('button', { name: 'Lines 12–15' }).click();
    expect(await sent(page, 'showLines')).toEqual([{ uri, id: '30', index: 0 }]);
    await expect.poll(() => page.evaluate(() => (window.kept as { scroll: number }).scroll)).toBeGreaterThan(1000);
    kept = await page.evaluate(() => window.kept);
  });
  await show({ items: many }, async (page) => {
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe((kept as { scroll: number }).scroll);
    expect(await items(page).nth(30).getByRole('button', { name: 'details' }).getAttribute('aria-expanded')).toBe('true');
    expect(await items(page).nth(30).getAttribute('tabindex')).toBe('0');
  }, { kept });
  await show({ document: { uri: 'file:///other.md', name: 'other.md' }, items: many }, async (page) => {
    expect(await items(page).nth(30).getByRole('button', { name: 'details' }).getAttribute('aria-expanded')).toBe('false');
  }, { kept });
});

test('fits any width and every theme', async () => {
  const kinds = ['recommendation', 'gap', 'formatting', 'contradiction', 'clarity', 'reformatting'] as const;
  const every = [
    ...kinds.map((kind, index) => item(String(index), { kind })),
    item('r', { state: 'applying', diff }),
    item('e', { state: 'error', error: 'You changed the same lines meanwhile.' }),
    item('d', { state: 'applied', title: 'W'.repeat(200) }),
  ];
  const failure = { message: 'Anthropic takes no more requests for the moment.', detail: 'x'.repeat(200), action: 'Set API Key', canRetry: true, wait: 30_000 };
  for (const [name, look] of Object.entries(looks)) {
    await show({ items: every, run: 'failed', failure, isOutdated: true, unreadable: 2 }, async (page) => {
      for (const width of [180, 340, 900]) {
        await page.setViewportSize({ width, height: 1000 });
        await items(page).nth(2).focus();
        expect([name, width, await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)]).toEqual([name, width, 0]);
        await page.screenshot({ path: path.join(shots, `${name}-${width}.png`) });
      }
    }, { look });
  }
});
