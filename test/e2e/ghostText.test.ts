import { expect } from 'vitest';
import { journey } from './support/journey';
import type { Workbench } from './support/workbench';

const prompt = (title: string, body: string) => `---\ntitle: ${JSON.stringify(title)}\ndescription: For a test\ntags: [test]\n---\n\n${body}\n`;

const body = 'Behave as a friendly wombat keeper.\n\n## Rules of the burrow\n\n- Answer in plain English\n- Never wake a sleeping wombat';
const library = {
  ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`keepers/k${index}.md`, prompt(`Keeper ${index}`, body)])),
  'letters/letter.md': prompt('Letter to the Zoo', 'Dear {{text:director}},\n\nabout {{text:animal}}.'),
};

const eventually = <T>(read: () => Promise<T>) => expect.poll(read);

const ghost = async (workbench: Workbench): Promise<string> => (await workbench.editor.locator('.view-line [class*="ghost-text"]').allInnerTexts()).join('').replaceAll('\u00a0', ' ');

/** What stands in the document, without ghost text. */
const written = (workbench: Workbench): Promise<string> =>
  workbench.editor.locator('.view-line').evaluateAll((elements) =>
    elements
      .map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), copy: element.cloneNode(true) as HTMLElement }))
      .sort((a, b) => a.top - b.top)
      .map(({ copy }) => {
        for (const each of copy.querySelectorAll('[class*="ghost-text"]')) each.remove();
        return copy.textContent.replaceAll('\u00a0', ' ');
      })
      .join('\n'),
  );

journey('ghost text', { files: { 'notes.md': '' }, library, settings: { 'editor.wordWrap': 'off' } }, async (workbench) => {
  await workbench.showLibrary();
  await expect.poll(() => workbench.tree.labels()).toContain('keepers');
  await workbench.openFile('notes.md');

  // The first letters load what makes suggestions, so they may have to be typed again.
  await eventually(async () => {
    await workbench.press('Control+A', 'Delete');
    await workbench.type('Please behave as a fr');
    await workbench.page.waitForTimeout(1000);
    return ghost(workbench);
  }).toBe('iendly wombat keeper.');
  await workbench.screenshot('suggested');
  await workbench.type('iend');
  await eventually(() => ghost(workbench)).toBe('ly wombat keeper.');
  await workbench.press('Tab');
  await eventually(() => written(workbench)).toBe('Please behave as a friendly wombat keeper.');
  await eventually(() => ghost(workbench)).toBe('');

  await workbench.press('Enter', 'Enter');
  await workbench.type('## Rules of');
  await eventually(() => ghost(workbench)).toBe(' the burrow');
  // The editor takes a blank for a word of its own.
  for (const [text, rest] of [['## Rules of ', 'the burrow'], ['## Rules of the', ' burrow']] as const) {
    await workbench.press('Control+ArrowRight');
    await eventually(async () => (await written(workbench)).split('\n').at(-1)).toBe(text);
    await eventually(() => ghost(workbench)).toBe(rest);
  }
  await workbench.screenshot('word-by-word');
  await workbench.press('Tab');
  await eventually(() => written(workbench)).toContain('\n## Rules of the burrow');

  await workbench.press('Enter', 'Enter');
  await workbench.type('- Never wake a sl');
  await eventually(() => ghost(workbench)).toBe('eeping wombat');
  await workbench.press('Escape');
  await eventually(() => ghost(workbench)).toBe('');
  await workbench.type('ow loris');
  await eventually(() => written(workbench)).toContain('- Never wake a slow loris');

  // Inside a snippet Tab goes to the next field, whatever would be suggested.
  await workbench.press('Control+A', 'Delete');
  await eventually(() => written(workbench)).toBe('');
  await workbench.type('/letter to');
  await eventually(async () => (await workbench.suggestions())[0]).toBe('Letter to the Zoo');
  await workbench.press('Enter');
  await eventually(() => written(workbench)).toContain('Dear director,');
  await workbench.type('Behave as a fr');
  await workbench.page.waitForTimeout(1000);
  await workbench.screenshot('in-a-snippet');
  await workbench.press('Tab');
  await workbench.type('birds');
  await eventually(() => written(workbench)).toContain('Dear Behave as a fr,\n\nabout birds.');

  // A suggestion that is seen has Tab; without one, Tab goes to the placeholder.
  await workbench.press('Escape', 'Escape', 'Control+A', 'Delete');
  await eventually(() => written(workbench)).toBe('');
  await workbench.type('{{text:first}}');
  await workbench.press('Escape', 'Enter', 'Enter');
  await workbench.type('Behave as a fr');
  await eventually(() => ghost(workbench)).toBe('iendly wombat keeper.');
  await workbench.press('Tab');
  await eventually(() => written(workbench)).toContain('Behave as a friendly wombat keeper.');
  await eventually(() => ghost(workbench)).toBe('');
  await workbench.press('Tab');
  await workbench.page.locator('.statusbar-item').filter({ hasText: '14 selected' }).waitFor();
  await workbench.type('One');
  await eventually(() => written(workbench)).toBe('One\n\nBehave as a friendly wombat keeper.');
});
