import type { FileLister } from '../../core/ports/fileLister';
import type { Log } from '../../core/ports/log';

export class GitFileLister implements FileLister {
  constructor(
    readonly isTrusted: () => boolean,
    readonly log: Log,
  ) {}

  list(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
