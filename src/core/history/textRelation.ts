/** With fewer characters than this, in UTF-16 code units without blanks, a text is not worth a composition of its own. */
const substantial = 20;
/** A text of which less than this share is left at its ends was written anew. */
const leastKept = 0.1;
/** A text that came back by undoing keeps at least this share. */
const undone = 0.9;
/** Samples of a text, in UTF-16 code units, by which its middle is found again. */
const sampleLength = 16;

export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}

/** Whether losing the text would be a loss. */
export function isSubstantial(text: string): boolean {
  let count = 0;
  for (const words = /\S+/g; count < substantial; ) {
    const match = words.exec(text);
    if (!match) return false;
    count += match[0].length;
  }
  return true;
}

/** Share of `before` that stands unchanged at the beginning and the end of `after`, from 0 to 1. */
export function keptShare(before: string, after: string): number {
  if (before === '') return 1;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (end < most - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return (start + end) / before.length;
}

/** Whether `after` may be what an undo made of an emptied `before`, perhaps with a keystroke more. */
export function isUndone(before: string, after: string): boolean {
  return keptShare(before, after) >= undone;
}

/** Whether nothing of a text that was worth keeping is left in the one that took its place. */
export function isRewritten(before: string, after: string): boolean {
  if (!isSubstantial(before) || keptShare(before, after) >= leastKept) return false;
  return ![0.25, 0.5, 0.75].some((share) => {
    const start = Math.floor((before.length - sampleLength) * share);
    const sample = before.slice(start, start + sampleLength);
    return !isBlank(sample) && after.includes(sample);
  });
}
