import * as vscode from 'vscode';

/**
 * Has the editor save a document as it is. Only the active editor can be saved without what takes part in saving (formatters, trimming of
 * blanks), and there it matters: nothing may change under the user's hands. Any other document is saved as usual.
 *
 * @returns false when it was not saved; where that was an error, the editor has told the user.
 */
export async function saveInEditor(document: vscode.TextDocument): Promise<boolean> {
  let isSaved = false;
  const subscription = vscode.workspace.onDidSaveTextDocument((saved) => {
    isSaved ||= saved === document;
  });
  try {
    const isActive = (): boolean => vscode.window.activeTextEditor?.document === document;
    if (isActive()) {
      await vscode.commands.executeCommand('workbench.action.files.saveWithoutFormatting');
      // Saving acts on what is active when the command arrives, which may be another editor by then.
      if (isSaved || !document.isDirty || isActive()) return isSaved || !document.isDirty;
    }
    const done = await document.save();
    return isSaved || done;
  } finally {
    subscription.dispose();
  }
}
