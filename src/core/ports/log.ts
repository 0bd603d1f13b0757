/** The one log. Messages carry file names and counts, never prompt contents. */
export interface Log {
  /** For whoever looks for a fault; not kept in files. */
  debug(message: string): void;
  info(message: string): void;
  /** Something did not work, and the work went on without it. */
  warn(message: string): void;
  /** @param error its message and stack are written; pass nothing that holds user content. */
  error(message: string, error?: unknown): void;
}
