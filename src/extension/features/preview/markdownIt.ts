import * as vscode from 'vscode';
import type { readFrontmatter } from '../../../core/prompts/frontmatter';
import { extendWithPrompts, type MarkdownIt } from './promptMarkdown';

/**
 * Teaches VS Code's Markdown preview to show prompts. Part of what `activate` returns: the preview calls it once and uses what it
 * gives back at once. The YAML reader comes a moment later; a preview that was rendered before is rendered again then.
 */
export function extendMarkdownIt<T extends MarkdownIt>(md: T): T {
  let reader: typeof readFrontmatter | undefined;
  let missed = false;
  void import('../../../core/prompts/frontmatter').then((module) => {
    reader = module.readFrontmatter;
    if (missed) void vscode.commands.executeCommand('markdown.preview.refresh');
  });
  return extendWithPrompts(md, {
    readFrontmatter: (text) => {
      missed ||= reader === undefined;
      return reader?.(text);
    },
    faultNotice: () => vscode.l10n.t('Part of the frontmatter is not valid YAML and may be missing here.'),
  });
}
