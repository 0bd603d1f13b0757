import * as vscode from 'vscode';
import type { Move } from '../../../core/references/moveSet';
import type { FileReference } from '../../../core/references/reference';
import { basenameOf } from '../../../core/util/uri';

const markdownName = /\.(?:md|mkd|mdwn|mdown|markdown|markdn|mdtxt|mdtext|workbook)$/i;

/**
 * The Markdown support of VS Code updates links as well, where the user switched that on. Two edits of one link would write a mixture of
 * both, so these links are left to it: in Markdown files of the workspace, for files and folders that its setting includes.
 */
export function linksLeftToMarkdown(moves: readonly Move[]): (reference: FileReference, documentUri: string) => boolean {
  const settings = vscode.workspace.getConfiguration('markdown.updateLinksOnFileMove');
  const enabled = settings.get<unknown>('enabled', 'never');
  if (enabled === 'never' || !moves.some(({ from }) => isIncluded(basenameOf(from), settings.get<unknown>('include')))) return () => false;
  return ({ syntax }, documentUri) =>
    syntax === 'link' && markdownName.test(documentUri) && vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(documentUri)) !== undefined;
}

/** The patterns end in lists of extensions; what has no extension may be a folder, which moves with everything in it. */
function isIncluded(name: string, include: unknown): boolean {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined || !Array.isArray(include)) return true;
  return include.some((pattern) => typeof pattern === 'string' && pattern.toLowerCase().split(/[^\p{L}\p{N}_-]+/u).includes(extension));
}
