/** Attributes by name; `false` leaves one out. */
type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Makes an element. Texts become text nodes: nothing is ever read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  made.append(...children);
  return made;
}

/** Outlines on a grid of 16 by 16. */
const outlines = {
  history: 'M2.5 8a5.5 5.5 0 1 0 1.7-4M2.5 2.5V5H5M8 5v3.2l2.2 1.5',
  file: 'M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3',
  selection: 'M2.5 4h11M2.5 8h7M2.5 12h11M12 6.5v3',
  clipboard: 'M5.5 2.5h-2v12h9v-12h-2M5.5 1.5h5v2.5h-5z',
  add: 'M8 3v10M3 8h10',
  delete: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  open: 'M4 6l4 4 4-4',
} as const;
export type Icon = keyof typeof outlines;

const SVG = 'http://www.w3.org/2000/svg';

/** As {@link element}, for what is drawn. */
export function svgElement<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: readonly (Node | string)[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  made.append(...children);
  return made;
}

/** A picture in the colour of the text, silent for screen readers. */
export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const outline = document.createElementNS(SVG, 'path');
  outline.setAttribute('d', outlines[name]);
  svg.append(outline);
  return svg;
}

/** Puts numbers and names into a text: `{0}` becomes the first. */
export function format(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}

/** Keeps a text area as high as its text; the style sheet bounds that. */
export function growWithText(area: HTMLTextAreaElement): void {
  const fit = (): void => {
    if (!area.isConnected) return;
    const borders = area.offsetHeight - area.clientHeight;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + borders}px`;
  };
  area.addEventListener('input', fit);
  new ResizeObserver(([entry]) => {
    // A change of the height comes from here; only the width changes where lines break.
    const width = entry?.contentRect.width ?? 0;
    if (width === Number(area.dataset['width'])) return;
    area.dataset['width'] = String(width);
    fit();
  }).observe(area);
}
