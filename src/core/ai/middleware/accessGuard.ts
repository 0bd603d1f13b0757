import type { AIPorts } from '../../ports/ai';
import { AIError } from '../aiError';
import type { AIMiddleware, CallOptions } from '../provider';
import { abortable, wrapped } from './wrapped';

/** Lets nothing out of a workspace that is not trusted, and no text to anybody whom the user did not allow it. */
export function accessGuard({ isTrusted, consent }: Pick<AIPorts, 'isTrusted' | 'consent'>): AIMiddleware {
  const requireTrust = (): void => {
    if (!isTrusted()) throw new AIError('untrusted');
  };
  return (inner) => {
    const requireConsent = async ({ signal, interactive }: CallOptions): Promise<void> => {
      requireTrust();
      if (!(await abortable(consent(inner, interactive !== false), signal))) throw new AIError('noConsent');
    };
    return wrapped(inner, {
      async models(signal) {
        requireTrust();
        return inner.models(signal);
      },
      async *generate(request, options) {
        await requireConsent(options);
        yield* inner.generate(request, options);
      },
      async countTokens(request, options) {
        await requireConsent(options);
        return inner.countTokens(request, options);
      },
    });
  };
}
