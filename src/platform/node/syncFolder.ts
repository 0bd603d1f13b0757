import { open } from 'node:fs/promises';
import { codeOf } from './nodeErrors';

/** Makes names that were given or taken away in a folder survive a power failure, where the system can do that. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (codeOf(error) === 'EIO' || codeOf(error) === 'ENOSPC') throw error;
    // Some file systems know no such thing.
  }
}
