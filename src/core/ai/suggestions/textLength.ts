import { numberedBody } from '../numberedBody';
import type { AIModel } from '../provider';
import { estimateTokens } from '../tokens';
import { tokenBudgets } from './tokenBudgets';

/** Of a text that takes much of a model's context, in percent of it. */
export interface TextLength {
  readonly share: number;
  /** What is sent at most. */
  readonly limit: number;
  readonly isTooLong: boolean;
}

/** A token is seldom less than half a UTF-16 code unit. */
const TOKENS_PER_UNIT = 2;

/** @param text of the whole document @returns `undefined` as long as people need not be warned */
export function textLength(text: string, model: AIModel): TextLength | undefined {
  const { context, warning, composition } = tokenBudgets(model);
  if (text.length * TOKENS_PER_UNIT < warning) return undefined;
  const tokens = estimateTokens(numberedBody(text).lines.join('\n'));
  if (tokens < warning) return undefined;
  const percent = (part: number): number => Math.round((part / context) * 100);
  return { share: percent(tokens), limit: percent(composition), isTooLong: tokens > composition };
}
