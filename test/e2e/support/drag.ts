import type { Locator, Page } from 'playwright-core';

export interface DragOptions {
  /** Shift is held from the moment the target is reached: drops into the editor's text where a plain drop would open. */
  readonly shift?: boolean;
  /** Inside the target, CSS pixels from its upper left corner; default its middle. */
  readonly position?: { readonly x: number; readonly y: number };
}

export async function drag(page: Page, from: Locator, to: Locator, options: DragOptions): Promise<void> {
  const start = await centre(from);
  const box = await to.boundingBox();
  const end = box && options.position ? { x: box.x + options.position.x, y: box.y + options.position.y } : await centre(to);
  const { mouse, keyboard } = page;
  await mouse.move(start.x, start.y);
  await mouse.down();
  await mouse.move(start.x + 6, start.y + 6, { steps: 3 });
  await mouse.move(end.x, end.y, { steps: 12 });
  if (options.shift) await keyboard.down('Shift');
  for (const offset of [2, -2, 0]) {
    await mouse.move(end.x + offset, end.y);
    await page.waitForTimeout(100);
  }
  await mouse.up();
  if (options.shift) await keyboard.up('Shift');
}

async function centre(target: Locator): Promise<{ x: number; y: number }> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error(`${String(target)} is not visible`);
  return { x: box.x + Math.min(box.width / 2, 120), y: box.y + box.height / 2 };
}
