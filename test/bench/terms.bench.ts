/**
 * What cutting texts into search terms costs, as every save of a composition does it: `terms_ms` for a megabyte (UTF-8) of English, with what the
 * same takes in other scripts beside it, and with a plain split at word characters, which knows neither accents nor scripts without blanks.
 */
import { indexText, termsOf } from '../../src/core/history/terms';
import { median, report } from './support/figures';

const sentences = {
  english: 'Review the change below and list what could break in production: `readConfig()` (src/config.ts) returns 3 values. ',
  french: 'Vérifiez les modifications à côté de l’été où ça casse, là-bas, très près du café. ',
  russian: 'Проверьте изменения ниже и перечислите, что может сломаться в производстве сегодня. ',
  japanese: '以下の変更を確認し、本番環境で壊れる可能性のあるものを挙げてください。',
};

function megabyteOf(sentence: string): string {
  return sentence.repeat(Math.ceil(1_000_000 / Buffer.byteLength(sentence)));
}

function timeOf(work: () => unknown): number {
  const times = Array.from({ length: 12 }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return median(times.slice(3));
}

const texts = Object.entries(sentences).map(([name, sentence]) => [name, megabyteOf(sentence)] as const);
const [, english] = texts[0] ?? ['', ''];
report({
  name: 'terms_ms',
  value: timeOf(() => indexText(english)),
  unit: 'ms',
  beside: {
    with_offsets_ms: timeOf(() => termsOf(english)),
    plain_split_ms: timeOf(() => english.toLowerCase().match(/\w+/g)?.join(' ')),
    ...Object.fromEntries(texts.slice(1).map(([name, text]) => [`${name}_ms`, timeOf(() => indexText(text))])),
  },
});
