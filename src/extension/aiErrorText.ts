import * as vscode from 'vscode';
import type { AIError } from '../core/ai/aiError';
import type { CommandTypes } from './contributions';

/** What went wrong in words, and what to do about it. */
export interface AIErrorText {
  /** One or two plain sentences with the remedy. */
  readonly message: string;
  /** What the service says of it, in its words: text of a stranger. */
  readonly detail?: string;
  /** The command that helps, with the title of its button. */
  readonly action?: { readonly title: string; readonly command: keyof CommandTypes };
  /** Trying again may help; from {@link until} on, in milliseconds since the epoch, where the service or the circuit breaker says. */
  readonly isRetryable: boolean;
  readonly until?: number;
}

/** @param provider name of the provider, where it is known */
export function aiErrorText(error: AIError, provider?: string): AIErrorText {
  return { message: vscode.l10n.t('{0} did not answer: {1}', provider ?? 'AI', error.reason), isRetryable: error.isRetryable };
}
