import * as vscode from 'vscode';

const openChat = 'workbench.action.chat.open';

/**
 * Puts a text into the input of the editor's chat, where it waits for Enter.
 * @returns whether it got there
 */
export async function sendToChat(text: string): Promise<boolean> {
  // The command is there also where all of the chat is switched off, and then does nothing.
  const isOff = vscode.workspace.getConfiguration('chat').get('disableAIFeatures') === true;
  if (!isOff && (await vscode.commands.getCommands(true)).includes(openChat)) {
    await vscode.commands.executeCommand(openChat, { query: text, isPartialQuery: true });
    return true;
  }
  const copy = vscode.l10n.t('Copy Instead');
  const message = isOff ? vscode.l10n.t('The chat is switched off by the setting {0}.', 'chat.disableAIFeatures') : vscode.l10n.t('This editor has no chat.');
  if ((await vscode.window.showWarningMessage(message, copy)) === copy) await vscode.env.clipboard.writeText(text);
  return false;
}
