import type { Clock } from '../../ports/clock';
import { AIError } from '../aiError';
import type { AICallStatus, AIMiddleware } from '../provider';
import { pause, wrapped } from './wrapped';

/** At most so many further attempts, the first after {@link FIRST_PAUSE} milliseconds, and each after twice the time. */
const ATTEMPTS = 3;
const FIRST_PAUSE = 1000;
/** Pauses differ by so much, so that windows that failed together do not come back together. */
const JITTER = 0.25;
/** Nobody is kept waiting for longer than this; in milliseconds. */
const LONGEST_PAUSE = 60_000;

/**
 * Tries again what may succeed a little later, as long as nothing of an answer was given away. The loop is our own: the policies at hand
 * wait by timers that neither a signal nor a {@link Clock} reaches.
 */
export function retry(clock: Clock): AIMiddleware {
  /** @param attempt how often it failed. @throws {AIError} when it is not tried again */
  const rest = async (failure: unknown, attempt: number, signal: AbortSignal, onStatus?: (status: AICallStatus) => void): Promise<void> => {
    if (!AIError.is(failure) || !failure.isRetryable) throw failure;
    const ms = failure.retryAfter ?? Math.round(FIRST_PAUSE * 2 ** (attempt - 1) * (1 - JITTER + 2 * JITTER * Math.random()));
    if (attempt > ATTEMPTS || ms > LONGEST_PAUSE || signal.aborted) throw withTime(failure, clock);
    onStatus?.({ kind: 'waiting', until: clock.now() + ms, attempt, attempts: ATTEMPTS, reason: failure.reason });
    await pause(clock, ms, signal);
  };

  return (inner) =>
    wrapped(inner, {
      async models(signal) {
        for (let attempt = 1; ; attempt++) {
          try {
            return await inner.models(signal);
          } catch (error) {
            await rest(error, attempt, signal);
          }
        }
      },
      async *generate(request, options) {
        for (let attempt = 1; ; attempt++) {
          let hasBegun = false;
          try {
            for await (const event of inner.generate(request, options)) {
              hasBegun = true;
              yield event;
            }
            return;
          } catch (error) {
            // A tool of an MCP server may have done something before it failed.
            if (hasBegun || inner.id === 'mcp') throw AIError.is(error) ? withTime(error, clock) : error;
            await rest(error, attempt, options.signal, options.onStatus);
          }
        }
      },
    });
}

/** Says from when on it may be tried again, where the service told how long to wait. */
function withTime(failure: AIError, clock: Clock): AIError {
  const { reason, detail, status, retryAfter, until } = failure;
  if (retryAfter === undefined || until !== undefined) return failure;
  return new AIError(reason, { detail, status, retryAfter, until: clock.now() + retryAfter, cause: failure });
}
