import { html, type TemplateResult } from 'lit';
import type { Kind } from '../../protocol/suggestions';

/** Outlines on a grid of 16 by 16, as those of the other pages. */
const outlines = {
  recommendation: 'M8 1.5a4.5 4.5 0 0 0-2.5 8.2V12h5V9.7A4.5 4.5 0 0 0 8 1.5zM6 14.5h4',
  gap: 'M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7',
  formatting: 'M2.5 3.5h11M2.5 6.5h7M2.5 9.5h11M2.5 12.5h7',
  contradiction: 'M2 5h10M9 2l3 3-3 3M14 11H4M7 8l-3 3 3 3',
  clarity: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  reformatting: 'M2.5 2.5h4v4h-4zM9.5 9.5h4v4h-4zM9 4.5h2.5V7M7 11.5H4.5V9',
  expand: 'M6 4l4 4-4 4',
  applied: 'M3 8.5l3.5 3.5L13 4.5',
  problem: 'M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11.3v.7',
  dismissed: 'M4 4l8 8M12 4l-8 8',
} as const satisfies Record<Kind, string> & Record<string, string>;

/** A picture in the colour of the text, silent for screen readers. */
export function icon(name: keyof typeof outlines): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${outlines[name]}></path></svg>`;
}
