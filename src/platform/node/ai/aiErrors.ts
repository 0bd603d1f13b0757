import { AIError, type AIErrorReason } from '../../../core/ai/aiError';
import { singleLine } from '../../../core/util/text';

export interface FailureContext {
  /** Of the call: when it is aborted, that is why the call failed. */
  readonly signal: AbortSignal;
  /** The answer had begun. */
  readonly hasBegun: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Is taken out of what the service says. */
  readonly key: string | undefined;
}

/** UTF-16 code units of what a service says. */
const MAX_DETAIL = 300;

/** Whatever the SDKs, `fetch` or a service failed with. Both SDKs give status, headers and body the same names. */
export function aiError(error: unknown, context: FailureContext): AIError {
  if (context.signal.aborted) return new AIError('cancelled');
  const causes = causesOf(error);
  const own = causes.find((cause) => cause instanceof AIError);
  if (own) return own;
  for (const cause of causes) {
    const body = bodyOf(cause);
    const status = statusOf(cause, body);
    if (status !== undefined || body.message !== undefined || body.type !== '') return fromService(cause, status, body, context);
  }
  for (const cause of causes) {
    const reason = networkReason(cause, context.hasBegun);
    if (reason) return new AIError(reason, { detail: codeOf(cause), cause: error });
  }
  // The text of any other error might hold what was sent.
  if (causes.some((cause) => cause instanceof SyntaxError)) return new AIError('badAnswer');
  return new AIError(context.hasBegun ? 'interrupted' : 'unreachable');
}

/** The error and what caused it, outermost first. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  const add = (cause: unknown): void => {
    if (!(cause instanceof Error) || causes.includes(cause) || causes.length > 10) return;
    causes.push(cause);
    add(cause.cause);
    if (cause instanceof AggregateError) cause.errors.forEach(add);
  };
  add(error);
  return causes;
}

/** What a service says about a failure. */
interface ServiceBody {
  readonly type: string;
  readonly code: unknown;
  readonly message: string | undefined;
}

function bodyOf(error: Error): ServiceBody {
  const { error: body, status, message } = error as { readonly error?: unknown; readonly status?: unknown; readonly message: string };
  const inner = record(body)['error'] ?? body;
  if (typeof inner === 'string') return { type: '', code: undefined, message: inner };
  const { type, code, message: said } = record(inner);
  const text = typeof said === 'string' ? said : typeof status === 'number' ? plainBody(message, status) : undefined;
  return { type: typeof type === 'string' ? type : '', code, message: text };
}

/** The SDKs put a body that is no JSON behind the status. Pages for browsers say nothing in one line. */
function plainBody(message: string, status: number): string | undefined {
  const text = message.startsWith(`${status} `) ? message.slice(`${status} `.length).trim() : '';
  return text === '' || text === 'status code (no body)' || /^[<{[]/.test(text) ? undefined : text;
}

function statusOf(error: Error, { code }: ServiceBody): number | undefined {
  const { status } = error as { readonly status?: unknown };
  if (typeof status === 'number') return status;
  // Some compatible services have nothing but a status to say in the middle of a stream.
  const given = Number(code);
  return Number.isInteger(given) && given >= 300 && given < 600 ? given : undefined;
}

function fromService(error: Error, status: number | undefined, body: ServiceBody, { now, key }: FailureContext): AIError {
  const reason = reasonOf(status, body);
  const headers = (error as { readonly headers?: unknown }).headers;
  const retryAfter = headers instanceof Headers ? retryAfterOf(headers, now) : undefined;
  const said = key ? body.message?.replaceAll(key, '***') : body.message;
  return new AIError(reason, { detail: said === undefined ? undefined : singleLine(said, MAX_DETAIL), status, retryAfter, until: retryAfter === undefined ? undefined : now + retryAfter });
}

const reasonsOfTypes: Readonly<Record<string, AIErrorReason>> = {
  overloaded_error: 'overloaded',
  rate_limit_error: 'rateLimited',
  rate_limit_exceeded: 'rateLimited',
  api_error: 'serverError',
  server_error: 'serverError',
  timeout_error: 'timeout',
  authentication_error: 'unauthorized',
  invalid_api_key: 'unauthorized',
  permission_error: 'forbidden',
  billing_error: 'forbidden',
  insufficient_quota: 'forbidden',
  not_found_error: 'modelNotFound',
  model_not_found: 'modelNotFound',
  request_too_large: 'tooLarge',
  context_length_exceeded: 'tooLarge',
  invalid_request_error: 'badRequest',
};

const TOO_LARGE = /prompt is too long|context (?:length|window|size)|maximum context|too many tokens|request too large/i;
const NO_MONEY = /credit balance|insufficient.(?:quota|credit|balance)|billing/i;

function reasonOf(status: number | undefined, { type, code, message = '' }: ServiceBody): AIErrorReason {
  const known = reasonsOfTypes[typeof code === 'string' ? code : ''] ?? reasonsOfTypes[type];
  if (status === undefined) return known ?? 'serverError';
  if (status === 401) return 'unauthorized';
  if (status === 402 || status === 403) return 'forbidden';
  if (status === 404) return known === 'modelNotFound' || /model/i.test(message) ? 'modelNotFound' : 'badRequest';
  if (status === 408) return 'timeout';
  if (status === 413) return 'tooLarge';
  if (status === 429) return known === 'forbidden' || NO_MONEY.test(message) ? 'forbidden' : 'rateLimited';
  if (status === 407) return 'unreachable';
  if (status >= 500) return status === 503 || status === 529 || known === 'overloaded' ? 'overloaded' : 'serverError';
  if (known === 'tooLarge' || TOO_LARGE.test(message)) return 'tooLarge';
  if (known === 'modelNotFound') return 'modelNotFound';
  return known === 'forbidden' || NO_MONEY.test(message) ? 'forbidden' : 'badRequest';
}

/** Milliseconds; `undefined` where the service does not say. */
function retryAfterOf(headers: Headers, now: number): number | undefined {
  const precise = numberOf(headers.get('retry-after-ms'));
  if (precise !== undefined) return precise;
  const given = headers.get('retry-after');
  const seconds = numberOf(given);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(given ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}

const TIMEOUT = /^(?:ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/;
const INSECURE = /^(?:ERR_(?:TLS|SSL|OSSL)_.+|CERT_.+|EPROTO|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.+|HOSTNAME_MISMATCH|INVALID_CA|CRL_.+)$/;
const UNREACHABLE = /^(?:ECONNREFUSED|ENOTFOUND|EAI_.+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/;
const BROKEN = /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|ERR_STREAM_PREMATURE_CLOSE|HPE_.+)$/;

function networkReason(error: Error, hasBegun: boolean): AIErrorReason | undefined {
  const code = codeOf(error) ?? '';
  // The SDKs do not say why they gave up but in their message; the editor's other network stack has no codes.
  if (TIMEOUT.test(code) || /\btimed out\b|net::ERR_(?:CONNECTION_)?TIMED_OUT/i.test(error.message)) return 'timeout';
  if (INSECURE.test(code) || /net::ERR_(?:CERT|SSL)_/.test(error.message)) return 'insecure';
  if (UNREACHABLE.test(code)) return 'unreachable';
  if (BROKEN.test(code)) return hasBegun ? 'interrupted' : 'unreachable';
  return undefined;
}

function codeOf(error: Error): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
