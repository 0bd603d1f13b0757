import type { AIError } from '../../src/core/ai/aiError';
import type { AIEvent, AIModel, AIProvider, AIRequest, CallOptions, TokenCount } from '../../src/core/ai/provider';

/** One call of a {@link ManualProvider}, answered by hand. */
class ManualCall {
  readonly request: AIRequest;
  readonly options: CallOptions;
  /** Its events are no longer asked for. */
  isClosed = false;
  readonly #steps: (AIEvent | AIError | 'done')[] = [];
  #wake: () => void = () => undefined;

  constructor(request: AIRequest, options: CallOptions) {
    this.request = request;
    this.options = options;
  }

  /** The next events; a failure, or `done` without an end, ends the answer. */
  give(...steps: readonly (AIEvent | AIError | 'done')[]): void {
    this.#steps.push(...steps);
    this.#wake();
  }

  async *events(): AsyncIterable<AIEvent> {
    try {
      for (;;) {
        const step = this.#steps.shift();
        if (step === 'done') return;
        if (step instanceof Error) throw step;
        if (step) yield step;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.isClosed = true;
    }
  }
}

/** Waits for the test at every step, and does not hear signals: middleware has to do without. */
export class ManualProvider implements AIProvider {
  readonly id = 'openai';
  readonly name = 'Manual';
  destination = 'manual.example';
  readonly calls: ManualCall[] = [];
  isDisposed = false;

  models(): Promise<readonly AIModel[]> {
    return Promise.resolve([]);
  }

  generate(request: AIRequest, options: CallOptions): AsyncIterable<AIEvent> {
    const call = new ManualCall(request, options);
    const calls = this.calls;
    return {
      [Symbol.asyncIterator]: () => {
        calls.push(call);
        return call.events()[Symbol.asyncIterator]();
      },
    };
  }

  countTokens(): Promise<TokenCount> {
    return Promise.resolve({ tokens: 1, isExact: true });
  }

  dispose(): void {
    this.isDisposed = true;
  }
}
