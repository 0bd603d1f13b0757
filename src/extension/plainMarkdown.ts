/**
 * Markdown that shows exactly `text`, on one line, and wraps: no emphasis, HTML, link or entity of an author survives in it.
 * (`MarkdownString.appendText` leaves tags in place, which are then dropped from what is shown, and turns blanks into unbreakable ones.)
 */
export function plainMarkdown(text: string): string {
  // CommonMark: any ASCII punctuation character may be escaped with a backslash, and is then only itself.
  return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
