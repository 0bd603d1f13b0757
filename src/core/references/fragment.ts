/** The lines that a fragment such as `L10` or `L10-L20` names; all of the text when it names none. */
export function linesOfFragment(text: string, fragment: string | undefined): string {
  const range = lineRangeOf(fragment);
  if (!range) return text;
  return text.split(/\r\n?|\n/).slice(range.first - 1, range.last).join('\n');
}

/** The fragment of a reference that names lines; `undefined` when it names none. */
export function lineFragmentOf({ fragment }: { readonly fragment?: string }): string | undefined {
  return lineRangeOf(fragment) ? fragment : undefined;
}

/** Lines counted from 1, both included. */
export function lineRangeOf(fragment: string | undefined): { readonly first: number; readonly last: number } | undefined {
  const [, first, last] = /^L?(\d{1,7})(?:C\d+)?(?:-L?(\d{1,7})(?:C\d+)?)?$/i.exec(fragment ?? '') ?? [];
  if (first === undefined || Number(first) === 0) return undefined;
  return { first: Number(first), last: Math.max(Number(first), Number(last ?? first)) };
}
