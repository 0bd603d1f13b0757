/**
 * "1.2%", in the language of that BCP 47 tag: one decimal below a tenth, and what is hardly anything is said to be less than the smallest
 * figure. @param share 1 is 100 %
 */
export function shareIn(language: string, share: number): string {
  const text = (value: number): string =>
    value.toLocaleString([language, 'en'], { style: 'percent', maximumFractionDigits: value < 0.1 ? 1 : 0 });
  return share > 0 && share < 0.001 ? `<${text(0.001)}` : text(share);
}
