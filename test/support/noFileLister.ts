import type { FileLister } from '../../src/core/ports/fileLister';

/** A machine without git: everything is found by walking. */
export const noFileLister: FileLister = { list: () => Promise.resolve(false) };
