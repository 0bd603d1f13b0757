type PromptFileErrorReason =
  /** The file or folder is not part of the library, or only through a link that leads out of it. */
  | 'outsideLibrary'
  /** Another file of that name is in the folder. */
  | 'nameTaken'
  /** The name is not that of a prompt file. */
  | 'notAPrompt';

/** Why a prompt file cannot be moved, copied or renamed. */
export class PromptFileError extends Error {
  constructor(
    readonly reason: PromptFileErrorReason,
    readonly uri: string,
  ) {
    super(`${reason}: ${uri}`);
    this.name = 'PromptFileError';
  }

  static is(error: unknown): error is PromptFileError {
    return error instanceof PromptFileError;
  }
}
