import type { Clock } from '../../ports/clock';
import type { Log } from '../../ports/log';
import { AIError } from '../aiError';
import type { AIMiddleware, AIRequest } from '../provider';
import { wrapped } from './wrapped';

/** Writes down what was asked of whom, how much, how long it took and how it ended. Never a text: neither of a request nor of an answer. */
export function logging(log: Log, clock: Clock): AIMiddleware {
  return (inner) =>
    wrapped(inner, {
      async *generate(request, options) {
        const begin = clock.now();
        const name = `${request.task} of ${inner.id} (${request.model}), ${sizeOf(request)} characters`;
        let received = 0;
        let outcome: string | undefined;
        try {
          for await (const event of inner.generate(request, options)) {
            if (event.type === 'text') received += event.text.length;
            else if (event.type === 'toolInput') received += event.json.length;
            else if (event.type === 'end') outcome = event.reason;
            yield event;
          }
        } catch (error) {
          outcome = outcomeOf(error);
          throw error;
        } finally {
          const isExpected = outcome === undefined || ['complete', 'length', 'refused', 'cancelled'].includes(outcome);
          // Of completions there is one for every pause in typing.
          log[!isExpected ? 'warn' : request.task === 'completion' ? 'debug' : 'info'](`AI: ${name}: ${outcome ?? 'cancelled'} after ${Math.round(clock.now() - begin)} ms, ${received} characters`);
        }
      },
    });
}

function sizeOf({ system, messages }: AIRequest): number {
  return messages.reduce((sum, { parts }) => parts.reduce((all, { text }) => all + text.length, sum), system.length);
}

/** The message of an {@link AIError} is a reason and a status; any other might hold text. */
function outcomeOf(error: unknown): string {
  if (AIError.is(error)) return error.message;
  return error instanceof Error ? error.name : 'failed';
}
