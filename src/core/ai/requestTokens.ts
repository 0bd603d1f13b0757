import type { AIRequest } from './provider';
import { estimateTokens } from './tokens';

/** Tokens that a request would be counted as: an estimate, for services that do not count. */
export function requestTokens({ system, messages, tool }: AIRequest): number {
  const texts = [system, ...messages.flatMap(({ parts }) => parts.map(({ text }) => text)), tool ? JSON.stringify(tool) : ''];
  return texts.reduce((sum, text) => sum + (text === '' ? 0 : estimateTokens(text)), 0);
}
