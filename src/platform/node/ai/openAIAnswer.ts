import type OpenAI from 'openai';
import { AIError } from '../../../core/ai/aiError';
import { JsonInText } from '../../../core/ai/jsonInText';
import type { AIEvent, TokenUsage } from '../../../core/ai/provider';
import { CodePoints } from './codePoints';

type Choice = OpenAI.ChatCompletionChunk.Choice;

/**
 * What a stream of the Chat Completions API says.
 * @param wantsTool the answer is the input of a tool; a model that writes it as text instead has that taken for the input
 * @throws {AIError} `interrupted` when it ends before the answer does; whatever the stream throws
 */
export async function* openAIAnswer(stream: AsyncIterable<OpenAI.ChatCompletionChunk>, wantsTool: boolean): AsyncIterable<AIEvent> {
  const said = wantsTool ? new InputInText() : new Said();
  const calls = new CodePoints();
  let isCalled = false;
  let isRefused = false;
  let finish: string | undefined;
  let usage: TokenUsage | undefined;
  for await (const chunk of stream) {
    if (chunk.usage) usage = usageOf(chunk.usage);
    // Compatible servers leave out what is empty.
    const choice: Partial<Choice> = chunk.choices?.[0] ?? {};
    const { content, refusal, tool_calls } = choice.delta ?? {};
    if (choice.finish_reason) finish = choice.finish_reason;
    if (refusal) isRefused = true;
    const input = wantsTool && !said.hasBegun ? argumentsOf(tool_calls) : '';
    if (input !== '') {
      isCalled = true;
      yield* toolInput(calls.push(input));
    }
    if (content && !isCalled) yield* said.push(content);
  }
  if (finish === undefined) throw new AIError('interrupted');
  if (!isCalled) yield* said.end();
  if (usage) yield { type: 'usage', usage };
  yield { type: 'end', reason: isRefused || finish === 'content_filter' ? 'refused' : finish === 'length' ? 'length' : 'complete' };
}

/** A whole answer of the API as the only chunk of a stream: the message is all that is new. */
export function wholeOpenAIAnswer(answer: unknown): readonly OpenAI.ChatCompletionChunk[] {
  const { choices, ...rest } = answer as Partial<OpenAI.ChatCompletion>;
  return [{ ...rest, choices: choices?.map(({ message, ...choice }) => ({ ...choice, delta: message })) } as unknown as OpenAI.ChatCompletionChunk];
}

function* toolInput(json: string): Iterable<AIEvent> {
  if (json !== '') yield { type: 'toolInput', json };
}

/** Arguments of the first call. Some servers send them as an object. */
function argumentsOf(calls: readonly OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall[] | undefined): string {
  const given: unknown = calls?.find(({ index }) => !index)?.function?.arguments;
  if (typeof given === 'string') return given;
  return typeof given === 'object' && given !== null ? JSON.stringify(given) : '';
}

/** Text that is the answer. */
class Said {
  readonly hasBegun: boolean = false;
  readonly #points = new CodePoints();

  *push(piece: string): Iterable<AIEvent> {
    const text = this.#points.push(piece);
    if (text !== '') yield { type: 'text', text };
  }

  *end(): Iterable<AIEvent> {
    // Nothing waits.
  }
}

/** Text of a model that should have called the tool: often words and a code fence around what it would have called it with. */
class InputInText {
  readonly #points = new CodePoints();
  readonly #json = new JsonInText();
  #all = '';

  get hasBegun(): boolean {
    return this.#json.hasBegun;
  }

  *push(piece: string): Iterable<AIEvent> {
    const text = this.#points.push(piece);
    if (!this.hasBegun) this.#all += text;
    yield* toolInput(this.#json.push(text));
  }

  /** What holds nothing like JSON is passed on as it is. */
  *end(): Iterable<AIEvent> {
    if (!this.hasBegun) yield* toolInput(this.#all);
  }
}

function usageOf({ prompt_tokens, completion_tokens, prompt_tokens_details }: Partial<OpenAI.CompletionUsage>): TokenUsage {
  const cacheRead = prompt_tokens_details?.cached_tokens ?? 0;
  return { input: Math.max(0, (prompt_tokens ?? 0) - cacheRead), output: completion_tokens ?? 0, cacheRead, cacheWrite: 0 };
}
