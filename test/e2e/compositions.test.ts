import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { compositionFiles, drafts } from '../integration/support/historyFolder';
import { journey } from './support/journey';
import { StatusItem } from './support/statusItem';
import type { Workbench } from './support/workbench';

const eventually = <T>(read: () => T | Promise<T>, timeout = 30_000) => expect.poll(read, { timeout });

const folderOf = (workbench: Workbench): string => path.join(workbench.library, '.history');
const files = (workbench: Workbench) => compositionFiles(folderOf(workbench));
/** Everything that is on disk of all compositions. */
const kept = (workbench: Workbench): string => [...files(workbench).map(({ text }) => text), ...drafts(folderOf(workbench))].join('\n');
/** A draft is left alone for a while, as its window may be alive; nobody wants to wait for that. */
function ageDrafts(workbench: Workbench): void {
  const folder = path.join(folderOf(workbench), '.drafts');
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    const file = path.join(folder, name);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/"at":\d+/, '"at":0'));
  }
}
const itemOf = (workbench: Workbench) => new StatusItem(workbench.page, 'promptstack.size');

const greeting = '---\ntitle: Greeting\ndescription: For a test\ntags: [mail]\n---\n\nDear {{text:name}},\n\nthank you for {{text:gift}}.\n';

journey(
  'compositions: kept while they are written, in two windows and through a crash',
  { files: { 'plan.md': '# Plan\n\nA plan' }, library: { 'mail/greeting.md': greeting }, settings: { 'editor.formatOnSave': true } },
  async (workbench) => {
    await workbench.runCommand('PromptStack: New Composition');
    await eventually(() => workbench.activeEditor()).toMatch(/^\d{4}-\d\d-\d\d_/);
    await workbench.focusEditor();
    await workbench.type('Nobody saves these words. ');
    await eventually(() => files(workbench)[0]?.text).toMatch(/^---\nuuid: [^]*\n---\n[^]*Nobody saves these words\. $/);
    await eventually(() => itemOf(workbench).icons()).toEqual(['book', 'check']);
    await eventually(() => workbench.isDirty()).toBe(false);
    await workbench.screenshot('saved-by-itself');

    await workbench.runCommand('PromptStack: Insert Prompt');
    await workbench.quickInput.type('greeting');
    await workbench.quickInput.choose('Greeting');
    await workbench.quickInput.gone();
    await eventually(() => workbench.editorText()).toContain('thank you for gift');
    await workbench.type('Ada');
    await eventually(() => files(workbench)[0]?.text).toMatch(/prompts: \["file:[^\n]*greeting\.md"\]\n---\n[^]*Dear Ada,/);
    await workbench.press('Tab');
    await workbench.type('the book');
    await eventually(() => files(workbench)[0]?.text).toContain('thank you for the book.');
    await workbench.screenshot('prompt-inserted');

    await workbench.openFile('plan.md');
    await workbench.press('Control+End');
    await workbench.runCommand('PromptStack: Track as Composition');
    await workbench.focusEditor();
    await eventually(() => itemOf(workbench).icons()).toEqual(['book', 'check', 'history']);
    await workbench.type(' that is recorded');
    await eventually(() => files(workbench)[1]?.text).toMatch(/source: [^\n]*plan\.md[^]*A plan that is recorded$/);
    await eventually(() => itemOf(workbench).icons()).toEqual(['book', 'circle-filled', 'history']);
    await workbench.hoverText(itemOf(workbench).locator);
    await workbench.screenshot('recorded');

    const composition = files(workbench)[0]?.file ?? '';
    const other = await workbench.openAnother();
    await other.openPath(composition);
    await workbench.openPath(composition);
    for (const window of [workbench, other]) await window.press('Control+End');
    await Promise.all([workbench.type(' Words of the one window.'), other.type(' Those of the other.')]);
    await eventually(() => kept(workbench)).toContain('Words of the one window.');
    await eventually(() => kept(workbench)).toContain('Those of the other.');
    await other.screenshot('two-windows');
    await other.page.close();

    const count = files(workbench).length;
    await workbench.runCommand('PromptStack: New Composition');
    await eventually(() => files(workbench).length).toBeGreaterThan(count);
    await eventually(async () => path.basename(composition).includes((await workbench.activeEditor()) ?? '')).toBe(false);
    await workbench.focusEditor();
    await workbench.type('The last words before the crash');
    // Without a pause, so that the editor has no time to save.
    for (let more = 0; more < 200 && !kept(workbench).includes('The last words before the crash'); more++) await workbench.type('. and on');
    await workbench.crash(() => ageDrafts(workbench));
    expect(kept(workbench)).toContain('Words of the one window.');
    await workbench.openFile('plan.md');
    const found = () => files(workbench).filter(({ text }) => text.includes('The last words before the crash')).length;
    await eventually(found, 60_000).toBeGreaterThan(0);
  },
);
