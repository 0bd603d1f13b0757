import { AIError } from '../../../core/ai/aiError';
import type { Clock } from '../../../core/ports/clock';
import type { Log } from '../../../core/ports/log';
import type { Disposable } from '../../../core/util/dispose';
import { SystemClock } from '../systemClock';
import { aiError } from './aiErrors';
import { type Endpoint, requireSendable } from './endpoint';
import { watchedFetch } from './watchedFetch';

export interface ServiceOptions {
  /** Absent: from the environment variables that the service's SDK documents. */
  readonly apiKey: string | undefined;
  /** The only host that it may be sent to; absent: any. */
  readonly keyHost?: string | undefined;
  /** Absent: from the environment, else the service's own. */
  readonly baseUrl: string | undefined;
  readonly log: Log;
  readonly clock?: Clock;
}

/** Milliseconds. */
const FIRST_BYTE = 30_000;
const IDLE = 60_000;
/** Bytes of one answer. */
const SIZE = 32 * 1024 * 1024;

/** What calls of a service over HTTP have in common: limits, their end with the provider, and what they fail with. */
export class ServiceCalls implements Disposable {
  readonly fetch: typeof fetch;
  readonly #closed = new AbortController();
  readonly #clock: Clock;

  constructor(
    readonly endpoint: Endpoint,
    readonly key: string | undefined,
    clock: Clock = new SystemClock(),
  ) {
    this.#clock = clock;
    // Nothing is on the way to this machine; what takes time there is the model, which is read into memory with the first question.
    this.fetch = watchedFetch(clock, { firstByte: endpoint.isThisMachine ? IDLE : FIRST_BYTE, idle: IDLE, size: SIZE });
  }

  /** @param work fails with anything. @throws {AIError} */
  async once<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const both = this.#withEnd(signal);
    try {
      requireSendable(this.endpoint, this.key);
      return await work(both);
    } catch (error) {
      throw this.failure(error, both);
    }
  }

  /**
   * @param open sends the question
   * @param read says what the answer to it says, and fails when it breaks off: the SDKs end a stream that was aborted as if it were complete
   * @throws {AIError}
   */
  async *stream<S, T>(signal: AbortSignal, open: (signal: AbortSignal) => Promise<S>, read: (stream: S) => AsyncIterable<T>): AsyncIterable<T> {
    const both = this.#withEnd(signal);
    const stream = await this.once(both, open);
    try {
      yield* read(stream);
    } catch (error) {
      throw this.failure(error, both, true);
    }
  }

  /**
   * Opens a stream, also where the server answers in one piece although it was asked for a stream.
   * @param call of an SDK
   * @param wholly makes the events of a stream of the whole answer
   */
  async events<E>(call: { withResponse(): Promise<{ readonly data: AsyncIterable<E>; readonly response: Response }> }, wholly: (answer: unknown) => readonly E[]): Promise<AsyncIterable<E>> {
    const { data, response } = await call.withResponse();
    if (!response.headers.get('content-type')?.startsWith('application/json')) return data;
    return (async function* () {
      const answer: unknown = await response.json();
      try {
        yield* wholly(answer);
      } catch (error) {
        // It is JSON of another shape.
        throw new AIError('badAnswer', { cause: error });
      }
    })();
  }

  failure(error: unknown, signal: AbortSignal, hasBegun = false): AIError {
    return aiError(error, { signal, hasBegun, now: this.#clock.now(), key: this.key });
  }

  /** Ends all calls: they fail with `cancelled`. */
  dispose(): void {
    this.#closed.abort();
  }

  #withEnd(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#closed.signal]);
  }
}
