import { AIError } from '../aiError';
import type { AIEvent, AIMiddleware, AIProvider, AIRequest, CallOptions } from '../provider';
import { abortable, wrapped } from './wrapped';

/**
 * Holds any provider to what all of them promise: failures are {@link AIError}s, a call that is cancelled ends at once, an answer without
 * an end was interrupted, and disposal waits for the calls that are under way.
 */
export const keepContract: AIMiddleware = (inner) => {
  const calls = new Calls(inner);
  const once = async <T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    const leave = calls.enter();
    try {
      return await abortable(call(), signal);
    } catch (error) {
      throw asAIError(error, signal);
    } finally {
      leave();
    }
  };
  return wrapped(inner, {
    models: (signal) => once(() => inner.models(signal), signal),
    countTokens: (request, options) => once(() => inner.countTokens(request, options), options.signal),
    async *generate(request, options) {
      if (options.signal.aborted) throw new AIError('cancelled');
      const leave = calls.enter();
      yield* answerOf(inner, request, options, leave);
    },
    dispose: () => calls.dispose(),
  });
};

/** @param leave is called when the provider is done with the call, which may be later than the caller */
async function* answerOf(inner: AIProvider, request: AIRequest, { signal, ...options }: CallOptions, leave: () => void): AsyncIterable<AIEvent> {
  options.onStatus?.({ kind: 'sent' });
  const events = inner.generate(request, { ...options, signal })[Symbol.asyncIterator]();
  let hasBegun = false;
  let giveUp: (error: AIError) => void = () => undefined;
  const cancel = (): void => giveUp(new AIError('cancelled'));
  // One listener for the whole answer: there may be thousands of events.
  signal.addEventListener('abort', cancel, { once: true });
  const next = (): Promise<IteratorResult<AIEvent>> =>
    new Promise((resolve, reject) => {
      giveUp = reject;
      if (signal.aborted) cancel();
      events.next().then(resolve, reject);
    });
  try {
    for (;;) {
      const step = await next();
      if (step.done) throw new AIError('interrupted');
      if (!hasBegun) options.onStatus?.({ kind: 'streaming' });
      hasBegun = true;
      yield step.value;
      if (step.value.type === 'end') return;
    }
  } catch (error) {
    throw asAIError(error, signal);
  } finally {
    signal.removeEventListener('abort', cancel);
    const closed = Promise.resolve(events.return?.()).then(leave, leave);
    // A provider that does not hear the signal would keep the caller waiting for its next event.
    if (!signal.aborted) await closed;
  }
}

/** The calls under way; the provider goes with the last of them. */
class Calls {
  readonly #inner: AIProvider;
  #count = 0;
  #isDisposed = false;

  constructor(inner: AIProvider) {
    this.#inner = inner;
  }

  /** @returns is called once, when the call has ended */
  enter(): () => void {
    this.#count++;
    return () => {
      if (--this.#count === 0 && this.#isDisposed) this.#inner.dispose();
    };
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    if (this.#count === 0) this.#inner.dispose();
  }
}

function asAIError(error: unknown, signal: AbortSignal): AIError {
  if (signal.aborted) return AIError.is(error, 'cancelled') ? error : new AIError('cancelled', { cause: error });
  return AIError.is(error) ? error : new AIError('badAnswer', { cause: error });
}
