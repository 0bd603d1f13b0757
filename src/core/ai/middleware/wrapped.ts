import type { Clock } from '../../ports/clock';
import { AIError } from '../aiError';
import type { AIProvider } from '../provider';

/** The same provider with some of its members replaced. */
export function wrapped(inner: AIProvider, members: Partial<Pick<AIProvider, 'models' | 'generate' | 'countTokens' | 'dispose'>>): AIProvider {
  return {
    id: inner.id,
    name: inner.name,
    get destination() {
      return inner.destination;
    },
    models: (signal) => inner.models(signal),
    generate: (request, options) => inner.generate(request, options),
    countTokens: (request, options) => inner.countTokens(request, options),
    dispose: () => inner.dispose(),
    ...members,
  };
}

/** As `work`, but fails with `cancelled` as soon as the signal says so, whatever becomes of the work. */
export function abortable<T>(work: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new AIError('cancelled'));
    const done = (): void => signal.removeEventListener('abort', cancel);
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    work.then(
      (value) => {
        done();
        resolve(value);
      },
      (error: unknown) => {
        done();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

/** @param ms milliseconds @throws {AIError} `cancelled` */
export async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  let end = (): void => undefined;
  const timer = clock.schedule(ms, () => end());
  try {
    await abortable(new Promise<void>((resolve) => (end = resolve)), signal);
  } finally {
    timer.dispose();
  }
}
