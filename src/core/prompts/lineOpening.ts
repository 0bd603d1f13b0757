/** How a line of Markdown begins. */
interface LineOpening {
  /** Indentation and quote marks. */
  readonly quote: string;
  /** Bullets, numbers and task boxes behind them, each with the blanks after it. */
  readonly markers: string;
}

/** Where the items of a list placeholder go. */
interface ListPlace {
  /** Blanks before the placeholder go away, as the list gets lines of its own. */
  readonly trims: boolean;
  /** What comes before the first item, in place of those blanks. */
  readonly before: string;
  /** What every further line begins with, in front of its marker. */
  readonly indentation: string;
  /** Bullet, number or task box of the first item, with the blanks after it. */
  readonly marker: string;
}

/** Enough of a line to see how it begins; the rest does not matter, however long it is. */
export const LINE_HEAD = 400;

/** @param head a line, or at least {@link LINE_HEAD} of it. */
export function lineOpening(head: string): LineOpening {
  const [, quote = '', markers = ''] = /^([ \t]*(?:>[ \t]*)*)((?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)*)/.exec(head) ?? [];
  return { quote, markers };
}

/** What further lines of a line's text begin with, so that they stay in the same quote and below the same list item. */
export function hangingIndent({ quote, markers }: LineOpening): string {
  return quote + ' '.repeat(markers.length);
}

/**
 * Makes a list placeholder an item of a list: nothing more after a bullet or number that the author wrote, a bullet on an otherwise
 * empty line, a bullet on a line of its own after other text. That line is indented as the text before it.
 *
 * @param head the line before the placeholder, or {@link LINE_HEAD} of it.
 */
export function listPlace(head: string): ListPlace {
  const opening = lineOpening(head);
  const { quote, markers } = opening;
  if (quote.length + markers.length < head.length) {
    const indentation = hangingIndent(opening);
    return { trims: true, before: `\n${indentation}- `, indentation, marker: '- ' };
  }
  if (markers === '') return { trims: false, before: '- ', indentation: quote, marker: '- ' };
  const marker = /(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?$/.exec(markers)?.[0] ?? markers;
  return { trims: false, before: '', indentation: quote + ' '.repeat(markers.length - marker.length), marker };
}
