import { describe, expect, it } from 'vitest';
import { singleLine, splitItems } from './listItems';

describe('splitItems', () => {
  it('makes an item of every line that says something', () => {
    expect(splitItems('one\r\n\n  two  \rthree')).toEqual(['one', 'two', 'three']);
    expect(splitItems(' \n')).toEqual([]);
  });

  it('takes bullets, numbers and boxes off, and nothing else', () => {
    expect(splitItems('- a\n  * b\n12. c\n- [x] d\n• e\n-f\n3.5 g\n[x] h')).toEqual(['a', 'b', 'c', 'd', 'e', '-f', '3.5 g', '[x] h']);
  });
});

describe('singleLine', () => {
  it('shows the items in one line', () => {
    expect(singleLine(['a\n b', '', 'c'], 20)).toBe('a b, c');
  });

  it('cuts between letters', () => {
    expect(singleLine(['😀'.repeat(100)], 5)).toBe('😀😀😀😀…');
  });
});
