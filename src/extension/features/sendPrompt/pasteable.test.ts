import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pasteable } from './pasteable';

it('keeps what people write', () => {
  const text = 'Größe: 日本語 🙂\n\tindented\n\n- “quoted” – done…';
  expect(pasteable(text)).toBe(text);
  expect(pasteable('a\r\nb\rc')).toBe('a\nb\nc');
});

it('takes out what could end the paste and type', () => {
  expect(pasteable('safe\u001b[201~\u0003rm -rf ~\r\u009b201~\u0007')).toBe('safe[201~rm -rf ~\n201~');
});

it('leaves no control character in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
      const controls = [...pasteable(text)].filter((character) => /\p{Cc}/u.test(character) && character !== '\n' && character !== '\t');
      expect(controls).toEqual([]);
    }),
  );
});

it('ends with no line end, which would be Enter where a program knows no paste', () => {
  expect(pasteable('rm -rf nothing\r\n \n')).toBe('rm -rf nothing');
});
