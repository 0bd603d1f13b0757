import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FormField, type FormState, textKeys } from '../../src/protocol/fillForm';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';
import { launchChromium } from '../host/chromium.mjs';
import { answer as answerPage, sent as sentBy, showShippedPage, tell } from './support/shippedPage';

/*
 * The page of the form as it ships, in a browser without an editor around it: every key and every message at the cost of milliseconds.
 * What the form does to a document is in fillPlaceholders.test.ts.
 */

const texts = { ...Object.fromEntries(textKeys.map((key) => [key, key])), count: '{0} of {1}', item: 'Item {0} of {1}' };
const field = (name: string, type: 'text' | 'list', more: Partial<FormField> = {}): FormField => ({
  name,
  type,
  label: name,
  context: [{ text: 'see ' }, { name }],
  previous: [],
  value: [],
  ...more,
});
const stateOf = (...fields: readonly FormField[]): FormState => ({ document: 'a.md', closed: false, fields, total: fields.length });
const hostile = '<img src=x onerror="window.hacked = true">';

let browser: Browser;
let page: Page;
const folder = scratchFolder('page');

beforeAll(async () => {
  browser = await launchChromium(folder);
});
afterAll(async () => {
  await browser.close();
  removeFolder(folder);
});
beforeEach(async () => {
  page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  return () => page.close();
});

const show = (state: FormState) => showShippedPage(page, 'fillForm', { ready: { uri: 'file:///a.md', texts, state } });
const change = (state: unknown) => tell(page, 'changed', state);
const answer = (method: string, result: unknown) => answerPage(page, method, result);
const sent = (method: string) => sentBy(page, method);
const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent);
const items = () => page.locator('.list textarea').evaluateAll((areas) => areas.map((area) => (area as HTMLTextAreaElement).value));
const status = () => page.locator('.status').innerText();
const count = () => page.locator('.count').innerText();
const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

test('tells the extension of everything that is typed, and shows it in the text around', async () => {
  await show(stateOf(field('a', 'text'), field('b', 'text', { value: ['kept'], context: [{ name: 'a' }, { text: ' and ' }, { name: 'b' }] })));
  expect([await focused(), await count()]).toEqual(['field-a', '1 of 2']);
  await page.keyboard.type('hi');
  await press('Enter');
  await expect.poll(() => sent('edit')).toEqual([{ name: 'a', value: ['h'] }, { name: 'a', value: ['hi'] }, { name: 'a', value: ['hi\n'] }]);
  expect([await count(), await page.locator('.context').nth(1).innerText()]).toEqual(['2 of 2', 'hi and kept']);
  expect(await page.evaluate(() => window.kept)).toEqual({ uri: 'file:///a.md', values: [{ name: 'a', value: ['hi\n'] }, { name: 'b', value: ['kept'] }] });
});

test('is used by the keyboard alone', async () => {
  await show(stateOf(field('a', 'text', { previous: ['one\ntwo', 'last'] }), field('b', 'text')));
  await page.keyboard.type('typed');
  await press('Tab');
  expect(await focused()).toBe('previous');
  await press('ArrowRight');
  expect(await focused()).toBe('file');
  await press('ArrowLeft', 'Enter');
  expect([await focused(), await page.getByRole('menuitem').allInnerTexts()]).toEqual(['one two', ['one two', 'last']]);
  await press('ArrowUp');
  expect(await focused()).toBe('last');
  await press('Escape');
  expect([await focused(), await sent('close')]).toEqual(['previous', []]);
  await press('ArrowDown', 'Enter');
  expect(await page.locator('#field-a').inputValue()).toBe('one\ntwo');
  await press('Control+Z');
  expect(await page.locator('#field-a').inputValue()).toBe('typed');
  await press('Tab', 'Tab');
  expect(await focused()).toBe('field-b');
  await answer('fill', { problem: 'cannot' });
  await press('Control+Enter');
  await expect.poll(status).toBe('cannot');
  await press('Escape');
  expect(await sent('close')).toEqual([null]);
});

test('edits the items of a list', async () => {
  await show(stateOf(field('b', 'list', { previous: ['p\nq'] })));
  await page.keyboard.type('1');
  await press('Enter');
  await page.keyboard.type('23');
  await press('ArrowLeft', 'Enter');
  expect(await items()).toEqual(['1', '2', '3']);
  await press('Alt+ArrowUp');
  expect(await items()).toEqual(['1', '3', '2']);
  await press('Delete', 'Backspace');
  expect([await items(), await focused()]).toEqual([['1', '2'], 'b: Item 1 of 2']);
  await answer('take', { text: '- x\n  2. y\n', message: null });
  await page.getByRole('button', { name: 'clipboard' }).click();
  await expect.poll(items).toEqual(['1', 'x', 'y', '2']);
  await page.getByRole('button', { name: 'previous' }).click();
  await press('Enter');
  expect(await items()).toEqual(['1', 'x', 'y', 'p', 'q', '2']);
  for (let pressed = 0; pressed < 100; pressed++) await press('Enter');
  expect([(await items()).length, await status()]).toEqual([100, 'listLimit']);
  await page.getByRole('button', { name: 'delete' }).nth(0).click();
  expect((await items()).slice(0, 2)).toEqual(['x', 'y']);
});

test('follows the document without losing what was typed', async () => {
  await show(stateOf(field('a', 'text'), field('b', 'text'), field('c', 'list', { value: ['1', '2'] })));
  await page.keyboard.type('mine');
  await change(stateOf(field('c', 'text'), field('d', 'text', { value: ['draft'] }), field('a', 'text', { value: ['older'], context: [{ text: 'new ' }, { name: 'a' }] })));
  await expect.poll(() => page.locator('.field code').allInnerTexts()).toEqual(['{{text:c}}', '{{text:d}}', '{{text:a}}']);
  expect(await page.locator('.field textarea').evaluateAll((areas) => areas.map((area) => (area as HTMLTextAreaElement).value))).toEqual(['1\n2', 'draft', 'mine']);
  expect([await focused(), await page.locator('.context').nth(2).innerText()]).toEqual(['field-a', 'new mine']);
  await change({ ...stateOf(field('a', 'text')), closed: true });
  await expect.poll(() => page.getByRole('alert').innerText()).toBe('closed');
  expect([await page.getByRole('button', { name: 'fill', exact: true }).isDisabled(), await page.getByRole('button', { name: 'copy' }).isDisabled()]).toEqual([true, false]);
});

test('shows whatever arrives as text, and nothing of the wrong shape', async () => {
  await show({ ...stateOf(field('a', 'text', { label: hostile, context: [{ text: hostile }, { name: 'a' }], previous: [hostile], value: [hostile] })), document: hostile });
  await page.getByRole('button', { name: 'previous' }).click();
  await change({ ...stateOf(field('z', 'text')), fields: [{ name: 'z' }] });
  await change({ ...stateOf(), document: 1 });
  await answer('take', { text: { html: hostile }, message: null });
  await page.getByRole('button', { name: 'clipboard' }).click();
  await expect.poll(status).toBe('failed');
  expect(await page.locator('label').innerText()).toBe(hostile);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
});
