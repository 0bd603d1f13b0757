/** Lists the files of a folder that git would not ignore. */
export interface FileLister {
  /**
   * @param folder URI
   * @param onFiles gets decoded paths below `folder`, with `/` between segments, in batches, in no particular order
   * @returns false when this lister cannot tell (no git, not a repository, not on disk): nothing was delivered, another way is needed.
   */
  list(folder: string, onFiles: (paths: readonly string[]) => void, signal: AbortSignal): Promise<boolean>;

  /** Text of the user's own ignore rules, which hold in every repository; `undefined` when there are none. */
  userRules?(): Promise<string | undefined>;
}
