import type { AIParts } from '../liveAI';
import type { AIMiddleware, AIProvider } from '../provider';
import { accessGuard } from './accessGuard';
import { AnswerCache } from './answerCache';
import { caching } from './caching';
import { circuitBreaker } from './circuitBreaker';
import { concurrencyLimit } from './concurrencyLimit';
import { keepContract } from './keepContract';
import { logging } from './logging';
import { metrics } from './metrics';
import { retry } from './retry';
import { SecretDecisions, secretsGuard } from './secretsGuard';

/** What is remembered while providers come and go. */
export interface ChainMemory {
  readonly answers: AnswerCache;
  readonly secrets: SecretDecisions;
}

/** What the middleware needs around it. */
export type ChainParts = Pick<AIParts, 'events' | 'fileSystem' | 'clock' | 'log' | 'ports'>;

export function chainMemory(parts: ChainParts): ChainMemory {
  return { answers: new AnswerCache(parts.ports.cacheFolder, parts), secrets: new SecretDecisions() };
}

/**
 * Puts everything around a provider that no provider has to care for. Guards come first, so that nothing is even looked up that must not be
 * sent; the cache comes before the figures, so that only what the service did is counted; each attempt waits for a place of its own and is
 * judged by the circuit breaker.
 * @param provider is disposed with the result, when the calls that are under way have ended
 */
export function withMiddleware(provider: AIProvider, parts: ChainParts, memory: ChainMemory = chainMemory(parts)): AIProvider {
  const { ports, clock, log, events } = parts;
  const { settings } = ports;
  const outermostFirst: readonly AIMiddleware[] = [
    accessGuard(ports),
    secretsGuard(ports, memory.secrets),
    logging(log, clock),
    caching(memory.answers),
    metrics({ events, clock, log, settings }),
    retry(clock),
    concurrencyLimit(() => settings.concurrency),
    circuitBreaker(clock),
    keepContract,
  ];
  return outermostFirst.reduceRight((inner, around) => around(inner), provider);
}
