import { AIError } from '../../../core/ai/aiError';
import type { Clock } from '../../../core/ports/clock';

interface FetchLimits {
  /** Milliseconds until the header of the answer is there. */
  readonly firstByte: number;
  /** Milliseconds between two pieces of its body. */
  readonly idle: number;
  /** Bytes of its body. */
  readonly size: number;
}

/**
 * The editor's `fetch`, which knows its proxies and certificates, with limits: a service that falls silent or does not stop fails with an
 * {@link AIError}, and its connection is closed. Pieces of any kind count as signs of life, so that those that say nothing else do as well.
 * Redirections are not followed: what is sent goes to nobody but the one who was named.
 */
export function watchedFetch(clock: Clock, limits: FetchLimits): typeof fetch {
  return async (input, init) => {
    const watchdog = new AbortController();
    const inTime = async <T>(work: Promise<T>, ms: number): Promise<T> => {
      const timer = clock.schedule(ms, () => watchdog.abort(new AIError('timeout')));
      try {
        return await work;
      } finally {
        timer.dispose();
      }
    };
    const signal = init?.signal ? AbortSignal.any([init.signal, watchdog.signal]) : watchdog.signal;
    const response = await inTime(globalThis.fetch(input, { ...init, signal, redirect: 'manual' }), limits.firstByte);
    if (!response.body) return response;
    const body = limited(response.body, limits.size, (read) => inTime(read, limits.idle));
    return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
  };
}

/** @param watch goes around each read, so that a slow reader is not taken for a silent service */
function limited(body: ReadableStream<Uint8Array>, size: number, watch: <T>(read: Promise<T>) => Promise<T>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let left = size;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await watch(reader.read());
        if (done) return controller.close();
        left -= value.length;
        if (left < 0) {
          await reader.cancel();
          throw new AIError('badAnswer');
        }
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
