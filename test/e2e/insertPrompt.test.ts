import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { journey } from './support/journey';
import type { Workbench, WorkbenchOptions } from './support/workbench';

const notes = Array.from({ length: 40 }, (_, line) => `${line % 3 === 0 ? '  ' : ''}line ${line + 1} of my notes`).join('\n');

const prompt = (title: string, description: string, body: string) =>
  `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(description)}\ntags: [test]\n---\n\n${body}\n`;

const library = {
  'commands/inspect.md': prompt('Inspect a Change', 'Looks for what could break', 'Inspect {{text:change}} for\n\n{{list:concerns}}\n\nBe brief.'),
  'commands/reviewer.md': prompt('An Inspector who Will Inspect', 'Has the word twice', 'Other text'),
  'rules/icons.md': prompt('Icons $(trash) <b>bold</b> [link](command:workbench.action.quit)', 'Hostile $(zap) text', 'Harmless'),
  'rules/broken.md': prompt('Broken Rule', 'Has an error', '{{text:a}} {{text:a}}'),
};

const options: WorkbenchOptions = { files: { 'notes.md': notes, 'other.md': 'other' }, library, settings: { 'editor.wordWrap': 'off' } };
const eventually = <T>(read: () => Promise<T>) => expect.poll(read);
const first = async (workbench: Workbench) => (await workbench.quickInput.labels())[0];

const openPick = async (workbench: Workbench): Promise<void> => {
  await workbench.press('Control+Alt+P');
  await workbench.quickInput.input.waitFor();
};
const loaded = async (workbench: Workbench): Promise<void> => {
  await workbench.showLibrary();
  await eventually(() => workbench.tree.labels()).toContain('rules');
};
const groups = (workbench: Workbench) => workbench.page.locator('.editor-group-container').count();
const tabs = (workbench: Workbench) => workbench.page.locator('.editor-group-container .tab .label-name').allInnerTexts();
const previewText = async (workbench: Workbench): Promise<string> => {
  const lines = workbench.page.locator('.editor-group-container').filter({ hasText: 'Prompt Preview' }).locator('.view-line');
  return (await lines.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
};

journey('picks a prompt and inserts it', options, async (workbench) => {
  // Who knows the title is quicker than the list.
  await workbench.openFile('other.md');
  await openPick(workbench);
  await workbench.quickInput.input.pressSequentially('inspect a change');
  await workbench.quickInput.accept();
  await eventually(() => workbench.editorText()).toContain('Inspect change for');
  await openPick(workbench);
  await eventually(() => first(workbench)).toBe('Inspect a Change');
  await workbench.screenshot('recent');
  await workbench.quickInput.cancel();

  await workbench.openFile('notes.md');
  await workbench.select([4, 3], [4, 7]);
  await openPick(workbench);
  await eventually(() => workbench.quickInput.labels()).toContain('Commit message');
  await eventually(() => groups(workbench)).toBe(2);
  await workbench.screenshot('opened');
  await workbench.quickInput.type('inspcet change');
  await eventually(() => first(workbench)).toBe('Inspect a Change');
  await eventually(() => previewText(workbench)).toContain('Be brief.');
  await workbench.screenshot('typed');
  await workbench.useTheme('light');
  await workbench.screenshot('typed-light');
  await workbench.quickInput.accept();
  await workbench.quickInput.gone();
  await eventually(() => workbench.editorText()).toContain('  Inspect change for\n\n');
  await eventually(() => groups(workbench)).toBe(1);
  await eventually(() => tabs(workbench)).toEqual(['other', 'notes']);
  await workbench.screenshot('inserted');

  await workbench.type('the login');
  await workbench.press('Tab');
  await workbench.type('safety');
  await eventually(() => workbench.editorText()).toContain('- safety');
  await workbench.screenshot('filled');
  await workbench.press('Escape', 'Escape');

  await openPick(workbench);
  await workbench.quickInput.type('broken rule');
  await eventually(() => first(workbench)).toContain('Broken Rule');
  await workbench.quickInput.accept();
  await eventually(() => workbench.notifications()).toEqual([expect.stringContaining('"Broken Rule" cannot be inserted.')]);
  await workbench.screenshot('refused');
  await workbench.answer('Broken Rule', 'Show Problem');
  await eventually(() => workbench.activeEditor()).toBe('broken');
  await workbench.screenshot('problem');
});

journey('keeps the order of the search, shows titles as they are, leaves the editors alone', options, async (workbench) => {
  await workbench.openFile('notes.md');
  await workbench.select([2, 5]);
  await openPick(workbench);
  await workbench.quickInput.type('inspect');
  await eventually(async () => (await workbench.quickInput.labels()).slice(0, 2)).toEqual(['Inspect a Change', 'An Inspector who Will Inspect']);
  await workbench.quickInput.type('icons');
  await eventually(() => first(workbench)).toBe('Icons $(trash) <b>bold</b> [link](command:workbench.action.quit)');
  await workbench.screenshot('hostile');
  await workbench.quickInput.type('qqqqqqqqqq');
  await eventually(() => workbench.quickInput.labels()).toEqual(['Create Prompt "qqqqqqqqqq"…']);
  await eventually(() => groups(workbench)).toBe(1);
  await workbench.screenshot('nothing-found');
  await workbench.quickInput.type('commit');
  await eventually(() => groups(workbench)).toBe(2);
  await workbench.quickInput.cancel();
  await eventually(() => groups(workbench)).toBe(1);
  await eventually(() => tabs(workbench)).toEqual(['notes']);
  await workbench.type('X');
  await eventually(async () => (await workbench.editorText()).split('\n')[1]).toBe('lineX 2 of my notes');
  await workbench.press('Control+Z');

  // Several groups of editors come back in the sizes that they had.
  await workbench.openFile('other.md');
  await workbench.runCommand('View: Split Editor Right');
  await eventually(() => groups(workbench)).toBe(2);
  await workbench.openFile('notes.md');
  await workbench.runCommand('View: Split Editor Down');
  await eventually(() => groups(workbench)).toBe(3);
  await workbench.page.keyboard.press('Control+1');
  const boxes = () =>
    workbench.page.locator('.editor-group-container').evaluateAll((all) =>
      all.map((group) => [Math.round(group.getBoundingClientRect().x), Math.round(group.getBoundingClientRect().y), group.clientWidth, group.clientHeight]),
    );
  const before = [await tabs(workbench), await boxes()];
  await openPick(workbench);
  await eventually(() => groups(workbench)).toBe(4);
  await eventually(() => previewText(workbench)).toMatch(/\S/);
  await workbench.press('ArrowDown', 'ArrowDown');
  await workbench.screenshot('four-groups');
  await workbench.quickInput.cancel();
  await eventually(async () => [await tabs(workbench), await boxes()]).toEqual(before);
  await workbench.screenshot('restored');
  await workbench.type('X');
  await eventually(() => workbench.editorText()).toMatch(/^Xother/);
});

journey('inserts from the buttons of a row, fills as the library loads', options, async (workbench) => {
  await workbench.openFile('notes.md');
  await workbench.select([1, 4]);
  await openPick(workbench);
  await workbench.quickInput.type('inspect a change');
  await eventually(() => first(workbench)).toBe('Inspect a Change');
  await workbench.quickInput.pressItemButton('Inspect a Change', 'Insert on New Line');
  await eventually(() => workbench.editorText()).toContain('  line 1 of my notes\n  Inspect change for');
  await openPick(workbench);
  await workbench.quickInput.type('inspect a change');
  await eventually(() => first(workbench)).toBe('Inspect a Change');
  await workbench.quickInput.pressItemButton('Inspect a Change', 'Edit');
  await eventually(() => workbench.activeEditor()).toBe('inspect');

  const folder = path.join(workbench.library, 'many');
  fs.mkdirSync(folder);
  await openPick(workbench);
  await workbench.quickInput.type('prompt number 77');
  for (let i = 0; i < 300; i++) fs.writeFileSync(path.join(folder, `${i}.md`), prompt(`Prompt Number ${i}`, 'One of many', `Body ${i}`));
  await eventually(() => first(workbench)).toBe('Prompt Number 77');
  await workbench.quickInput.type('');
  await eventually(async () => (await workbench.quickInput.labels()).length).toBeGreaterThan(3);
  await workbench.screenshot('many');
});

journey('completes a prompt behind a slash and behind two angle brackets, and is silent elsewhere', options, async (workbench) => {
  await loaded(workbench);
  await workbench.openFile('other.md');
  await workbench.press('Control+End', 'Enter');
  await workbench.type('  /insp');
  await eventually(() => workbench.suggestions()).toEqual(['Inspect a Change', 'An Inspector who Will Inspect']);
  await workbench.type('ect a');
  const highlighted = workbench.page.locator('.suggest-widget.visible .monaco-list-row').first().locator('.highlight');
  await eventually(async () => (await highlighted.allInnerTexts()).join('').replaceAll('\u00a0', ' ')).toBe('Inspect a');
  await workbench.page.keyboard.press('Control+Space');
  await workbench.screenshot('suggestions');
  await workbench.useTheme('light');
  await workbench.screenshot('suggestions-light');
  await workbench.press('Enter');
  await eventually(() => workbench.editorText()).toBe('other\n  Inspect change for\n\n  - concerns\n\n  Be brief.');
  await workbench.screenshot('accepted');
  await workbench.type('everything');
  await workbench.press('Tab');
  await workbench.type('speed');
  await eventually(() => workbench.editorText()).toBe('other\n  Inspect everything for\n\n  - speed\n\n  Be brief.');
  await workbench.press('Escape', 'Escape');

  await workbench.press('Control+A', 'Delete');
  await workbench.type('See >>inspector ');
  await eventually(async () => (await workbench.suggestions())[0]).toBe('An Inspector who Will Inspect');
  await workbench.press('Enter');
  await eventually(() => workbench.editorText()).toBe('See Other text');
  await workbench.press('Control+Z');
  await eventually(() => workbench.editorText()).toBe('See >>inspector ');
  for (const text of ['>> quoted', '/usr/bin', 'and/or', '<<name>>', '// comment']) {
    await workbench.press('Control+A', 'Delete');
    await workbench.type(text);
    await workbench.page.waitForTimeout(500);
    expect(await workbench.suggestions(), text).toEqual([]);
  }
});
