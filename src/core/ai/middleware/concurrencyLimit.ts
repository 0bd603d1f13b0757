import { bulkhead } from 'cockatiel';
import type { AIMiddleware, CallOptions } from '../provider';
import { abortable, wrapped } from './wrapped';

/** Lets only so many calls run at the same time; others wait their turn. @param limit is asked at every call, so that it may change */
export function concurrencyLimit(limit: () => number): AIMiddleware {
  return (inner) => {
    let size = limit();
    let policy = bulkhead(size, Number.POSITIVE_INFINITY);

    /** @returns gives the place back */
    const enter = async ({ signal, onStatus }: CallOptions): Promise<() => void> => {
      if (limit() !== size) policy = bulkhead((size = limit()), Number.POSITIVE_INFINITY);
      if (policy.executionSlots === 0) onStatus?.({ kind: 'queued' });
      let leave = (): void => undefined;
      const stay = new Promise<void>((resolve) => (leave = resolve));
      // The policy does not get the signal: it drops what was cancelled while it waited and forgets to call the next one.
      const entered = new Promise<void>((resolve) => {
        void policy.execute(() => {
          resolve();
          return stay;
        });
      });
      try {
        await abortable(entered, signal);
        return leave;
      } catch (error) {
        leave();
        throw error;
      }
    };

    return wrapped(inner, {
      async *generate(request, options) {
        const leave = await enter(options);
        try {
          yield* inner.generate(request, options);
        } finally {
          leave();
        }
      },
    });
  };
}
