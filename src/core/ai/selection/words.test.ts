import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eachWord } from './words';

const words = (text: string): string[] => {
  const found: string[] = [];
  eachWord(text, (word) => found.push(word));
  return found;
};

it('folds words, and adds the parts of compound names', () => {
  expect(words('Übersetze the README_file')).toEqual(['ubersetze', 'the', 'readme', 'file']);
  expect(words('codeReview!')).toEqual(['codereview', 'code', 'review']);
});

it('gives pairs of neighbouring characters where there are no blanks between words', () => {
  expect(words('代码审查 ok 审')).toEqual(['代码', '码审', '审查', 'ok', '审']);
  expect(words('코드')).toEqual(['코드']);
});

it('says where each word stands', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      eachWord(text, (word, start, end) => {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(word).not.toBe('');
      });
    }),
  );
});
