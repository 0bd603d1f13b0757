import type { TokenUsage } from './provider';

/** US dollars per million tokens. */
type Price = TokenUsage;

const MILLION = 1_000_000;

/**
 * What a model costs by the user's list: the longest name that fits counts, and `*` at its end stands for anything.
 * @param prices of any shape; what cannot be read is not known
 */
export function priceOf(prices: unknown, model: string): Price | undefined {
  if (typeof prices !== 'object' || prices === null) return undefined;
  let best: { readonly name: string; readonly price: Price } | undefined;
  for (const [name, value] of Object.entries(prices)) {
    const fits = name.endsWith('*') ? model.startsWith(name.slice(0, -1)) : name === model;
    const price = fits && (!best || name === model || name.length > best.name.length) ? readPrice(value) : undefined;
    if (price && best?.name !== model) best = { name, price };
  }
  return best?.price;
}

/** US dollars. */
export function costOf(usage: TokenUsage, price: Price): number {
  return (usage.input * price.input + usage.output * price.output + usage.cacheRead * price.cacheRead + usage.cacheWrite * price.cacheWrite) / MILLION;
}

/** Without prices of their own, tokens of the provider's cache are taken for tokens like others. */
function readPrice(value: unknown): Price | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { input, output, cacheRead = input, cacheWrite = input } = value as Readonly<Record<string, unknown>>;
  return isPrice(input) && isPrice(output) && isPrice(cacheRead) && isPrice(cacheWrite) ? { input, output, cacheRead, cacheWrite } : undefined;
}

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
