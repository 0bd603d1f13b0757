import type * as vscode from 'vscode';
import type { Log } from '../../core/ports/log';

/** The log in an output channel, at the level that the user chose there. */
export class OutputLog implements Log {
  readonly #channel: vscode.LogOutputChannel;

  /** @param channel stays the caller's to dispose. */
  constructor(channel: vscode.LogOutputChannel) {
    this.#channel = channel;
  }

  debug(message: string): void {
    this.#channel.debug(message);
  }

  info(message: string): void {
    this.#channel.info(message);
  }

  warn(message: string): void {
    this.#channel.warn(message);
  }

  error(message: string, error?: unknown): void {
    if (error === undefined) this.#channel.error(message);
    else this.#channel.error(`${message}: ${describe(error)}`);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
