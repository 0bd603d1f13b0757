import { AIError, type AIErrorReason } from '../../../core/ai/aiError';

/** What extensions that provide models write into their errors, since the editor knows only three codes. */
const words: readonly (readonly [AIErrorReason, RegExp])[] = [
  ['rateLimited', /rate.?limit|too many requests|quota|\b429\b/i],
  ['tooLarge', /\b413\b|too (?:large|long)|context (?:length|window)|token limit|exceeds? .{0,40}tokens?/i],
  ['unauthorized', /\b401\b|unauthori[sz]ed|sign(?:ed)? ?in/i],
  ['forbidden', /\b403\b|forbidden/i],
  ['overloaded', /\b(?:503|529)\b|overloaded/i],
  ['unreachable', /ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|net::|offline|fetch failed/i],
  ['timeout', /ETIMEDOUT|timed? ?out/i],
  ['refused', /filtered|off.?topic|content policy/i],
];

/**
 * A failure of the editor's language models.
 * @param error what was thrown: usually a `LanguageModelError`, whose `code` says what it is
 */
export function languageModelError(error: unknown): AIError {
  if (error instanceof AIError) return error;
  const { code, name, message, cause } = textsOf(error);
  if (name === 'Canceled' || name === 'CancellationError' || code === 'Canceled') return new AIError('cancelled', { cause: error });
  const detail = [message, cause].filter((text) => text !== '').join(': ');
  return new AIError(reasonOf(code, detail), { cause: error, ...(detail !== '' && { detail: detail.slice(0, 1000) }) });
}

function reasonOf(code: string, detail: string): AIErrorReason {
  if (code === 'NoPermissions') return 'noConsent';
  if (code === 'NotFound') return 'modelNotFound';
  if (code === 'Blocked') return 'rateLimited';
  return words.find(([, pattern]) => pattern.test(detail))?.[0] ?? 'serverError';
}

function textsOf(error: unknown): { readonly code: string; readonly name: string; readonly message: string; readonly cause: string } {
  const { code, name, message, cause } = (typeof error === 'object' && error !== null ? error : { message: error }) as Readonly<Record<string, unknown>>;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { code: text(code), name: text(name), message: text(message), cause: cause instanceof Error ? cause.message : text(cause) };
}
