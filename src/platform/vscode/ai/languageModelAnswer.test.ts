import { describe, expect, it } from 'vitest';
import { AIError, type AIErrorReason } from '../../../core/ai/aiError';
import type { AIEvent } from '../../../core/ai/provider';
import { languageModelAnswer } from './languageModelAnswer';
import { languageModelError } from './languageModelErrors';

const never = new AbortController().signal;

async function* streamOf(...parts: readonly unknown[]): AsyncIterable<unknown> {
  for (const part of parts) {
    await Promise.resolve();
    if (part instanceof Error) throw part;
    yield part;
  }
}

async function eventsOf(stream: AsyncIterable<unknown>, wantsTool: boolean, signal = never, idle?: number): Promise<readonly AIEvent[]> {
  const events: AIEvent[] = [];
  for await (const event of languageModelAnswer(stream, wantsTool, signal, idle)) events.push(event);
  return events;
}

async function reasonOf(promise: Promise<unknown>): Promise<[AIErrorReason, string | undefined]> {
  const error = await promise.then(() => undefined, (thrown: unknown) => thrown);
  if (!AIError.is(error)) throw error;
  return [error.reason, error.detail];
}

const text = (value: string): unknown => ({ value });
const call = (input: object): unknown => ({ callId: '1', name: 'suggest', input });

describe('languageModelAnswer', () => {
  it('passes text on and overlooks parts of other kinds', async () => {
    const events = await eventsOf(streamOf(text('One '), text(''), { data: new Uint8Array(), mimeType: 'image/png' }, null, text('two')), false);
    expect(events).toEqual([
      { type: 'text', text: 'One ' },
      { type: 'text', text: 'two' },
    ]);
  });

  it('takes the first call of the tool, and nothing that is said around it', async () => {
    const events = await eventsOf(streamOf(text('Let me see.'), call({ a: '"}' }), text('{"b": 1}'), call({ c: 1 })), true);
    expect(events).toEqual([{ type: 'toolInput', json: '{"a":"\\"}"}' }]);
  });

  it('takes JSON in text for the call of a model that calls nothing', async () => {
    const events = await eventsOf(streamOf(text('Sure:\n``'), text('`json\n{"a'), text('": [1'), text(']}\n```'), text('Done.')), true);
    expect(events.map((event) => (event.type === 'toolInput' ? event.json : event.type)).join('')).toBe('{"a": [1]}');
  });

  it('does not take an answer without JSON for one', async () => {
    expect(await reasonOf(eventsOf(streamOf(text('I would rather not.')), true))).toEqual(['badAnswer', 'I would rather not.']);
    expect(await reasonOf(eventsOf(streamOf(), true))).toEqual(['badAnswer', undefined]);
  });

  it('gives what came before a failure', async () => {
    const events: AIEvent[] = [];
    const read = async (): Promise<void> => {
      for await (const event of languageModelAnswer(streamOf(text('Half'), Object.assign(new Error('Gone'), { code: 'NotFound' })), false, never)) events.push(event);
    };
    expect(await reasonOf(read())).toEqual(['modelNotFound', 'Gone']);
    expect(events).toEqual([{ type: 'text', text: 'Half' }]);
  });

  it('waits no longer than it should or is wanted', async () => {
    const silent: AsyncIterable<unknown> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
    expect(await reasonOf(eventsOf(silent, false, never, 20))).toEqual(['timeout', undefined]);
    const abort = new AbortController();
    const waiting = reasonOf(eventsOf(silent, false, abort.signal));
    abort.abort();
    expect(await waiting).toEqual(['cancelled', undefined]);
  });

  it('ends the stream when nobody reads on', async () => {
    let isEnded = false;
    const stream = (async function* () {
      try {
        for (;;) yield await Promise.resolve(text('more'));
      } finally {
        isEnded = true;
      }
    })();
    for await (const event of languageModelAnswer(stream, false, never)) if (event) break;
    await expect.poll(() => isEnded).toBe(true);
  });
});

describe('languageModelError', () => {
  it.each<[object, AIErrorReason]>([
    [{ code: 'NoPermissions', message: 'Not allowed' }, 'noConsent'],
    [{ code: 'NotFound', message: 'No such model' }, 'modelNotFound'],
    [{ code: 'Blocked', message: 'Quota exceeded' }, 'rateLimited'],
    [{ code: 'Unknown', message: 'Failed', cause: new Error('Request Failed: 413 Request Entity Too Large') }, 'tooLarge'],
    [{ code: 'Unknown', message: 'Request Failed: 429' }, 'rateLimited'],
    [{ code: 'Unknown', message: 'Response got filtered' }, 'refused'],
    [{ code: 'Unknown', message: 'net::ERR_INTERNET_DISCONNECTED' }, 'unreachable'],
    [{ code: 'Unknown', message: 'Please sign in' }, 'unauthorized'],
    [{ name: 'Canceled', message: 'Canceled' }, 'cancelled'],
    [{ message: 'Something else' }, 'serverError'],
  ])('%j', (fields, reason) => {
    const error = languageModelError(Object.assign(new Error(), fields));
    expect(error.reason).toBe(reason);
  });

  it('takes whatever is thrown', () => {
    expect(['x', undefined, null, {}].map((thrown) => languageModelError(thrown).reason)).toEqual(Array(4).fill('serverError'));
    const own = new AIError('timeout');
    expect(languageModelError(own)).toBe(own);
  });
});
