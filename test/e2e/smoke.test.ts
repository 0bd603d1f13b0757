import { expect } from 'vitest';
import { journey } from './support/journey';

journey('the library is in the activity bar of a fresh install', {}, async (workbench) => {
  await workbench.showLibrary();
  await expect.poll(() => workbench.tree.labels(), { timeout: 15_000 }).toContain('workflows');
  await workbench.screenshot('library');
});
