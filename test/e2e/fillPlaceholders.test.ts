import { expect } from 'vitest';
import { journey } from './support/journey';
import type { Workbench } from './support/workbench';

const letter = `---
title: Letter about {{text:not_this}}
---
Dear {{text:customer_name}},

thank you for your question about {{text:topic}}. In short:

  {{text:answer}}

What we will do: {{list:nextSteps}}

More is in {{text:source_file}}.
`;
const files = { 'letter.md': letter, 'docs/rounding.md': '# How We Round\n\nHalf to even.\n' };
const settings = { 'editor.wordWrap': 'off', 'editor.minimap.enabled': false };

const eventually = <T>(read: () => Promise<T>) => expect.poll(read);
const field = (workbench: Workbench, label: string) => workbench.webview().locator('.field').filter({ hasText: label });
const input = (workbench: Workbench, label: string) => workbench.webview().getByRole('textbox', { name: label, exact: true });
const count = (workbench: Workbench) => workbench.webview().locator('.count').innerText();
const forms = (workbench: Workbench) => workbench.page.locator('.tab').filter({ hasText: 'Fill Placeholders' }).count();
const items = (workbench: Workbench) =>
  workbench
    .webview()
    .locator('.list textarea')
    .evaluateAll((areas) => areas.map((area) => (area as HTMLTextAreaElement).value));

const openForm = async (workbench: Workbench): Promise<void> => {
  await workbench.page.locator('.editor-actions').getByRole('button', { name: 'Fill Placeholders…' }).click();
  await input(workbench, 'Customer name').waitFor();
};

/** From the form, whose group is the active one. */
const toEditor = async (workbench: Workbench): Promise<void> => {
  await workbench.press('Control+1');
  await workbench.focusEditor();
};

journey('fills placeholders in one form', { files, settings }, async (workbench) => {
  await workbench.openFile('letter.md');
  await openForm(workbench);
  await eventually(() => count(workbench)).toBe('0 of 5 filled');
  await eventually(() => input(workbench, 'Customer name').evaluate((area) => area === document.activeElement)).toBe(true);
  await workbench.screenshot('empty');

  // By keyboard alone: text, and a list whose last item moves up.
  await workbench.type('Ada <b>& Co</b> $1');
  await eventually(() => field(workbench, 'Customer name').locator('.context').innerText()).toBe('Dear Ada <b>& Co</b> $1,');
  await input(workbench, 'Next steps: Item 1 of 1').focus();
  await workbench.type('look');
  await workbench.press('Enter');
  await workbench.type('tell');
  await workbench.press('Enter');
  await workbench.type('mend');
  await workbench.press('Alt+ArrowUp', 'Control+End', 'Enter', 'Backspace');
  await eventually(() => items(workbench)).toEqual(['look', 'mend', 'tell']);

  await workbench.page.evaluate(() => navigator.clipboard.writeText('One {{text:topic}}\nTwo\n'));
  await field(workbench, 'Answer').getByRole('button', { name: 'Clipboard' }).click();
  await eventually(() => input(workbench, 'Answer').inputValue()).toBe('One {{text:topic}}\nTwo');

  await field(workbench, 'Source file').getByRole('button', { name: 'Pick File…' }).click();
  await workbench.quickInput.type('rounding');
  await workbench.quickInput.choose('rounding.md');
  await workbench.screenshot('pick');
  await workbench.quickInput.choose('Insert Reference');
  await eventually(() => input(workbench, 'Source file').inputValue()).toBe('[How We Round](docs/rounding.md)');
  await eventually(() => count(workbench)).toBe('4 of 5 filled');
  await workbench.screenshot('typed');

  await workbench.press('Control+Enter');
  await eventually(() => forms(workbench)).toBe(0);
  const filled = letter
    .replace('{{text:customer_name}}', 'Ada <b>& Co</b> $$1')
    .replace('{{text:answer}}', 'One {{text:topic}}\n  Two')
    .replace(' {{list:nextSteps}}', '\n- look\n- mend\n- tell')
    .replace('{{text:source_file}}', '[How We Round](docs/rounding.md)');
  await eventually(() => workbench.editorText()).toBe(filled);
  await workbench.screenshot('filled');
  await workbench.press('Control+Z');
  await eventually(() => workbench.editorText()).toBe(letter);

  // What was filled in is offered again, what is typed survives Escape and a change of the document.
  await openForm(workbench);
  await field(workbench, 'Next steps').getByRole('button', { name: 'Previous' }).click();
  await eventually(() => workbench.webview().getByRole('menuitem').allInnerTexts()).toEqual(['look, mend, tell']);
  await workbench.screenshot('previous');
  await workbench.press('Enter');
  await eventually(() => items(workbench)).toEqual(['look', 'mend', 'tell']);
  await input(workbench, 'Topic').fill('typed before');
  await eventually(() => count(workbench)).toBe('2 of 5 filled');
  await workbench.press('Escape');
  await eventually(() => forms(workbench)).toBe(0);
  await openForm(workbench);
  await eventually(() => input(workbench, 'Topic').inputValue()).toBe('typed before');
  await toEditor(workbench);
  await workbench.press('Control+End');
  await workbench.type('And {{text:one_more}}');
  await eventually(() => count(workbench)).toBe('2 of 6 filled');
  expect(await input(workbench, 'Topic').inputValue()).toBe('typed before');
  await workbench.webview().getByRole('button', { name: 'Copy Filled Text' }).click();
  await eventually(() => workbench.webview().getByRole('status').innerText()).toBe('The filled text is in the clipboard.');
  await toEditor(workbench);
  const copied = 'Dear {{text:customer_name}},\n\nthank you for your question about typed before. In short:\n';
  await eventually(async () => (await workbench.clipboard()).slice(0, copied.length)).toBe(copied);
});
