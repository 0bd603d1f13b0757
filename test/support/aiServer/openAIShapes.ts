import type OpenAI from 'openai';
import type { ServerModel } from './aiServer';
import { contentOf, type Reply } from './reply';

const finishReasons = { complete: 'stop', length: 'length', refused: 'content_filter' } as const;

/** Chunks of a streamed answer, as the Chat Completions API sends them. @param withUsage `stream_options.include_usage` was asked for */
export function openAIChunks(reply: Reply, model: string, toolName: string, withUsage: boolean): OpenAI.ChatCompletionChunk[] {
  const { kind, pieces } = contentOf(reply);
  const chunk = (delta: OpenAI.ChatCompletionChunk.Choice.Delta, finish: OpenAI.ChatCompletionChunk.Choice['finish_reason'] = null): OpenAI.ChatCompletionChunk => ({
    id: 'chatcmpl-01',
    object: 'chat.completion.chunk',
    created: 1_780_000_000,
    model,
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...(withUsage && { usage: null }),
  });
  return [
    chunk(
      kind === 'text'
        ? { role: 'assistant', content: '' }
        : { role: 'assistant', content: null, tool_calls: [{ index: 0, id: 'call_01', type: 'function', function: { name: toolName, arguments: '' } }] },
    ),
    ...pieces.map((piece) => chunk(kind === 'text' ? { content: piece } : { tool_calls: [{ index: 0, function: { arguments: piece } }] })),
    chunk({}, finishReason(reply)),
    ...(withUsage ? [{ ...chunk({}), choices: [], usage: usageOf(reply) }] : []),
  ];
}

/** The same answer in one piece. */
export function openAICompletion(reply: Reply, model: string, toolName: string): OpenAI.ChatCompletion {
  const { kind, pieces } = contentOf(reply);
  const whole = pieces.join('');
  return {
    id: 'chatcmpl-01',
    object: 'chat.completion',
    created: 1_780_000_000,
    model,
    choices: [
      {
        index: 0,
        finish_reason: finishReason(reply),
        logprobs: null,
        message:
          kind === 'text'
            ? { role: 'assistant', content: whole, refusal: null }
            : { role: 'assistant', content: null, refusal: null, tool_calls: [{ id: 'call_01', type: 'function', function: { name: toolName, arguments: whole } }] },
      },
    ],
    usage: usageOf(reply),
  };
}

function finishReason(reply: Reply): OpenAI.ChatCompletion.Choice['finish_reason'] {
  const stop = reply.stop ?? 'complete';
  return stop === 'complete' && reply.tool !== undefined ? 'tool_calls' : finishReasons[stop];
}

function usageOf(reply: Reply): OpenAI.CompletionUsage {
  const { input = 100, output = 50, cacheRead = 0 } = reply.usage ?? {};
  return { prompt_tokens: input + cacheRead, completion_tokens: output, total_tokens: input + cacheRead + output, prompt_tokens_details: { cached_tokens: cacheRead } };
}

/** @param contextField where the server tells the size of the context, which the API itself has no field for */
export function openAIModel(model: ServerModel, contextField: string | undefined): OpenAI.Model & Record<string, unknown> {
  return {
    id: model.id,
    object: 'model',
    created: 1_780_000_000,
    owned_by: 'system',
    ...(contextField && model.contextTokens !== undefined && { [contextField]: model.contextTokens }),
  };
}

const errors: Readonly<Record<number, readonly [type: string, code: string | null, message: string]>> = {
  400: ['invalid_request_error', null, 'Bad request'],
  401: ['invalid_request_error', 'invalid_api_key', 'Incorrect API key provided. You can find your API key in your account.'],
  403: ['invalid_request_error', 'unsupported_country_region_territory', 'Country, region, or territory not supported'],
  404: ['invalid_request_error', 'model_not_found', 'The model does not exist or you do not have access to it.'],
  413: ['invalid_request_error', null, 'Request too large'],
  429: ['requests', 'rate_limit_exceeded', 'Rate limit reached for requests'],
  500: ['server_error', null, 'The server had an error while processing your request.'],
  529: ['server_error', null, 'Overloaded'],
};

/** Body of a failure. */
export function openAIError(status: number, message?: string): { error: { message: string; type: string; param: string | null; code: string | null } } {
  const [type, code, usual] = errors[status] ?? (status >= 500 ? ['server_error', null, 'Server error'] : ['invalid_request_error', null, 'Bad request']);
  return { error: { message: message ?? usual, type, param: null, code } };
}
