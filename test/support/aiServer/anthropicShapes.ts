import type Anthropic from '@anthropic-ai/sdk';
import { contentOf, type Reply } from './reply';
import type { ServerModel } from './aiServer';

const stopReasons = { complete: 'end_turn', length: 'max_tokens', refused: 'refusal' } as const;

/** Events of a streamed answer, as the Messages API sends them. */
export function anthropicEvents(reply: Reply, model: string, toolName: string): Anthropic.RawMessageStreamEvent[] {
  const { kind, pieces } = contentOf(reply);
  const usage = { input: 100, output: 50, cacheRead: 0, cacheWrite: 0, ...reply.usage };
  const block: Anthropic.TextBlock | Anthropic.ToolUseBlock =
    kind === 'text' ? { type: 'text', text: '', citations: null } : { type: 'tool_use', id: 'toolu_01', name: toolName, input: {}, caller: { type: 'direct' } };
  const deltas = pieces.map((piece) =>
    kind === 'text' ? ({ type: 'text_delta', text: piece } satisfies Anthropic.TextDelta) : ({ type: 'input_json_delta', partial_json: piece } satisfies Anthropic.InputJSONDelta),
  );
  return [
    { type: 'message_start', message: { ...message(reply, model, toolName), content: [], stop_reason: null, usage: usageOf({ ...usage, output: 1 }) } },
    { type: 'content_block_start', index: 0, content_block: block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index: 0, delta }) satisfies Anthropic.RawContentBlockDeltaEvent),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: stopReason(reply), stop_sequence: null, stop_details: null, container: null },
      usage: {
        input_tokens: usage.input,
        output_tokens: usage.output,
        cache_read_input_tokens: usage.cacheRead,
        cache_creation_input_tokens: usage.cacheWrite,
        output_tokens_details: null,
        server_tool_use: null,
      },
    },
    { type: 'message_stop' },
  ];
}

/** The same answer in one piece. A tool's input that is no JSON is sent as a string. */
export function anthropicMessage(reply: Reply, model: string, toolName: string): Anthropic.Message {
  return message(reply, model, toolName);
}

function message(reply: Reply, model: string, toolName: string): Anthropic.Message {
  const { kind, pieces } = contentOf(reply);
  const whole = pieces.join('');
  return {
    id: 'msg_01',
    type: 'message',
    role: 'assistant',
    model,
    content:
      kind === 'text'
        ? [{ type: 'text', text: whole, citations: null }]
        : [{ type: 'tool_use', id: 'toolu_01', name: toolName, input: parsed(whole), caller: { type: 'direct' } }],
    stop_reason: stopReason(reply),
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: usageOf({ input: 100, output: 50, cacheRead: 0, cacheWrite: 0, ...reply.usage }),
  };
}

function stopReason(reply: Reply): Anthropic.StopReason {
  const stop = reply.stop ?? 'complete';
  return stop === 'complete' && reply.tool !== undefined ? 'tool_use' : stopReasons[stop];
}

function usageOf(usage: { input: number; output: number; cacheRead: number; cacheWrite: number }): Anthropic.Usage {
  return {
    input_tokens: usage.input,
    output_tokens: usage.output,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_creation: null,
    inference_geo: null,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: 'standard',
    speed: null,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

export function anthropicModel(model: ServerModel): Anthropic.ModelInfo {
  return {
    type: 'model',
    id: model.id,
    display_name: model.name,
    created_at: '2026-06-01T00:00:00Z',
    capabilities: null,
    deprecated_at: null,
    lifecycle: model.retired ? 'retired' : 'active',
    line: null,
    max_input_tokens: model.contextTokens ?? null,
    max_tokens: model.maxOutputTokens ?? null,
    retires_at: null,
  };
}

const errorTypes: Readonly<Record<number, readonly [type: string, message: string]>> = {
  400: ['invalid_request_error', 'messages: at least one message is required'],
  401: ['authentication_error', 'invalid x-api-key'],
  403: ['permission_error', 'Your API key does not have permission to use the specified resource.'],
  404: ['not_found_error', 'The requested resource could not be found.'],
  413: ['request_too_large', 'Request exceeds the maximum size'],
  429: ['rate_limit_error', 'This request would exceed the rate limit for your organization.'],
  500: ['api_error', 'Internal server error'],
  529: ['overloaded_error', 'Overloaded'],
};

/** Body of a failure. */
export function anthropicError(status: number, message?: string): Pick<Anthropic.ErrorResponse, 'type' | 'request_id'> & { error: { type: string; message: string } } {
  const [type, usual] = errorTypes[status] ?? (status >= 500 ? ['api_error', 'Internal server error'] : ['invalid_request_error', 'Bad request']);
  return { type: 'error', error: { type, message: message ?? usual }, request_id: 'req_01' };
}
