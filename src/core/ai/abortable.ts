import { AIError } from './aiError';

/**
 * Waits for a promise no longer than somebody wants to: what ignores its cancellation is left to itself.
 * @throws {AIError} `cancelled`, at once, when the signal is aborted
 */
export function abortable<T>(promise: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new AIError('cancelled'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    promise.then(resolve, reject).then(() => signal.removeEventListener('abort', abort));
  });
}
