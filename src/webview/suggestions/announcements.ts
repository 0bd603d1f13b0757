import type { Item, SuggestionsTexts, ViewState } from '../../protocol/suggestions';
import { format } from '../dom';
import { isRunning } from './shown';

/** What a screen reader says about a change of what is shown; empty for nothing. */
export function announcement(before: ViewState, now: ViewState, texts: SuggestionsTexts): string {
  if (before.document?.uri !== now.document?.uri) return '';
  const wasRunning = isRunning(before);
  if (isRunning(now)) {
    if (now.run === 'waiting' && before.run !== 'waiting') return now.waiting?.reason ?? '';
    if (!wasRunning) return texts.asking;
    return now.items.length > before.items.length ? counted(now.items.length, texts.arrivedOne, texts.arrivedMany) : '';
  }
  if (now.run === 'failed' && (wasRunning || before.run !== 'failed')) return [texts.failed, now.failure?.message].join(' ');
  if (wasRunning && now.run === 'stopped') return texts.stopped;
  if (wasRunning && now.run === 'done') return now.items.length === 0 ? texts.nothing : counted(now.items.length, texts.finishedOne, texts.finishedMany);
  return changedItem(before.items, now.items, texts);
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? one : format(many, count);
}

function changedItem(before: readonly Item[], now: readonly Item[], texts: SuggestionsTexts): string {
  const known = new Map(before.map((item) => [item.id, item]));
  for (const item of now) {
    const earlier = known.get(item.id);
    if (!earlier || (earlier.state === item.state && earlier.diff === item.diff)) continue;
    const state = item.state === 'applying' && item.diff !== '' ? texts.review : texts[item.state];
    return [`${state}: ${item.title}`, item.state === 'error' ? item.error : ''].join(' ').trim();
  }
  return '';
}
