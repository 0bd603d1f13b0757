/** A tab stop in the text that a snippet becomes. Offsets are UTF-16 code units; `end` is exclusive. */
export interface SnippetStop {
  /** The text that stands in it until it is filled: the name of its placeholder. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What the editor makes of a snippet of `buildSnippet`: its text, with `\n` between lines, and the tab stops of its placeholders in
 * order. Knows what that function writes and no more of the snippet syntax.
 */
export function expandSnippet(snippet: string): { readonly text: string; readonly stops: readonly SnippetStop[] } {
  const names = new Map<string, string>();
  const stops: SnippetStop[] = [];
  let text = '';
  let copied = 0;
  for (const match of snippet.matchAll(/\\([\\$}])|\$\{(\d+)(?::(\w+))?\}|\$0/g)) {
    const [whole, escaped, number, ownName] = match;
    text += snippet.slice(copied, match.index);
    copied = match.index + whole.length;
    if (escaped !== undefined) text += escaped;
    else if (number !== undefined) {
      const name = ownName ?? names.get(number) ?? '';
      names.set(number, name);
      stops.push({ name, start: text.length, end: text.length + name.length });
      text += name;
    }
  }
  return { text: text + snippet.slice(copied), stops };
}
