export type HistoryErrorReason = 'closed' | 'unavailable' | 'notFound' | 'missingFile';

/** Something about the history as a whole or one composition; trouble with files is a {@link FileSystemError}. */
export class HistoryError extends Error {
  constructor(
    readonly reason: HistoryErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'HistoryError';
  }

  /** Guard that also narrows by reason. */
  static is(error: unknown, reason?: HistoryErrorReason): error is HistoryError {
    return error instanceof HistoryError && (reason === undefined || error.reason === reason);
  }
}
