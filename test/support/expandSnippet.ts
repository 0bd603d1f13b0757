/**
 * What an editor makes of a snippet: its text with the tab stops' own texts, and where each tab stop ends up. Covers the part of
 * VS Code's grammar that matters here: escapes, `$1`, `${1}`, `${1:text}`; anything else with a `$` fails, so that no body can get
 * a variable, choice or transformation past the escaping.
 */
export function expandSnippet(snippet: string): { text: string; stops: Map<number, string[]>; end: number } {
  let text = '';
  let end = -1;
  const stops = new Map<number, string[]>();
  for (let at = 0; at < snippet.length; ) {
    const rest = snippet.slice(at);
    const escape = /^\\([\\$}])/.exec(rest);
    const stop = /^\$(\d+)|^\$\{(\d+)(?::([^${}\\]*))?\}/.exec(rest);
    if (escape) text += escape[1] ?? '';
    else if (stop) {
      const number = Number(stop[1] ?? stop[2]);
      const value = stop[3] ?? stops.get(number)?.[0] ?? '';
      if (number === 0) end = text.length;
      stops.set(number, [...(stops.get(number) ?? []), value]);
      text += value;
    } else if (rest.startsWith('$')) throw new Error(`unexpected snippet syntax: ${rest.slice(0, 20)}`);
    else text += rest[0] ?? '';
    at += escape?.[0].length ?? stop?.[0].length ?? 1;
  }
  return { text, stops, end };
}
