/**
 * - `noProvider`, `noKey`, `noConsent`, `untrusted`: nothing was sent, the person has to do something first
 * - `unauthorized`: the key is not (any longer) good (401); `forbidden`: it may not do this (403)
 * - `modelNotFound`: the service does not have the model (404)
 * - `tooLarge`: the request is larger than the service or the model takes (413), or than our budget allows
 * - `rateLimited` (429), `overloaded` (503, 529), `serverError` (other 5xx): {@link AIError.isRetryable}
 * - `badRequest`: the service does not understand it (other 4xx); `notSupported`: the provider cannot do this
 * - `unreachable`: refused, no such host, offline; `insecure`: TLS failed; `timeout`: no answer in time
 * - `interrupted`: the answer ended in the middle
 * - `badAnswer`: it is not what was asked for; `refused`: the model declined
 * - `unavailable`: after several failures nothing is sent for a moment (circuit breaker)
 * - `cancelled`: somebody did not want it any longer
 */
export type AIErrorReason =
  | 'noProvider'
  | 'noKey'
  | 'noConsent'
  | 'untrusted'
  | 'unauthorized'
  | 'forbidden'
  | 'modelNotFound'
  | 'tooLarge'
  | 'rateLimited'
  | 'overloaded'
  | 'serverError'
  | 'badRequest'
  | 'notSupported'
  | 'unreachable'
  | 'insecure'
  | 'timeout'
  | 'interrupted'
  | 'badAnswer'
  | 'refused'
  | 'unavailable'
  | 'cancelled';

interface AIErrorDetails {
  /** What the service says, in its words: text of a stranger, shortened; never shown as anything but text. */
  readonly detail?: string;
  readonly status?: number;
  /** Milliseconds that the service asks to wait. */
  readonly retryAfter?: number;
  /** Milliseconds since the epoch from which on it may be tried again: with `rateLimited`, `overloaded`, `unavailable`. */
  readonly until?: number;
  readonly cause?: unknown;
}

/** Why a provider did not answer. Its message is for the log; people read {@link reason} put into words, and {@link detail}. */
export class AIError extends Error {
  readonly detail: string | undefined;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly until: number | undefined;

  constructor(
    readonly reason: AIErrorReason,
    details: AIErrorDetails = {},
  ) {
    super(`${reason}${details.status === undefined ? '' : ` (${details.status})`}`, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AIError';
    this.detail = details.detail;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.until = details.until;
  }

  /** The same request may succeed a little later. */
  get isRetryable(): boolean {
    return ['rateLimited', 'overloaded', 'serverError', 'unreachable', 'timeout', 'interrupted'].includes(this.reason);
  }

  /** Guard that also narrows by reason: `AIError.is(error, 'rateLimited')`. */
  static is(error: unknown, ...reasons: readonly AIErrorReason[]): error is AIError {
    return error instanceof AIError && (reasons.length === 0 || reasons.includes(error.reason));
  }
}
