import * as vscode from 'vscode';

/** Frontmatter is written by hand as well: `undefined` for what is no URI. */
export function safeUri(text: string): vscode.Uri | undefined {
  try {
    return vscode.Uri.parse(text, true);
  } catch {
    return undefined;
  }
}
