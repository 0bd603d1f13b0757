import { abortable } from '../../../core/ai/abortable';
import { AIError } from '../../../core/ai/aiError';
import { JsonInText } from '../../../core/ai/jsonInText';
import type { AIEvent } from '../../../core/ai/provider';
import { languageModelError } from './languageModelErrors';

/** How long a model may be silent, in milliseconds. */
const IDLE = 60_000;

/**
 * What a model of the editor answers, without the `end`. Parts of kinds that are not known are passed over.
 * @param stream of `LanguageModelChatResponse`
 * @param wantsTool a tool call is expected; a model that writes its input as text instead has that taken for the call
 * @throws {AIError}
 */
export async function* languageModelAnswer(stream: AsyncIterable<unknown>, wantsTool: boolean, signal: AbortSignal, idle = IDLE): AsyncIterable<AIEvent> {
  const json = new JsonInText();
  let said = '';
  let isCalled = false;
  for await (const part of patiently(stream, signal, idle)) {
    const { value, callId, input } = (typeof part === 'object' && part !== null ? part : {}) as Readonly<Record<string, unknown>>;
    if (typeof value === 'string' && !wantsTool) {
      if (value !== '') yield { type: 'text', text: value };
    } else if (typeof value === 'string' && !isCalled) {
      if (said.length < 1000) said += value;
      const found = json.push(value);
      if (found !== '') yield { type: 'toolInput', json: found };
    } else if (typeof callId === 'string' && wantsTool && !isCalled && !json.hasBegun) {
      isCalled = true;
      yield { type: 'toolInput', json: JSON.stringify(input ?? {}) };
    }
  }
  if (wantsTool && !isCalled && !json.hasBegun) throw new AIError('badAnswer', said.trim() === '' ? {} : { detail: said });
}

/** The items of a stream. @throws {AIError} also `timeout` when none came for a while */
async function* patiently(stream: AsyncIterable<unknown>, signal: AbortSignal, idle: number): AsyncIterable<unknown> {
  const iterator = stream[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await inTime<IteratorResult<unknown, unknown>>(abortable(iterator.next(), signal), idle);
      if ((isOver = next.done === true)) return;
      yield next.value;
    }
  } catch (error) {
    throw languageModelError(error);
  } finally {
    if (!isOver) void iterator.return?.().then(undefined, () => undefined);
  }
}

function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new AIError('timeout')), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
