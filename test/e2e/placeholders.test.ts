import { expect } from 'vitest';
import { journey } from './support/journey';
import type { Workbench, WorkbenchOptions } from './support/workbench';

const text = [
  'Review {{text:file}} now',
  '- item one',
  '```',
  'code',
  '```',
  '| a | b |',
  '',
  '> quote {{list:goals}} end',
  'see {{Text:wrong}}',
  '',
].join('\n');

const prompt = (title: string, body: string) => `---\ntitle: ${title}\ndescription: For a test\ntags: [test]\n---\n\n${body}\n`;

const options: WorkbenchOptions = {
  files: { 'keys.md': text },
  library: { 'commands/zebra.md': prompt('Zebra Check', 'Check {{text:file}} for\n\n{{list:concerns}}\n\nThen {{text:rest}}.') },
  settings: { 'editor.wordWrap': 'off', 'promptstack.inline.enabled': false },
};
const eventually = <T>(read: () => Promise<T>) => expect.poll(read);
/** `Ln 1, Col 8 (13 selected)`: where the cursor is, as the status bar says it. */
const position = (workbench: Workbench): Promise<string> => workbench.page.locator('#status\\.editor\\.selection').innerText();
const line = async (workbench: Workbench, number: number): Promise<string | undefined> => (await workbench.editorText()).split('\n')[number - 1];

/** Puts the cursor somewhere. */
async function place(workbench: Workbench, number: number, column: number): Promise<void> {
  await workbench.select([number, column]);
  await eventually(() => position(workbench)).toBe(`Ln ${number}, Col ${column}`);
}

/**
 * Presses a key that means something at the cursor's place. The window learns that a moment after the cursor came there; a key that was
 * quicker has typed something, which is undone before it is pressed again.
 */
async function press(workbench: Workbench, key: string, reached: () => Promise<boolean>): Promise<void> {
  for (let attempt = 1; attempt <= 4; attempt++) {
    const before = await workbench.editorText();
    await workbench.press(key);
    if (await expect.poll(reached, { timeout: attempt < 4 ? 4000 : 20_000 }).toBe(true).then(() => true, () => false)) return;
    if ((await workbench.editorText()) !== before) await workbench.press('Control+Z');
  }
  throw new Error(`${key} never led where it should: ${await position(workbench)}\n${await workbench.editorText()}`);
}
const lead = (workbench: Workbench, key: string, to: string): Promise<void> => press(workbench, key, async () => (await position(workbench)).includes(to));

async function open(workbench: Workbench): Promise<void> {
  await workbench.openFile('keys.md');
  // The highlights are there once the extension is.
  await eventually(() => workbench.page.locator('.editor-instance .view-overlays .cdr[class*="ced-"]').count()).toBeGreaterThan(0);
}

journey('placeholders: keys', { ...options, theme: 'light' }, async (workbench) => {
  await workbench.showLibrary();
  await eventually(() => workbench.tree.labels()).toContain('commands');
  await open(workbench);

  await place(workbench, 1, 1);
  await lead(workbench, 'Tab', 'Ln 1, Col 21 (13 selected)');
  await workbench.screenshot('selected');
  await lead(workbench, 'Tab', 'Ln 8, Col 23 (14 selected)');
  await lead(workbench, 'Tab', 'Ln 1, Col 21 (13 selected)');
  await lead(workbench, 'Shift+Tab', 'Ln 8, Col 23 (14 selected)');

  // At the end of an item Tab leads on; before the item it indents.
  await place(workbench, 2, 11);
  await lead(workbench, 'Tab', 'Ln 8');
  await place(workbench, 2, 1);
  await workbench.press('Tab');
  await eventually(() => line(workbench, 2)).toMatch(/^\s+- item one$/);
  await workbench.press('Shift+Tab');
  await eventually(() => line(workbench, 2)).toBe('- item one');
  for (const [number, column] of [[4, 3], [6, 4]] as const) {
    const before = await line(workbench, number);
    await place(workbench, number, column);
    await workbench.press('Tab');
    await eventually(() => line(workbench, number)).toMatch(/\w\s{2,}/);
    await workbench.press('Control+Z');
    await eventually(() => line(workbench, number)).toBe(before);
  }

  // A list of suggestions has the key first, then the snippet.
  await place(workbench, 7, 1);
  await workbench.type('/zebra');
  await eventually(() => workbench.suggestions()).toEqual(['Zebra Check']);
  await workbench.press('Tab');
  await eventually(() => workbench.editorText()).toContain('Check file for\n\n- concerns\n\nThen rest.');
  await workbench.type('login.ts');
  await workbench.press('Tab');
  await workbench.type('speed');
  await press(workbench, 'Enter', async () => (await workbench.editorText()).includes('- speed\n- \n'));
  await workbench.type('safety');
  await eventually(() => workbench.editorText()).toContain('Check login.ts for\n\n- speed\n- safety\n\nThen rest.');
  await workbench.press('Tab');
  await workbench.type('report');
  await eventually(() => workbench.editorText()).toContain('- safety\n\nThen report.');
  await workbench.press('Tab');
  await eventually(() => position(workbench)).toBe('Ln 12, Col 13');
  await lead(workbench, 'Tab', 'Ln 13, Col 23 (14 selected)');

  // What was filled in comes back for the same name, at its first letter only.
  await place(workbench, 1, 1);
  await lead(workbench, 'Tab', '(13 selected)');
  await workbench.page.waitForTimeout(500);
  expect(await workbench.suggestions()).toEqual([]);
  await workbench.type('l');
  await eventually(async () => (await workbench.suggestions())[0]).toBe('login.ts');
  await workbench.screenshot('used-before');
  await workbench.press('Tab');
  await eventually(() => line(workbench, 1)).toBe('Review login.ts now');
});

journey('placeholders: edits the items of a list', options, async (workbench) => {
  await open(workbench);
  await place(workbench, 8, 12);
  await workbench.runCommand('PromptStack: Edit List Items…');
  await workbench.quickInput.type('speed');
  await eventually(async () => (await workbench.quickInput.labels())[0]).toBe('Add "speed"');
  await workbench.quickInput.accept();
  await eventually(() => workbench.quickInput.labels()).toEqual(['Write List', 'speed', 'Add Item…']);
  for (const item of ['safety', 'clear names']) {
    await workbench.quickInput.type(item);
    await eventually(async () => (await workbench.quickInput.labels())[0]).toBe(`Add "${item}"`);
    await workbench.quickInput.accept();
    await eventually(() => workbench.quickInput.value()).toBe('');
  }
  await eventually(() => workbench.quickInput.labels()).toEqual(['Write List', 'speed', 'safety', 'clear names', 'Add Item…']);
  await workbench.screenshot('items');

  // With the keyboard: to the last item, to its second button, which moves it up.
  for (const item of ['speed', 'safety', 'clear names']) {
    await workbench.press('ArrowDown');
    await eventually(async () => (await workbench.quickInput.items()).find(({ focused }) => focused)?.label).toBe(item);
  }
  await workbench.press('Tab', 'Tab', 'ArrowRight', 'Enter');
  await eventually(() => workbench.quickInput.labels()).toEqual(['Write List', 'speed', 'clear names', 'safety', 'Add Item…']);
  await workbench.quickInput.pressItemButton('speed', 'Edit');
  await eventually(() => workbench.quickInput.value()).toBe('speed');
  await workbench.quickInput.type('more speed');
  await workbench.quickInput.accept();
  await eventually(() => workbench.quickInput.labels()).toContain('more speed');
  await workbench.quickInput.pressItemButton('safety', 'Delete');
  await eventually(() => workbench.quickInput.labels()).toEqual(['Write List', 'more speed', 'clear names', 'Add Item…']);
  await workbench.page.keyboard.press('Escape');
  await workbench.page.locator('.monaco-dialog-box').waitFor();
  await workbench.screenshot('question');
  await workbench.answerDialog('Write List');
  await eventually(() => workbench.editorText()).toContain('> quote\n> - more speed\n> - clear names end\n');
  await workbench.focusEditor();
  await workbench.press('Control+Z');
  await eventually(() => workbench.editorText()).toContain('> quote {{list:goals}} end');
  await workbench.hoverText(workbench.editor.locator('.view-line').filter({ hasText: 'goals' }).getByText('goals').last());
  await workbench.screenshot('hover');
});
