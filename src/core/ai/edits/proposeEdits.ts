import type { AI } from '../ai';
import { linesOf } from '../numberedBody';
import type { CallOptions } from '../provider';
import type { LineSpan, Suggestion } from '../suggestion';
import { checkEdits } from './checkEdits';
import { readEdits } from './editAnswer';
import { editRequest } from './editRequest';
import { EditReview } from './editReview';
import { changesBetween, movedOver } from './lineChanges';

interface EditsWanted {
  /** URI of the document. */
  readonly uri: string;
  /** What it holds now. */
  readonly text: string;
  readonly suggestion: Suggestion;
  /** The text that the suggestion is on, where it is known. */
  readonly advisedText: string | undefined;
}

/**
 * Asks a model for the edits that carry out a suggestion. Nothing is changed by it.
 * @returns on {@link EditsWanted.text}
 * @throws {AIError} when there is no answer @throws {EditsError} when it is no edit of this text
 */
export async function proposeEdits(ai: Pick<AI, 'provider' | 'model'>, wanted: EditsWanted, options: CallOptions): Promise<EditReview> {
  const { uri, text, suggestion, advisedText } = wanted;
  const provider = await ai.provider();
  const model = await ai.model(options.signal);
  const request = await editRequest(uri, text, suggestion, linesNow(suggestion.lines, advisedText, text), model);
  return EditReview.of(text, checkEdits(text, await readEdits(provider.generate(request, options))));
}

/** Lines that were changed since are left out: the advice speaks of what is no longer there. */
function linesNow(spans: readonly LineSpan[], before: string | undefined, now: string): readonly LineSpan[] {
  if (before === undefined || before === now) return spans;
  const changes = changesBetween(linesOf(before), linesOf(now));
  return spans.flatMap((span) => {
    const moved = movedOver([{ ...span, lines: [] }], changes);
    return 'edits' in moved ? moved.edits.map(({ first, last }) => ({ first, last })) : [];
  });
}
