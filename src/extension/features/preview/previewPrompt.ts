import * as vscode from 'vscode';
import type { PromptTarget } from '../../contributions';
import { uriOfTarget } from '../../promptTargets';

/** The preview as an editor of its own, which opens in a preview tab like any file. */
const PREVIEW_EDITOR = 'vscode.markdown.preview.editor';
/** Files that the preview editor takes; others are shown in the preview panel. */
const MARKDOWN_FILE = /\.(?:md|mkd|mkdn|mdwn|mdown|markdown|markdn|mdtxt|mdtext)$/i;

/** Shows a prompt; without one, the active editor changes between text and preview. */
export async function previewPrompt(target?: PromptTarget): Promise<void> {
  const uri = target === undefined ? undefined : uriOfTarget(target);
  if (uri !== undefined) await showPreview(vscode.Uri.parse(uri));
  else if (target === undefined) await togglePreview();
}

/** Leaves the focus where it is, so that one can walk through a list of prompts and look at each. */
async function showPreview(uri: vscode.Uri): Promise<void> {
  if (!MARKDOWN_FILE.test(uri.path)) await vscode.commands.executeCommand('markdown.showPreview', uri);
  else await vscode.commands.executeCommand('vscode.openWith', uri, PREVIEW_EDITOR, { preview: true, preserveFocus: true });
}

async function togglePreview(): Promise<void> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom && input.viewType === PREVIEW_EDITOR) await reopenWith(input.uri, 'default');
  else if (input instanceof vscode.TabInputWebview && input.viewType.endsWith('markdown.preview')) await vscode.commands.executeCommand('markdown.showSource');
  else if (input instanceof vscode.TabInputText && MARKDOWN_FILE.test(input.uri.path)) await reopenWith(input.uri, PREVIEW_EDITOR);
  else if (vscode.window.activeTextEditor) await vscode.commands.executeCommand('markdown.showPreview', vscode.window.activeTextEditor.document.uri);
  else void vscode.window.showInformationMessage(vscode.l10n.t('Open a prompt to switch to its preview.'));
}

/** In the same tab where the editor can do so, else in one beside it. */
async function reopenWith(uri: vscode.Uri, editor: string): Promise<void> {
  try {
    await vscode.commands.executeCommand('reopenActiveEditorWith', editor);
  } catch {
    await vscode.commands.executeCommand('vscode.openWith', uri, editor);
  }
}
