import type { AIParts } from '../liveAI';
import type { AIProvider } from '../provider';

/** @param provider is disposed with the result */
export function withMiddleware(provider: AIProvider, _parts: AIParts): AIProvider {
  return provider;
}
