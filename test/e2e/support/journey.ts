import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, inject, test } from 'vitest';
import { launchChromium } from '../../host/chromium.mjs';
import { Workbench, type WorkbenchOptions } from './workbench';

/** One for all journeys of a file; each has a context of its own in it, so that nothing of one is there in the next. */
let browser: Browser | undefined;

async function browserOfFile(): Promise<Browser> {
  if (!browser?.isConnected()) browser = await launchChromium(fs.mkdtempSync(path.join(path.dirname(inject('extensionsFolder')), 'browser-')));
  return browser;
}
afterAll(() => browser?.close());

/** A test in a window of its own. When it fails, `failed.png` in the folder of its screenshots shows the moment. */
export function journey(name: string, options: WorkbenchOptions, steps: (workbench: Workbench) => Promise<void>): void {
  test(name, async () => {
    const workbench = await Workbench.start(name, await browserOfFile(), inject('extensionsFolder'), options);
    try {
      await steps(workbench);
    } catch (error) {
      const shot = await workbench.screenshot('failed').catch(() => 'none');
      console.error(`${name}: screenshot ${shot}\n${workbench.serverOutput()}`);
      throw error;
    } finally {
      await workbench.stop();
    }
  });
}
