/** Control characters, and those that change the direction of what follows them: with them a text can look like another. */
const hidden = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Names the characters that nobody would see: `\u202e` becomes `⟨U+202E⟩`. Line feeds, tabs and everything visible stay. */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
