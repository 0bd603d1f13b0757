import { Feedback } from '../inline/feedback';
import { PromptTallies } from '../library/promptTallies';
import type { Clock } from '../ports/clock';
import { FilledTimes } from '../prompts/filledTimes';
import { Slices } from '../util/slices';
import { isAIEvent } from './aiEvents';
import { AIStates } from './aiStates';
import { isCompositionEvent } from './compositionEvents';
import { CompositionStates } from './compositionStates';
import { isInlineEvent } from './inlineEvents';
import { isPlaceholderFilled } from './placeholderEvents';
import { isPromptEvent } from './promptEvents';

/**
 * Fewer events that lead every projection to the same state. What is no event of this version is kept as it is.
 * @param entries oldest first
 */
export async function foldEvents(entries: readonly unknown[], clock: Clock): Promise<readonly unknown[]> {
  const slices = new Slices(clock);
  const unknown: unknown[] = [];
  const [prompts, filled, feedback, compositions, ai] = [new PromptTallies(), new FilledTimes(), new Feedback(), new CompositionStates(), new AIStates(clock.now())];
  for (const entry of entries) {
    if (isPromptEvent(entry)) prompts.apply(entry);
    else if (isPlaceholderFilled(entry)) filled.apply(entry);
    else if (isInlineEvent(entry)) feedback.apply(entry);
    else if (isCompositionEvent(entry)) compositions.apply(entry);
    else if (isAIEvent(entry)) ai.apply(entry);
    else unknown.push(entry);
    await slices.next();
  }
  return [...unknown, ...prompts.events(), ...filled.events(), ...feedback.events(), ...compositions.events(clock.now()), ...ai.events()];
}
