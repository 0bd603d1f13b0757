import { measureText } from './textMeasure';

/**
 * Tokens that a language model would count in `text`: an estimate, without any network. Calibrated on OpenAI's `o200k_base`; other
 * models count by other vocabularies, so their figures differ by some percent more.
 */
export function estimateTokens(text: string): number {
  return measureText(text).tokens;
}
