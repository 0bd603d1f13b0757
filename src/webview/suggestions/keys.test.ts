import { describe, expect, it } from 'vitest';
import { keyMeaning, type KeyPress } from './keys';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, repeat: false, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });

describe('keys in the list', () => {
  it('move, judge and leave', () => {
    const keys = ['j', 'ArrowDown', 'k', 'ArrowUp', 'Home', 'End', 'a', 'd', 'Enter', 'r', 'g', 'Escape'];
    expect(keys.map((key) => keyMeaning(press(key), 'item'))).toEqual([
      'next', 'next', 'previous', 'previous', 'first', 'last', 'apply', 'dismiss', 'details', 'retry', 'get', 'leave',
    ]);
  });

  it('mean nothing with a modifier, while a word is composed, or when they are no keys of the list', () => {
    for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }]) expect(keyMeaning(press('a', more), 'item')).toBeUndefined();
    for (const key of ['x', 'A', 'Tab', ' ', 'F1', 'constructor', '__proto__']) expect(keyMeaning(press(key), 'item')).toBeUndefined();
  });

  it('that are held down move only', () => {
    expect(['j', 'ArrowUp', 'a', 'd', 'r', 'g', 'Enter', 'Escape'].map((key) => keyMeaning(press(key, { repeat: true }), 'item'))).toEqual([
      'next', 'previous', undefined, undefined, undefined, undefined, undefined, undefined,
    ]);
  });

  it('leave a button its Enter and a diff its scrolling', () => {
    expect([keyMeaning(press('Enter'), 'button'), keyMeaning(press('j'), 'button')]).toEqual([undefined, 'next']);
    expect(['ArrowDown', 'Home', 'Enter', 'j', 'Escape'].map((key) => keyMeaning(press(key), 'diff'))).toEqual([undefined, undefined, undefined, 'next', 'leave']);
  });
});
