import { estimateTokenCount } from 'tokenx';

/** Tokens that a language model would count in `text`: an estimate, without any network. */
export function estimateTokens(text: string): number {
  return estimateTokenCount(text);
}
