/** Knows nothing but the rules of Unicode. */
let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character, each in turn. The rules are loaded with the first call, which takes some 12 ms. */
export function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}
