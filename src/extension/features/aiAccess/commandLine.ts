/** A word of a command line: pieces that are quoted, and pieces that are not. */
const WORD = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

/**
 * Takes a program and its arguments apart as people write them. Backslashes mean nothing, as they are part of paths.
 * @returns nothing when a quote is not closed
 */
export function splitCommandLine(line: string): readonly string[] {
  const rest = line.replace(WORD, '');
  if (/["']/.test(rest)) return [];
  return (line.match(WORD) ?? []).map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, (_, double: string | undefined, single: string | undefined) => double ?? single ?? ''));
}

/** The way back, for people to read. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[^\s"']+$/.test(word) ? word : word.includes('"') ? `'${word}'` : `"${word}"`)).join(' ');
}
