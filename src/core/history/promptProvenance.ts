import { setFrontmatterKey, type TextEdit } from '../prompts/frontmatterEdit';
import { readCompositionHead } from './compositionText';

/**
 * What names prompts in the frontmatter of a composition.
 *
 * @param text of the composition; its frontmatter is enough.
 * @param uris of prompts that were inserted.
 * @returns nothing when all of them are named already, or when somebody took the frontmatter away.
 */
export function namePrompts(text: string, uris: readonly string[]): readonly TextEdit[] {
  const { head, bodyStart } = readCompositionHead(text);
  const prompts = [...new Set([...head.prompts, ...uris])];
  if (bodyStart === 0 || prompts.length === head.prompts.length) return [];
  return setFrontmatterKey(text.slice(0, bodyStart), 'prompts', prompts).edits;
}
