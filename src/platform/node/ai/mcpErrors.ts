import { StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { AIError, type AIErrorReason } from '../../../core/ai/aiError';
import { singleLine } from '../../../core/util/text';
import { aiError, type FailureContext } from './aiErrors';

/** UTF-16 code units of what a server says. */
const MAX_DETAIL = 300;

const reasonsOfCodes = new Map<number, AIErrorReason>([
  [ErrorCode.ConnectionClosed, 'interrupted'],
  [ErrorCode.RequestTimeout, 'timeout'],
  [ErrorCode.MethodNotFound, 'notSupported'],
  [ErrorCode.InternalError, 'serverError'],
]);

/** Whatever the SDK or an MCP server failed with. */
export function mcpError(error: unknown, context: FailureContext): AIError {
  if (context.signal.aborted) return new AIError('cancelled');
  if (error instanceof McpError) return ofProtocol(error);
  if (error instanceof StreamableHTTPError && error.code !== undefined && error.code > 0) return ofStatus(error.code);
  if (!(error instanceof Error)) return aiError(error, context);
  // An answer of another shape than the protocol's.
  if (error.name.endsWith('ZodError')) return new AIError('badAnswer');
  if (error.name === 'UnauthorizedError') return new AIError('unauthorized');
  const { syscall } = error as { readonly syscall?: unknown };
  if (typeof syscall === 'string' && syscall.startsWith('spawn')) return new AIError('unreachable', { detail: singleLine(error.message, MAX_DETAIL) });
  return aiError(error, context);
}

function ofProtocol({ code, message }: McpError): AIError {
  const reason = reasonsOfCodes.get(code) ?? 'badRequest';
  // These two are the SDK's own words, which say no more than the reason.
  if (reason === 'timeout' || reason === 'interrupted') return new AIError(reason);
  return new AIError(reason, { detail: singleLine(message.replace(/^MCP error -?\d+: /, ''), MAX_DETAIL) });
}

function ofStatus(status: number): AIError {
  // There is no MCP endpoint at this address.
  if (status === 404 || status === 405) return new AIError('unreachable', { status, detail: String(status) });
  const error = Object.assign(new Error(), { status });
  return aiError(error, { signal: new AbortController().signal, hasBegun: false, now: 0, key: undefined });
}
