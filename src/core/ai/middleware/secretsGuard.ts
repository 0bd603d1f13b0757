import type { AIPorts } from '../../ports/ai';
import { KeyedQueue } from '../../util/keyedQueue';
import { AIError } from '../aiError';
import { withoutNumbers } from '../numberedBody';
import type { AIEvent, AIMiddleware, AIProvider, AIRequest, CallOptions } from '../provider';
import { maskAll, type MaskedTexts, type SearchedText } from '../secrets';
import { abortable, wrapped } from './wrapped';

/** What the user decided about secrets, for the life of the window. Nothing of it is ever written down. */
export class SecretDecisions {
  readonly #decided = new Map<string, 'mask' | 'send'>();
  readonly #questions = new KeyedQueue();

  of(destination: string, secret: string): 'mask' | 'send' | undefined {
    return this.#decided.get(`${destination}\n${secret}`);
  }

  set(destination: string, secret: string, decision: 'mask' | 'send'): void {
    this.#decided.set(`${destination}\n${secret}`, decision);
  }

  /** One question at a time: its answer may spare the next. */
  ask<T>(question: () => Promise<T>): Promise<T> {
    return this.#questions.run('', question);
  }
}

/**
 * Finds secrets in what is about to be sent and asks what to do about them: once for all parts together, and never twice about the same
 * secret. What the user allowed for a request by itself goes out with it and with nothing else. Where nobody can be asked all are masked. In
 * edits and completions the marks become the secrets again.
 */
export function secretsGuard(ports: Pick<AIPorts, 'findSecrets' | 'decideOnSecrets'>, decisions: SecretDecisions): AIMiddleware {
  const search = new SecretSearch(ports);

  return (inner) => {
    const decide = async (texts: readonly SearchedText[], { signal }: CallOptions): Promise<void> => {
      const open = (): SearchedText[] => withFindings(texts, (secret) => decisions.of(inner.destination, secret) === undefined);
      const ask = async (): Promise<void> => {
        const undecided = open();
        if (undecided.length === 0 || signal.aborted) return;
        const decision = await ports.decideOnSecrets(undecided.flatMap(({ findings }) => findings), inner);
        if (decision === 'cancel') throw new AIError('cancelled');
        for (const secret of undecided.flatMap(secretsOf)) decisions.set(inner.destination, secret, decision);
      };
      if (open().length > 0) await abortable(decisions.ask(ask), signal);
    };
    /** @returns `undefined` when nothing has to be masked */
    const maskedIn = async (request: AIRequest, options: CallOptions, mayAsk: boolean): Promise<MaskedTexts | undefined> => {
      const found = await search.all(textsOf(request), options.signal);
      const allowed = new Set(options.allowed?.destination === inner.destination ? options.allowed.secrets : []);
      const texts = found.map((text) => keepFindings(text, (secret) => !allowed.has(secret)));
      if (texts.every(({ findings }) => findings.length === 0)) return undefined;
      if (mayAsk) await decide(texts, options);
      const isMasked = (secret: string): boolean => !mayAsk || decisions.of(inner.destination, secret) !== 'send';
      const masked = maskAll(texts.map((text) => keepFindings(text, isMasked)));
      return masked.count === 0 ? undefined : masked;
    };

    return wrapped(inner, {
      async *generate(request, options) {
        const masked = await maskedIn(request, options, options.interactive !== false);
        if (!masked) yield* inner.generate(request, options);
        else if (request.task === 'edit' || request.task === 'completion') yield* restored(inner.generate(withTexts(request, masked.texts), options), masked);
        else yield* inner.generate(withTexts(request, masked.texts), options);
      },
      async countTokens(request, options) {
        const masked = await maskedIn(request, options, false);
        return inner.countTokens(masked ? withTexts(request, masked.texts) : request, options);
      },
    });
  };
}

/** Texts that were searched already, so that a prompt that goes along every time is searched once. */
const REMEMBERED_TEXTS = 100;

class SecretSearch {
  readonly #ports: Pick<AIPorts, 'findSecrets'>;
  readonly #searched = new Map<string, Promise<SearchedText>>();

  constructor(ports: Pick<AIPorts, 'findSecrets'>) {
    this.#ports = ports;
  }

  async all(texts: readonly string[], signal: AbortSignal): Promise<readonly SearchedText[]> {
    try {
      return await abortable(Promise.all(texts.map((text) => this.#search(text))), signal);
    } catch (error) {
      // Without a search nothing goes out: nobody would know what is in it.
      throw AIError.is(error) ? error : new AIError('notSupported', { detail: 'The search for secrets failed', cause: error });
    }
  }

  #search(text: string): Promise<SearchedText> {
    const known = this.#searched.get(text) ?? this.#ports.findSecrets(text).then((findings) => ({ text, findings }));
    this.#searched.delete(text);
    this.#searched.set(text, known);
    known.catch(() => this.#searched.delete(text));
    const oldest = this.#searched.keys().next().value;
    if (this.#searched.size > REMEMBERED_TEXTS && oldest !== undefined) this.#searched.delete(oldest);
    return known;
  }
}

/** Puts the secrets back, wherever the answer is cut into pieces. One of several lines was found among the numbers of lines. */
async function* restored(events: ReturnType<AIProvider['generate']>, masked: MaskedTexts): AsyncIterable<AIEvent> {
  const text = masked.restoring(withoutNumbers);
  const json = masked.restoring((secret) => JSON.stringify(withoutNumbers(secret)).slice(1, -1));
  for await (const event of events) {
    if (event.type === 'text') yield* textEvent(text.push(event.text));
    else if (event.type === 'toolInput') yield* jsonEvent(json.push(event.json));
    else {
      if (event.type === 'end') {
        yield* textEvent(text.end());
        yield* jsonEvent(json.end());
      }
      yield event;
    }
  }
}

function textEvent(text: string): readonly AIEvent[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

function jsonEvent(json: string): readonly AIEvent[] {
  return json === '' ? [] : [{ type: 'toolInput', json }];
}

/** In the order in which {@link withTexts} puts them back. */
function textsOf({ system, messages }: AIRequest): readonly string[] {
  return [system, ...messages.flatMap(({ parts }) => parts.map(({ text }) => text))];
}

function withTexts(request: AIRequest, texts: readonly string[]): AIRequest {
  let at = 0;
  const next = (text: string): string => texts[at++] ?? text;
  const system = next(request.system);
  return { ...request, system, messages: request.messages.map((message) => ({ ...message, parts: message.parts.map((part) => ({ ...part, text: next(part.text) })) })) };
}

function secretsOf({ text, findings }: SearchedText): readonly string[] {
  return findings.map(({ start, end }) => text.slice(start, end));
}

function keepFindings({ text, findings }: SearchedText, isWanted: (secret: string) => boolean): SearchedText {
  return { text, findings: findings.filter(({ start, end }) => isWanted(text.slice(start, end))) };
}

function withFindings(texts: readonly SearchedText[], isWanted: (secret: string) => boolean): SearchedText[] {
  return texts.map((text) => keepFindings(text, isWanted)).filter(({ findings }) => findings.length > 0);
}
