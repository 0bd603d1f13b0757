/**
 * One line `key: value` where the value is plain words, one quoted text without escapes, or a list of plain words in brackets, and where
 * no rule of YAML can make anything else of it: no other line joins it, and no character in it has a second meaning.
 */
const words = String.raw`[A-Za-z\u00C0-\u024F][A-Za-z0-9\u00C0-\u024F ._/()'&+-]*`;
const line = new RegExp(
  String.raw`^([A-Za-z][\w-]{0,63}): +(?:(${words}(?:,[A-Za-z0-9\u00C0-\u024F ._/()'&+,-]*)?)|"([ !#-\[\]-~\u00C0-\u024F]*)"|'([ -&(-~\u00C0-\u024F]*)'|\[((?: *${words},)* *${words})\])$`,
);
/** Words that stand for something else than themselves. */
const special = /^(?:true|false|null)$/i;

/**
 * Reads the commonest kind of frontmatter without the YAML parser, which takes longer for it than everything else that is done to a
 * prompt file. Gives exactly what YAML's core schema gives, or `undefined` when the block is anything but plain.
 * @param yaml the lines between the fences
 */
export function readPlainFrontmatter(yaml: string): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  for (const text of yaml.split('\n')) {
    if (text === '') continue;
    const [match, key = '', plain, double, single, list] = line.exec(withoutTrailingSpaces(text)) ?? [];
    if (match === undefined || Object.hasOwn(values, key)) return undefined;
    const value = double ?? single ?? (plain === undefined ? listOf(list ?? '') : wordsOf(plain));
    if (value === undefined) return undefined;
    values[key] = value;
  }
  return values;
}

function listOf(text: string): readonly string[] | undefined {
  const items = text.split(',').map((item) => item.trim());
  return items.some((item) => special.test(item)) ? undefined : items;
}

function wordsOf(text: string): string | undefined {
  return special.test(text) ? undefined : text;
}

/** Not left to the pattern, which would try every space of a long run. */
function withoutTrailingSpaces(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 32) end--;
  return text.slice(0, end);
}
