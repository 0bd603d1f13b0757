import { inject, test } from 'vitest';
import { Workbench, type WorkbenchOptions } from './workbench';

/** A test in a window of its own. When it fails, `failed.png` in the folder of its screenshots shows the moment. */
export function journey(name: string, options: WorkbenchOptions, steps: (workbench: Workbench) => Promise<void>): void {
  test(name, async () => {
    const workbench = await Workbench.start(name, inject('extensionsFolder'), options);
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
