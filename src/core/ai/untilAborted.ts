import { abortable } from './abortable';

/**
 * Waits for each step of an iteration no longer than somebody wants to. What is iterated over is told to end, but not waited for.
 * @throws {AIError} `cancelled`, at once, when the signal is aborted
 */
export async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await abortable(iterator.next(), signal);
      if (step.done) return;
      yield step.value;
    }
  } finally {
    void iterator.return?.()?.catch(() => undefined);
  }
}
