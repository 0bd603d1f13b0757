import type { AIError } from '../../src/core/ai/aiError';
import type { AIEvent, AIModel, AIProvider, AIRequest, CallOptions, ProviderId, TokenCount } from '../../src/core/ai/provider';
import { estimateTokens } from '../../src/core/ai/tokens';

/** What the provider answers: events in order, where a failure ends the answer. */
export type Script = readonly (AIEvent | AIError)[];

/** Answers as it is told, in memory; remembers what it was asked. */
export class ScriptedProvider implements AIProvider {
  id: ProviderId = 'anthropic';
  readonly name = 'Scripted';
  readonly destination = 'scripted.example';
  readonly requests: AIRequest[] = [];
  list: readonly AIModel[] = [{ id: 'model-1', name: 'Model One', contextTokens: 200_000, maxOutputTokens: 8000 }];
  isDisposed = false;
  readonly #answer: (request: AIRequest, options: CallOptions) => Script | Promise<Script>;

  constructor(answer: (request: AIRequest, options: CallOptions) => Script | Promise<Script>) {
    this.#answer = answer;
  }

  models(): Promise<readonly AIModel[]> {
    return Promise.resolve(this.list);
  }

  async *generate(request: AIRequest, options: CallOptions): AsyncIterable<AIEvent> {
    this.requests.push(request);
    for (const step of await this.#answer(request, options)) {
      if (step instanceof Error) throw step;
      yield step;
    }
  }

  countTokens(request: AIRequest): Promise<TokenCount> {
    const texts = [request.system, ...request.messages.flatMap(({ parts }) => parts.map(({ text }) => text))];
    return Promise.resolve({ tokens: texts.reduce((sum, text) => sum + estimateTokens(text), 0), isExact: false });
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

/** An answer in which the model calls its tool, in pieces of `size` UTF-16 code units. */
export function toolAnswer(input: unknown, size = 40): Script {
  const json = typeof input === 'string' ? input : JSON.stringify(input);
  const pieces: AIEvent[] = [];
  for (let at = 0; at < json.length; at += size) pieces.push({ type: 'toolInput', json: json.slice(at, at + size) });
  return [...pieces, { type: 'usage', usage: { input: 100, output: 50, cacheRead: 0, cacheWrite: 0 } }, { type: 'end', reason: 'complete' }];
}

export function textAnswer(...texts: readonly string[]): Script {
  return [...texts.map((text): AIEvent => ({ type: 'text', text })), { type: 'end', reason: 'complete' }];
}
