/** What a key means while the keyboard is in the list. */
export type KeyMeaning = 'next' | 'previous' | 'first' | 'last' | 'apply' | 'dismiss' | 'details' | 'retry' | 'get' | 'leave';

const meanings: Readonly<Record<string, KeyMeaning>> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  a: 'apply',
  d: 'dismiss',
  Enter: 'details',
  r: 'retry',
  g: 'get',
  Escape: 'leave',
};

/** Keys that move or leave; a key that is held down does nothing else more than once. */
const repeatable: readonly KeyMeaning[] = ['next', 'previous', 'first', 'last'];

export interface KeyPress {
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
}

/**
 * @param place where the focus is: at an item, at a button in it, or in its diff, which scrolls by itself
 * @returns `undefined` for a key that is not the list's
 */
export function keyMeaning(press: KeyPress, place: 'item' | 'button' | 'diff'): KeyMeaning | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.isComposing || !Object.hasOwn(meanings, press.key)) return undefined;
  const meaning = meanings[press.key];
  if (!meaning || (press.repeat && !repeatable.includes(meaning))) return undefined;
  if (place === 'button' && meaning === 'details') return undefined;
  // In the diff, keys that scroll are the browser's; letters move on.
  if (place === 'diff' && press.key.length > 1 && meaning !== 'leave') return undefined;
  return meaning;
}
