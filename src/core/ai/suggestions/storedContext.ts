import type { ChosenPrompt, ContextSelection, SelectionReason } from '../contextSelector';
import { isRecord, numberIn, texts } from './storedValues';

const MAX_PROMPTS = 100;

/** What is kept of the prompts that were sent along: all but their texts, which are in the library. */
export function storableContext({ selector, prompts, tokens, budget, leftOut }: ContextSelection): unknown {
  return { selector, tokens, budget, leftOut, prompts: prompts.map(({ uri, title, tokens: size, score, reasons }) => ({ uri, title, tokens: size, score, reasons })) };
}

/** Prompts come back with empty texts. */
export function storedContext(value: unknown): ContextSelection | undefined {
  if (!isRecord(value) || (value['selector'] !== 'score' && value['selector'] !== 'bm25') || !Array.isArray(value['prompts'])) return undefined;
  const prompts = (value['prompts'] as readonly unknown[]).slice(0, MAX_PROMPTS).flatMap((prompt) => storedPrompt(prompt) ?? []);
  const budget = numberIn(value, 'budget');
  return { selector: value['selector'], prompts, tokens: numberIn(value, 'tokens') ?? 0, ...(budget !== undefined && { budget }), leftOut: texts(value['leftOut']) };
}

function storedPrompt(value: unknown): ChosenPrompt | undefined {
  if (!isRecord(value)) return undefined;
  const [uri, title] = texts([value['uri'], value['title']]);
  const reasons = Array.isArray(value['reasons']) ? (value['reasons'] as readonly unknown[]).flatMap((reason) => storedReason(reason) ?? []) : [];
  if (uri === undefined || title === undefined || reasons.length === 0) return undefined;
  return { uri, title, text: '', tokens: numberIn(value, 'tokens') ?? 0, score: numberIn(value, 'score') ?? 0, reasons };
}

function storedReason(value: unknown): SelectionReason | undefined {
  if (!isRecord(value)) return undefined;
  const score = numberIn(value, 'score') ?? 0;
  const { tag, category } = value;
  switch (value['kind']) {
    case 'referenced':
    case 'user':
      return { kind: value['kind'] };
    case 'lastSession':
      return { kind: 'lastSession', score };
    case 'uses':
      return { kind: 'uses', count: numberIn(value, 'count') ?? 0, score };
    case 'words':
      return { kind: 'words', words: texts(value['words']), score };
    case 'tag':
      return typeof tag === 'string' ? { kind: 'tag', tag, score } : undefined;
    case 'category':
      return typeof category === 'string' ? { kind: 'category', category, score } : undefined;
    default:
      return undefined;
  }
}
