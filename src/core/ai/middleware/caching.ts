import { sha256 } from '../../util/sha256';
import type { AIEvent, AIMiddleware, AIProvider, AIRequest } from '../provider';
import type { AnswerCache } from './answerCache';
import { wrapped } from './wrapped';

/** Gives the answer that was given before to the same request. What somebody runs is a wish for a new answer: it is never kept. */
export function caching(cache: AnswerCache): AIMiddleware {
  return (inner) =>
    wrapped(inner, {
      async *generate(request, options) {
        const mode = options.cache ?? 'use';
        if (request.task === 'run' || mode === 'none') {
          yield* inner.generate(request, options);
          return;
        }
        const key = await keyOf(inner, request);
        const known = mode === 'use' ? await cache.get(key) : undefined;
        if (known) {
          yield* known;
          return;
        }
        const answer = new Answer();
        for await (const event of inner.generate(request, options)) {
          answer.add(event);
          // Before the caller has the end: it may leave with it.
          if (event.type === 'end' && event.reason === 'complete') cache.set(key, answer.events, request.task !== 'completion');
          yield event;
        }
      },
    });
}

/** The same for the same request to the same service, in every window. */
function keyOf({ id, destination }: AIProvider, request: AIRequest): Promise<string> {
  return sha256(JSON.stringify([id, destination, request]));
}

/** An answer as it is kept: its pieces joined, without the figures of a use that is over. */
class Answer {
  readonly events: AIEvent[] = [];

  add(event: AIEvent): void {
    const last = this.events.at(-1);
    if (event.type === 'usage') return;
    if (event.type === 'text' && last?.type === 'text') this.events[this.events.length - 1] = { type: 'text', text: last.text + event.text };
    else if (event.type === 'toolInput' && last?.type === 'toolInput') this.events[this.events.length - 1] = { type: 'toolInput', json: last.json + event.json };
    else this.events.push(event);
  }
}
