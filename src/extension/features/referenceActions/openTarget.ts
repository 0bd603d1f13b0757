import * as vscode from 'vscode';
import type { FileReference, ReferenceTarget } from '../../../core/references/reference';
import { lineRangeOf } from '../../../core/references/fragment';
import { headingLine } from './excerpt';

const PREVIEW_EDITOR = 'vscode.markdown.preview.editor';
const MARKDOWN_FILE = /\.(?:md|mkd|mkdn|mdwn|mdown|markdown|markdn|mdtxt|mdtext)$/i;

/** Opens what a reference leads to, at the line or heading that it names. */
export async function openTarget({ uri, state }: ReferenceTarget, { fragment }: FileReference): Promise<void> {
  const file = vscode.Uri.parse(uri);
  if (state === 'directory') {
    await vscode.commands.executeCommand('revealInExplorer', file);
    return;
  }
  const selection = fragment !== undefined && state !== 'binary' ? await placeIn(file, fragment) : undefined;
  await vscode.commands.executeCommand('vscode.open', file, { selection } satisfies vscode.TextDocumentShowOptions);
}

/** Shows it beside the prompt, where the focus stays: Markdown as it will look, anything else as it is. */
export async function previewTarget({ uri }: ReferenceTarget, { fragment }: FileReference): Promise<void> {
  const file = vscode.Uri.parse(uri);
  const options: vscode.TextDocumentShowOptions = { viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true };
  if (MARKDOWN_FILE.test(file.path)) await vscode.commands.executeCommand('vscode.openWith', file, PREVIEW_EDITOR, options);
  else await vscode.commands.executeCommand('vscode.open', file, { ...options, selection: fragment === undefined ? undefined : await placeIn(file, fragment) });
}

async function placeIn(file: vscode.Uri, fragment: string): Promise<vscode.Range | undefined> {
  const lines = lineRangeOf(fragment);
  if (lines) return new vscode.Range(lines.first - 1, 0, lines.first - 1, 0);
  try {
    const document = await vscode.workspace.openTextDocument(file);
    const line = headingLine(document.getText(), fragment);
    return line === undefined ? undefined : new vscode.Range(line, 0, line, 0);
  } catch {
    // No text: opened without a place.
    return undefined;
  }
}
