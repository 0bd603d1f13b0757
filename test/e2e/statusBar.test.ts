import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect } from 'vitest';
import { journey } from './support/journey';
import { StatusItem } from './support/statusItem';
import type { Workbench } from './support/workbench';

const eventually = <T>(read: () => Promise<T>) => expect.poll(read);

const sentence = 'Look at the change below and say what could break.';
const draft = `---
title: Look at a change
description: For a test
---

${sentence}

{{text:change}} in [the notes](notes.md) and [what is gone](gone.md)
`;
const rows = async (workbench: Workbench) => (await workbench.quickInput.items()).map(({ label, description }) => [label, description].join(' ').trim());
/** Puts text at the end of the document, at once. */
const paste = async (workbench: Workbench, text: string): Promise<void> => {
  await workbench.press('Control+End');
  await workbench.page.keyboard.insertText(text);
};

journey(
  'status bar: size of a prompt, and a save that fails',
  { files: { 'drafts/idea.md': 'An idea\n', 'draft.md': draft, 'notes.md': `${sentence}\n`.repeat(20), 'code.ts': 'const a = 1;\n' }, settings: { 'promptstack.context.tokens': 1000 } },
  async (workbench) => {
    const item = new StatusItem(workbench.page, 'promptstack.size');
    await workbench.openFile('code.ts');
    expect(await item.text()).toBeUndefined();
    await workbench.openFile('draft.md');
    await eventually(() => item.text()).toMatch(/^120 chars · 3 lines · ~3\d tokens \(3\.\d%\)$/);
    await eventually(() => item.severity()).toBe('none');
    await eventually(() => item.icons()).toEqual(['book', 'check']);
    expect(await item.spoken()).toMatch(/^Prompt: 120 characters, 3 lines, about 3\d tokens, 3\.\d% of the context\. Saved/);
    await workbench.select([6, 1], [6, 8]);
    await eventually(() => item.text()).toMatch(/^7 chars · 1 line · ~2 tokens \(0\.2%\)$/);

    await paste(workbench, `${sentence}\n`.repeat(11));
    await eventually(() => item.text()).toMatch(/^\d{3} chars · 14 lines · ~1[5-7]\d tokens \(1[5-7]%\)$/);
    await eventually(() => item.severity()).toBe('warning');
    await eventually(() => item.icons()).toEqual(['book', 'circle-filled']);
    await workbench.screenshot('warning');
    await paste(workbench, `${sentence}\n`.repeat(10));
    await eventually(() => item.severity()).toBe('error');
    await workbench.hoverText(item.locator);
    await workbench.screenshot('error');

    await item.click();
    await eventually(() => rows(workbench)).toContainEqual(expect.stringMatching(/^Body with Files ~[45]\d\d tokens/));
    await workbench.screenshot('details');
    expect(await rows(workbench)).toEqual([
      expect.stringMatching(/^Body ~2[6-9]\d tokens \(2[6-9]%\)$/),
      expect.stringMatching(/^Characters 1,\d{3}$/),
      expect.stringMatching(/^Words \d{3}$/),
      'Lines 24',
      expect.stringMatching(/^Frontmatter ~\d\d tokens$/),
      '1 Placeholder change',
      expect.stringMatching(/^notes\.md ~2\d\d tokens/),
      'gone.md not found',
      expect.stringMatching(/^Body with Files/),
      'Change Context Size… the tokens that your model can take',
    ]);
    await workbench.quickInput.choose('1 Placeholder');
    await workbench.quickInput.gone();
    await eventually(() => item.text()).toMatch(/^15 chars · 1 line /);
    await workbench.type('all');
    await eventually(() => workbench.editorText()).toContain('all in [the notes]');
    await workbench.save();
    await eventually(() => item.icons()).toEqual(['book', 'check']);
    await workbench.openFile('code.ts');
    await eventually(() => item.text()).toBeUndefined();

    await workbench.useTheme('light');
    await seeFailedSave(workbench, item);
  },
);

async function seeFailedSave(workbench: Workbench, item: StatusItem): Promise<void> {
  const folder = path.join(workbench.workspace, 'drafts');
  await workbench.openFile('idea.md');
  await paste(workbench, 'and more of it');
  await eventually(() => item.icons()).toEqual(['book', 'circle-filled']);
  fs.rmSync(folder, { recursive: true });
  fs.writeFileSync(folder, 'a file where the folder was');
  await workbench.press('Control+S');
  await eventually(() => item.text()).toMatch(/^22 chars · 2 lines · ~\d tokens \(0\.\d%\)\s+not saved$/);
  await eventually(() => item.severity()).toBe('error');
  await item.click();
  await eventually(() => rows(workbench)).toContain('Save Again');
  await workbench.screenshot('failed-details');
  await workbench.quickInput.choose('Copy the Text to the Clipboard');
  await eventually(() => workbench.clipboard()).toBe('An idea\nand more of it');
  fs.rmSync(folder);
  await item.click();
  await workbench.quickInput.choose('Save Again');
  await eventually(() => item.icons()).toEqual(['book', 'check']);
  expect(fs.readFileSync(path.join(folder, 'idea.md'), 'utf8')).toBe('An idea\nand more of it');
  await workbench.screenshot('saved');
}
