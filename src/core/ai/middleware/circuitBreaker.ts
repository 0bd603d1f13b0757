import { circuitBreaker as breakerPolicy, ConsecutiveBreaker, handleWhen, isBrokenCircuitError, type IBackoff } from 'cockatiel';
import type { Clock } from '../../ports/clock';
import { AIError } from '../aiError';
import type { AIEvent, AIMiddleware } from '../provider';
import { abortable, wrapped } from './wrapped';

/** So many failures in a row, and the service is left alone for so many milliseconds; then one call finds out whether it is back. */
const FAILURES = 5;
const BREAK = 30_000;

/** What the service said, when it said something at all: it is there, then. */
type Opened = { readonly first: IteratorResult<AIEvent> } | { readonly error: unknown };

/** Spares a service that is down, and the user the waiting for it. Until it answers again calls fail with `unavailable`. */
export function circuitBreaker(clock: Clock): AIMiddleware {
  return (inner) => {
    let until = 0;
    // The policy compares with the machine's own clock; by this it asks ours.
    const rest: IBackoff<unknown> = {
      get duration() {
        return clock.now() < until ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
      },
      next: () => rest,
    };
    const policy = breakerPolicy(handleWhen(isDown), { breaker: new ConsecutiveBreaker(FAILURES), halfOpenAfter: rest });
    policy.onBreak(() => (until = clock.now() + BREAK));

    const open = async (events: AsyncIterator<AIEvent>, signal: AbortSignal): Promise<IteratorResult<AIEvent>> => {
      const begin = async (): Promise<Opened> => {
        if (signal.aborted) throw new AIError('cancelled');
        try {
          return { first: await events.next() };
        } catch (error) {
          if (isDown(error) || AIError.is(error, 'cancelled')) throw error;
          return { error };
        }
      };
      try {
        const opened = await abortable(policy.execute(begin), signal);
        if ('first' in opened) return opened.first;
        throw opened.error;
      } catch (error) {
        throw isBrokenCircuitError(error) ? new AIError('unavailable', { until }) : error;
      }
    };

    return wrapped(inner, {
      async *generate(request, options) {
        const events = inner.generate(request, options)[Symbol.asyncIterator]();
        try {
          // Only the beginning is the policy's business: an answer that breaks off does not tell that the service is down.
          for (let step = await open(events, options.signal); !step.done; step = await events.next()) yield step.value;
        } finally {
          await events.return?.();
        }
      },
    });
  };
}

function isDown(error: unknown): boolean {
  return AIError.is(error, 'overloaded', 'serverError', 'unreachable', 'timeout', 'interrupted');
}
