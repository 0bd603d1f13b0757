import type { FileLister } from '../../core/ports/fileLister';
import type { Log } from '../../core/ports/log';

/**
 * Lists what git tracks or would track. Only in workspaces that the user trusts: the configuration of a repository can name programs
 * for git to run.
 */
export class GitFileLister implements FileLister {
  readonly #isTrusted: () => boolean;
  readonly #log: Log;

  constructor(isTrusted: () => boolean, log: Log) {
    this.#isTrusted = isTrusted;
    this.#log = log;
  }

  async list(folder: string, onFiles: (paths: readonly string[]) => void, signal: AbortSignal): Promise<boolean> {
    if (!folder.startsWith('file:///') || !this.#isTrusted() || signal.aborted) return false;
    const { listWithGit } = await import('./gitListing');
    return listWithGit(folder, onFiles, signal, this.#log);
  }

  async userRules(): Promise<string | undefined> {
    const { readUserRules } = await import('./gitListing');
    return readUserRules();
  }
}
