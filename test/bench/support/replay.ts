import { Random } from '../../support/random';

/** A text of a collection; texts of the same group are near duplicates of each other. */
export interface Sample {
  readonly text: string;
  readonly group: number;
}

/** What typing some texts with suggestions came to. */
export interface Replayed {
  /** Share of keystrokes that suggestions saved, in percent. */
  readonly saved: number;
  /** Share of what was shown that was right for three characters at least, in percent. */
  readonly precision: number;
  /** Share of what was shown that was right as a whole, in percent. */
  readonly whole: number;
  /** Suggestions shown, and wrong ones, per 100 characters of text. */
  readonly shown: number;
  readonly wrong: number;
}

/**
 * Groups texts that share a quarter of the shorter one's runs of six words: a framework's guide for each language, a prompt published twice.
 * Runs that very many texts share are licence lines and the like, and tell nothing.
 */
export function grouped(texts: readonly string[]): Sample[] {
  const runs = texts.map(runsOf);
  const holders = new Map<string, number[]>();
  runs.forEach((each, index) => each.forEach((run) => holders.set(run, [...(holders.get(run) ?? []), index])));
  const shared = new Map<string, number>();
  for (const indexes of holders.values()) {
    if (indexes.length > 60) continue;
    for (const [at, a] of indexes.entries()) for (const b of indexes.slice(at + 1)) shared.set(`${a} ${b}`, (shared.get(`${a} ${b}`) ?? 0) + 1);
  }
  const group = texts.map((_, index) => index);
  const groupOf = (index: number): number => (group[index] === index ? index : groupOf(group[index] ?? index));
  for (const [pair, count] of shared) {
    const [a = 0, b = 0] = pair.split(' ').map(Number);
    if (count > 0.25 * Math.min(runs[a]?.size ?? 0, runs[b]?.size ?? 0)) group[groupOf(a)] = groupOf(b);
  }
  return texts.map((text, index) => ({ text, group: groupOf(index) }));
}

/** Four fifths to learn from and one to type; near duplicates on the same side unless `mixed`. */
export function split(samples: readonly Sample[], seed: number, mixed = false): { readonly known: string[]; readonly held: string[] } {
  const random = new Random(seed);
  const units = new Map<number, Sample[]>();
  for (const [index, sample] of samples.entries()) {
    const unit = mixed ? index : sample.group;
    units.set(unit, [...(units.get(unit) ?? []), sample]);
  }
  const [known, held]: [string[], string[]] = [[], []];
  for (const unit of random.shuffled([...units.values()])) (held.length < samples.length / 5 ? held : known).push(...unit.map(({ text }) => text));
  return { known: random.shuffled(known), held: random.shuffled(held) };
}

/**
 * Types texts letter by letter. A suggestion that is right in whole is accepted with one keystroke; one that begins right is accepted
 * word by word, one keystroke each (a blank is a word, as in VS Code), if that gives three characters; any other is typed over. It is shown once as long as the user types
 * along with it.
 *
 * @param limit characters of each text
 */
export function replay(suggest: (before: string) => string | undefined, texts: readonly string[], limit: number): Replayed {
  const sum = { characters: 0, keys: 0, shown: 0, right: 0, whole: 0 };
  for (const text of texts) {
    const end = Math.min(text.length, limit);
    let onShow = '';
    for (let at = 0; at < end; ) {
      const suggestion = suggest(text.slice(0, at)) ?? '';
      if (suggestion !== '' && suggestion !== onShow) sum.shown++;
      const { keys, length, isWhole } = taken(suggestion, text.slice(at, end));
      sum.keys += keys;
      sum.characters += length;
      if (length > 1) sum.right++;
      if (isWhole) sum.whole++;
      onShow = length === 1 && suggestion.startsWith(text.charAt(at)) ? suggestion.slice(1) : '';
      at += length;
    }
  }
  const { characters, keys, shown, right, whole } = sum;
  return {
    saved: (1 - keys / characters) * 100,
    precision: (right / shown) * 100,
    whole: (whole / shown) * 100,
    shown: (shown / characters) * 100,
    wrong: ((shown - right) / characters) * 100,
  };
}

/** What a user takes of a suggestion, or the one letter that is typed instead. */
function taken(suggestion: string, wanted: string): { readonly keys: number; readonly length: number; readonly isWhole: boolean } {
  if (suggestion.length >= 3 && wanted.startsWith(suggestion)) return { keys: 1, length: suggestion.length, isWhole: true };
  let [keys, length] = [0, 0];
  for (const word of suggestion.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]+/gu) ?? []) {
    if (!wanted.startsWith(word, length)) break;
    keys++;
    length += word.length;
  }
  return length >= 3 ? { keys, length, isWhole: false } : { keys: 1, length: 1, isWhole: false };
}

/** What one would build first: the line that begins like this one, the first in alphabetical order. */
export function linePrefixes(texts: readonly string[]): (before: string) => string | undefined {
  const lines = [...new Set(texts.flatMap((text) => text.split('\n')))].sort();
  return (before) => {
    const typed = before.slice(before.lastIndexOf('\n') + 1);
    if (typed.length < 3) return undefined;
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle] ?? '') < typed) low = middle + 1;
      else high = middle;
    }
    const rest = lines[low]?.startsWith(typed) ? lines[low]?.slice(typed.length, typed.length + 80) : undefined;
    return rest && rest.length >= 3 ? rest : undefined;
  };
}

function runsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.slice(0, 3000) ?? [];
  return new Set(words.slice(5).map((_, at) => words.slice(at, at + 6).join(' ')));
}
