import type { PromptUsage } from '../../app';

/** A session ends where no prompt was used for so long. Milliseconds. */
const PAUSE = 4 * 3600 * 1000;
/** Uses looked at. */
const MAX_USES = 1000;

/**
 * When the last session began: the stretch of work, without a long pause, that ended before this window was opened. Only the last use of a
 * prompt is known, so whatever was used from then on counts as used in it: what is used again now was not forgotten since.
 * @param opened when this window was opened. Milliseconds since the epoch, as is the result; `undefined` when nothing was used before.
 */
export function beginOfLastSession(usage: PromptUsage, opened: number): number | undefined {
  let begin: number | undefined;
  for (const uri of usage.recent(MAX_USES)) {
    const { lastUsed } = usage.of(uri);
    if (lastUsed === undefined || lastUsed >= opened) continue;
    if (begin !== undefined && begin - lastUsed > PAUSE) break;
    begin = lastUsed;
  }
  return begin;
}
