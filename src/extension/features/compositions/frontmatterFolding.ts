import * as vscode from 'vscode';
import type { LazyHistory } from '../../../core/history/lazyHistory';
import { findBlock } from '../../../core/prompts/frontmatterBlock';

/** Lets the frontmatter of compositions be folded away. @returns what ends it; register again for another folder */
export function registerFrontmatterFolding({ folder }: LazyHistory): vscode.Disposable {
  const base = vscode.Uri.parse(folder, true);
  return vscode.languages.registerFoldingRangeProvider(
    { scheme: base.scheme, pattern: new vscode.RelativePattern(base, '*.md') },
    {
      provideFoldingRanges: (document) => {
        const block = findBlock(document.getText());
        return block ? [new vscode.FoldingRange(0, document.positionAt(block.end).line)] : [];
      },
    },
  );
}
