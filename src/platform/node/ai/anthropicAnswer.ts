import type Anthropic from '@anthropic-ai/sdk';
import { AIError } from '../../../core/ai/aiError';
import type { AIEvent, TokenUsage } from '../../../core/ai/provider';
import { CodePoints } from './codePoints';

/** What a stream of the Messages API says. @throws {AIError} `interrupted` when it ends before the answer does; whatever the stream throws */
export async function* anthropicAnswer(stream: AsyncIterable<Anthropic.RawMessageStreamEvent>): AsyncIterable<AIEvent> {
  const points = new CodePoints();
  let usage: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  let toolBlock: number | undefined;
  let stop: Anthropic.StopReason | null = null;
  let isTold = false;
  for await (const event of stream) {
    switch (event.type) {
      case 'message_start':
        usage = usageAfter(usage, event.message.usage);
        break;
      case 'content_block_start':
        if (event.content_block.type === 'tool_use') toolBlock ??= event.index;
        break;
      case 'content_block_delta': {
        const { delta } = event;
        // Told with the answer and not before, since a call of which nothing was told can be tried again.
        if (!isTold) yield { type: 'usage', usage };
        isTold = true;
        if (delta.type === 'text_delta') {
          const text = points.push(delta.text);
          if (text !== '') yield { type: 'text', text };
        } else if (delta.type === 'input_json_delta' && event.index === toolBlock) {
          const json = points.push(delta.partial_json);
          if (json !== '') yield { type: 'toolInput', json };
        }
        break;
      }
      case 'message_delta':
        usage = usageAfter(usage, event.usage);
        stop = event.delta.stop_reason ?? stop;
        break;
      case 'content_block_stop':
      case 'message_stop':
        break;
    }
  }
  if (stop === null) throw new AIError('interrupted');
  yield { type: 'usage', usage };
  yield { type: 'end', reason: stop === 'refusal' ? 'refused' : stop === 'max_tokens' || stop === 'model_context_window_exceeded' ? 'length' : 'complete' };
}

/** A whole answer of the API as the events of a stream. */
export function wholeAnthropicAnswer(answer: unknown): readonly Anthropic.RawMessageStreamEvent[] {
  const { content = [], usage, stop_reason: reason } = answer as Partial<Anthropic.Message>;
  const blocks = content.flatMap((block, index): object[] => {
    if (block.type === 'text') return [{ type: 'content_block_delta', index, delta: { type: 'text_delta', text: block.text } }];
    if (block.type !== 'tool_use') return [];
    return [
      { type: 'content_block_start', index, content_block: block },
      { type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: JSON.stringify(block.input) } },
    ];
  });
  return [...blocks, { type: 'message_delta', usage, delta: { stop_reason: reason } }] as Anthropic.RawMessageStreamEvent[];
}

/** Figures of an event are totals; those that it does not tell stay. */
function usageAfter(before: TokenUsage, told: Partial<Anthropic.MessageDeltaUsage> | undefined): TokenUsage {
  return {
    input: told?.input_tokens ?? before.input,
    output: told?.output_tokens ?? before.output,
    cacheRead: told?.cache_read_input_tokens ?? before.cacheRead,
    cacheWrite: told?.cache_creation_input_tokens ?? before.cacheWrite,
  };
}
