import type { AIModel } from '../provider';

/** How many tokens the parts of a request for advice may have. */
interface TokenBudgets {
  /** What the model takes in all, as far as it is known. */
  readonly context: number;
  /** From here on the composition is long: people are warned. */
  readonly warning: number;
  /** A longer composition is not sent. */
  readonly composition: number;
  /** Of all prompts that are sent along. */
  readonly prompts: number;
  /** Of the answer. */
  readonly output: number;
}

/** Of a model that does not tell its own: what nearly all models of today take. */
const UNKNOWN_CONTEXT = 128_000;
/** Enough for a hundred pieces of advice, and for what some models think before they answer. */
const MAX_OUTPUT = 16_000;

export function tokenBudgets(model?: Pick<AIModel, 'contextTokens' | 'maxOutputTokens'>): TokenBudgets {
  const known = model?.contextTokens;
  const context = known !== undefined && known > 0 ? known : UNKNOWN_CONTEXT;
  const share = (percent: number): number => Math.floor((context * percent) / 100);
  return {
    context,
    warning: share(15),
    composition: share(25),
    prompts: share(15),
    output: Math.max(1, Math.min(MAX_OUTPUT, share(25), model?.maxOutputTokens ?? MAX_OUTPUT)),
  };
}
