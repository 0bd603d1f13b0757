import { expect } from 'vitest';
import { journey } from './support/journey';

const files = {
  'notes.md': '',
  'docs/rounding rules.md': '---\ntitle: How We Round\n---\n\nHalf up.\n',
  'docs/money.md': '# Money, in cents\n\nNever floats.\n',
  'src/invoice.ts': 'export const total = (cents: number[]) => cents.reduce((a, b) => a + b, 0);\n',
  'src/money.ts': 'export type Cents = number;\n',
  'debug.log': 'ignored',
  '.gitignore': '*.log\n',
};

const eventually = <T>(read: () => Promise<T>) => expect.poll(read);

journey('file references: complete and add', { files, settings: { 'editor.wordWrap': 'off' } }, async (workbench) => {
  const first = async () => (await workbench.suggestions())[0];
  const line = async (number: number) => (await workbench.editorText()).split('\n')[number - 1];
  await workbench.openFile('notes.md');
  // Suggestions come by themselves once the extension is there, which its status bar item shows.
  await workbench.page.locator('.statusbar-item').filter({ hasText: 'tokens' }).waitFor();

  await workbench.type('See [](');
  await eventually(() => workbench.suggestions()).toEqual(expect.arrayContaining(['rounding rules.md', 'invoice.ts']));
  await workbench.screenshot('link-opened');
  await workbench.type('round');
  await eventually(first).toBe('rounding rules.md');
  await workbench.screenshot('link-typed');
  await workbench.press('Enter');
  await eventually(() => line(1)).toBe('See [How We Round](<docs/rounding rules.md>)');

  await workbench.type(' and [[mon');
  await eventually(first).toMatch(/^money/);
  await eventually(() => workbench.suggestions()).toEqual(expect.arrayContaining(['money.md', 'money.ts']));
  await workbench.type('ey.md');
  await eventually(first).toBe('money.md');
  await workbench.screenshot('wiki');
  await workbench.press('Tab');
  await eventually(() => line(1)).toBe('See [How We Round](<docs/rounding rules.md>) and [Money, in cents](docs/money.md)');

  await workbench.press('Enter');
  await workbench.type('Fix #file:inv');
  await eventually(first).toBe('invoice.ts');
  await workbench.press('Enter');
  await eventually(() => line(2)).toBe('Fix [invoice](src/invoice.ts)');
  await workbench.type(', not @inv');
  await eventually(() => workbench.suggestions()).toEqual(expect.arrayContaining(['@src/invoice.ts']));
  await workbench.page.keyboard.press('Control+Space');
  await workbench.screenshot('at');
  await workbench.press('ArrowDown');
  await workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused').filter({ hasText: '@src/invoice.ts' }).waitFor();
  await workbench.press('Enter');
  await eventually(() => line(2)).toBe('Fix [invoice](src/invoice.ts), not @src/invoice.ts');

  await workbench.press('Enter');
  await workbench.type('- ');
  await workbench.runCommand('PromptStack: Add File References…');
  await eventually(() => workbench.quickInput.labels()).toContain('money.ts');
  await workbench.screenshot('files');
  await workbench.quickInput.choose('invoice.ts');
  await workbench.quickInput.type('rules');
  await eventually(async () => (await workbench.quickInput.labels())[0]).toBe('rounding rules.md');
  // By keyboard alone.
  await workbench.quickInput.input.press('ArrowDown');
  await workbench.press('Space');
  await eventually(() => workbench.quickInput.title()).toContain('2 files');
  await workbench.screenshot('files-typed');
  await workbench.quickInput.type('');
  await eventually(async () => (await workbench.quickInput.labels()).length).toBeGreaterThan(4);
  await workbench.quickInput.choose('money.ts');
  await eventually(() => workbench.quickInput.title()).toContain('3 files');
  await workbench.screenshot('files-ticked');
  await workbench.quickInput.accept();

  await eventually(() => workbench.quickInput.labels()).toEqual(['Add 3 References', 'invoice', 'How We Round', 'money']);
  await workbench.screenshot('titles');
  await workbench.quickInput.choose('money');
  await eventually(() => workbench.quickInput.title()).toContain('Title of money.ts');
  await workbench.screenshot('title');
  await workbench.quickInput.type('The type of [money]');
  await workbench.quickInput.accept();
  await eventually(() => workbench.quickInput.labels()).toContain('The type of [money]');
  await workbench.quickInput.pressItemButton('The type of [money]', 'Move Up');
  await eventually(() => workbench.quickInput.labels()).toEqual(['Add 3 References', 'invoice', 'The type of [money]', 'How We Round']);
  await workbench.quickInput.choose('Add 3 References');
  await workbench.quickInput.gone();
  await eventually(async () => (await workbench.editorText()).split('\n').slice(2)).toEqual([
    '- [invoice](src/invoice.ts)',
    '- [The type of \\[money\\]](src/money.ts)',
    '- [How We Round](<docs/rounding rules.md>)',
  ]);
  await workbench.screenshot('added');
  await workbench.press('Control+Z');
  await eventually(() => line(3)).toBe('- ');
});
