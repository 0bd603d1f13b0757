/** The one log. Messages carry file names and counts, never prompt contents. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** @param error its message and stack are written; pass nothing that holds user content. */
  error(message: string, error?: unknown): void;
}
