import type { Log } from '../../ports/log';
import type { AI, GetSuggestionsOptions } from '../ai';
import { abortable } from '../abortable';
import { AIError } from '../aiError';
import type { ContextSelection } from '../contextSelector';
import type { AICallStatus, AIModel } from '../provider';
import { untilAborted } from '../untilAborted';
import type { Advice } from './readAdvice';
import { StreamedSuggestions } from './streamedSuggestions';
import { suggestionRequest } from './suggestionRequest';
import { tokenBudgets } from './tokenBudgets';

interface Question {
  readonly uri: string;
  readonly text: string;
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
  readonly signal: AbortSignal;
  readonly refresh: GetSuggestionsOptions['refresh'];
}

/** What becomes known while advice is gathered. */
interface AdviceListener {
  onStatus(status: AICallStatus): void;
  /** The prompts that are sent along. */
  onContext(context: ContextSelection): void;
  onAdvice(advice: Advice): void;
  /** Pieces of the answer that could not be read, in all. */
  onUnreadable(count: number): void;
}

type Asked = Pick<AI, 'provider' | 'model' | 'select'>;

/** Asks for advice on a text and tells of it piece by piece. Resolves at the end of the answer. @throws {AIError} */
export async function askForAdvice(ai: Asked, question: Question, listener: AdviceListener, log: Log): Promise<void> {
  const { uri, text, signal } = question;
  const provider = await abortable(ai.provider(), signal);
  const model = await abortable(ai.model(signal), signal);
  const context = await abortable(selectContext(ai, question, model, log), signal);
  const { request, body, recommendable } = await abortable(suggestionRequest(uri, text, model, context), signal);
  listener.onContext(context);
  if (body.lines.every((line) => line.trim() === '')) return;

  const newReader = (): StreamedSuggestions => new StreamedSuggestions({ body, recommendable, onAdvice: (advice) => listener.onAdvice(advice) });
  const [tool, prose] = [newReader(), newReader()];
  let ended: 'complete' | 'length' | 'refused' | undefined;
  try {
    const onStatus = (status: AICallStatus): void => listener.onStatus(status);
    const events = provider.generate(request, { signal, onStatus, cache: question.refresh ? 'refresh' : 'use' });
    for await (const event of untilAborted(events, signal)) {
      if (event.type === 'toolInput') tool.push(event.json);
      // A model without tools may say the same as text.
      else if (event.type === 'text') prose.push(event.text);
      else if (event.type === 'end') ended = event.reason;
      if (tool.isFull || prose.isFull) ended = 'length';
      if (ended) break;
    }
  } finally {
    listener.onUnreadable(endOf(tool, prose).unreadable);
  }
  if (ended === 'refused') throw new AIError('refused');
  if (!ended) throw new AIError('interrupted');
  if (!tool.isAnswer && !prose.isAnswer) throw new AIError('badAnswer');
}

/** What was wrong with the text around does not matter where the tool was used. */
function endOf(tool: StreamedSuggestions, prose: StreamedSuggestions): StreamedSuggestions {
  tool.end();
  if (tool.isAnswer) return tool;
  prose.end();
  return prose.isAnswer ? prose : tool;
}

async function selectContext(ai: Asked, question: Question, model: AIModel, log: Log): Promise<ContextSelection> {
  const { uri, text, wanted, unwanted, signal } = question;
  try {
    return await ai.select({ uri, text, wanted, unwanted, signal, budget: tokenBudgets(model).prompts });
  } catch (error) {
    if (signal.aborted) throw new AIError('cancelled');
    if (AIError.is(error)) throw error;
    // Advice without the library is better than none.
    log.error('No prompts could be chosen to send along', error);
    return { selector: 'score', prompts: [], tokens: 0, leftOut: [] };
  }
}
