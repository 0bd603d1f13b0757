import type { DomainEvents } from '../../events/domainEvents';
import type { AISettings } from '../../ports/ai';
import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import { AIError } from '../aiError';
import { costOf, priceOf } from '../prices';
import type { AICallStatus, AIEvent, AIMiddleware, AIRequest, TokenUsage } from '../provider';
import { estimateTokens } from '../tokens';
import { wrapped } from './wrapped';

interface MetricsParts {
  readonly events: Pick<DomainEvents, 'publish'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: Pick<AISettings, 'prices'>;
}

/** Keeps account of every call that reached the service, also of those that failed or were cancelled: tokens, time and price. */
export function metrics({ events, clock, log, settings }: MetricsParts): AIMiddleware {
  return (inner) => {
    const record = (call: Call, { model, task }: AIRequest, ms: number): void => {
      const { input, output, cacheRead, cacheWrite } = call.usage();
      const cost = call.cost(priceOf(settings.prices, model));
      const figures = { input, output, cacheRead, cacheWrite, ms, ...(cost === undefined ? {} : { cost }) };
      events
        .publish({ type: 'aiCalled', provider: inner.id, model, task, outcome: call.outcome, ...figures, at: clock.now() })
        .catch((error: unknown) => log.error('A call of a model could not be recorded', error));
    };

    return wrapped(inner, {
      async *generate(request, options) {
        const begin = clock.now();
        const call = new Call(request);
        const onStatus = (status: AICallStatus): void => {
          call.wasSent ||= status.kind === 'sent';
          options.onStatus?.(status);
        };
        try {
          for await (const event of inner.generate(request, { ...options, onStatus })) {
            call.add(event);
            yield event;
          }
        } catch (error) {
          call.outcome = AIError.is(error) ? error.reason : 'failed';
          throw error;
        } finally {
          if (call.wasSent) record(call, request, clock.now() - begin);
        }
      },
    });
  };
}

/** What is known of one call so far. */
class Call {
  readonly #request: AIRequest;
  readonly #answer: string[] = [];
  #told: TokenUsage | undefined;
  wasSent = false;
  /** Whoever leaves before the end does not want it any longer. */
  outcome = 'cancelled';

  constructor(request: AIRequest) {
    this.#request = request;
  }

  add(event: AIEvent): void {
    if (event.type === 'usage') this.#told = event.usage;
    else if (event.type === 'text') this.#answer.push(event.text);
    else if (event.type === 'toolInput') this.#answer.push(event.json);
    else this.outcome = event.reason === 'refused' ? 'refused' : 'ok';
  }

  /** An estimate where the service did not tell, so that budgets hold: it may charge for what was cancelled as well. */
  usage(): TokenUsage {
    if (this.#told) return this.#told;
    if (!['ok', 'cancelled', 'interrupted'].includes(this.outcome)) return { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    const { system, messages } = this.#request;
    const input = messages.flatMap(({ parts }) => parts).reduce((sum, { text }) => sum + estimateTokens(text), estimateTokens(system));
    return { input, output: estimateTokens(this.#answer.join('')), cacheRead: 0, cacheWrite: 0 };
  }

  /** US dollars. What was refused before anything was read costs nothing, whatever the price. */
  cost(price: TokenUsage | undefined): number | undefined {
    const usage = this.usage();
    if (price) return costOf(usage, price);
    return this.outcome !== 'ok' && Object.values(usage).every((tokens) => tokens === 0) ? 0 : undefined;
  }
}
