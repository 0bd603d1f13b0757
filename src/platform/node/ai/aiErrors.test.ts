import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AIError, type AIErrorReason } from '../../../core/ai/aiError';
import { aiError, type FailureContext } from './aiErrors';

const running = new AbortController().signal;

function reasonFor(error: unknown, context: Partial<FailureContext> = {}): AIErrorReason {
  return aiError(error, { signal: running, hasBegun: false, now: 0, key: undefined, ...context }).reason;
}

function systemError(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
}

test.each<[string, AIErrorReason, AIErrorReason]>([
  ['ECONNREFUSED', 'unreachable', 'unreachable'],
  ['ENOTFOUND', 'unreachable', 'unreachable'],
  ['EAI_AGAIN', 'unreachable', 'unreachable'],
  ['ENETUNREACH', 'unreachable', 'unreachable'],
  ['ETIMEDOUT', 'timeout', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout', 'timeout'],
  ['CERT_HAS_EXPIRED', 'insecure', 'insecure'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'insecure', 'insecure'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'insecure', 'insecure'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'insecure', 'insecure'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'insecure', 'insecure'],
  ['EPROTO', 'insecure', 'insecure'],
  ['ECONNRESET', 'unreachable', 'interrupted'],
  ['UND_ERR_SOCKET', 'unreachable', 'interrupted'],
])('%s is %s, in the middle of an answer %s', (code, before, after) => {
  expect([reasonFor(systemError(code)), reasonFor(systemError(code), { hasBegun: true })]).toEqual([before, after]);
});

test('Several addresses that all failed', () => {
  const all = new AggregateError([Object.assign(new Error('a'), { code: 'ECONNREFUSED' })]);
  expect(reasonFor(new TypeError('fetch failed', { cause: all }))).toBe('unreachable');
});

test("The editor's other network stack has no codes", () => {
  expect(reasonFor(new Error('net::ERR_CERT_AUTHORITY_INVALID'))).toBe('insecure');
  expect(reasonFor(new Error('net::ERR_NAME_NOT_RESOLVED'))).toBe('unreachable');
  expect(reasonFor(new Error('net::ERR_CONNECTION_TIMED_OUT'))).toBe('timeout');
});

test('A call that somebody cancelled failed because of that', () => {
  expect(reasonFor(systemError('ECONNRESET'), { signal: AbortSignal.abort() })).toBe('cancelled');
});

test('A status in the middle of a stream, where there is nothing else', () => {
  expect(reasonFor(Object.assign(new Error('x'), { error: { code: 429, message: 'slow down' } }))).toBe('rateLimited');
  expect(reasonFor(Object.assign(new Error('x'), { error: { code: '502', message: 'bad' } }))).toBe('serverError');
});

test('Whatever is thrown, it is an AIError, and says nothing of an error that might hold what was sent', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.option(fc.integer({ min: 0, max: 999 })), fc.boolean(), (thrown, body, status, hasBegun) => {
      const error = Object.assign(new Error('my secret text'), { error: body, ...(status !== null && { status }), cause: thrown });
      for (const failure of [thrown, error]) {
        const { reason, detail } = aiError(failure, { signal: running, hasBegun, now: 0, key: undefined });
        expect(typeof reason).toBe('string');
        expect(detail ?? '').not.toContain('my secret text');
      }
    }),
  );
});

test('An own error stays as it is, also inside of others', () => {
  const own = new AIError('timeout');
  expect(aiError(new Error('Connection error.', { cause: own }), { signal: running, hasBegun: true, now: 0, key: undefined })).toBe(own);
});
