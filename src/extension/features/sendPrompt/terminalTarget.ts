import * as vscode from 'vscode';
import { forLabel, forMessage } from '../../messageText';
import { pasteable } from './pasteable';

/** The editor's own paste: it knows whether the program in the terminal takes several lines as one text, and asks where it does not. */
const pasteCommand = 'workbench.action.terminal.paste';

/**
 * Puts a text into a terminal without Enter, as if the user pasted it.
 * @returns whether it was pasted
 */
export async function sendToTerminal(text: string): Promise<boolean> {
  const terminal = await chosenTerminal();
  if (!terminal) return false;
  terminal.show();
  if (!(await isActive(terminal))) {
    void vscode.window.showWarningMessage(vscode.l10n.t('The terminal "{0}" could not be shown, so nothing was sent to it.', forMessage(terminal.name)));
    return false;
  }
  const before = await vscode.env.clipboard.readText();
  await vscode.env.clipboard.writeText(pasteable(text));
  try {
    await vscode.commands.executeCommand(pasteCommand);
  } finally {
    await vscode.env.clipboard.writeText(before);
  }
  return true;
}

type TerminalItem = vscode.QuickPickItem & { readonly terminal: vscode.Terminal };

/** The only one, or the one that the user picks. */
async function chosenTerminal(): Promise<vscode.Terminal | undefined> {
  const { terminals, activeTerminal } = vscode.window;
  if (terminals.length === 0) {
    const open = vscode.l10n.t('New Terminal');
    const message = vscode.l10n.t('There is no terminal. Open one, start your agent in it, and send again.');
    if ((await vscode.window.showInformationMessage(message, open)) === open) await vscode.commands.executeCommand('workbench.action.terminal.new');
    return undefined;
  }
  if (terminals.length === 1) return terminals[0];
  const items = [...terminals]
    .sort((a, b) => Number(b === activeTerminal) - Number(a === activeTerminal))
    .map((terminal): TerminalItem => ({ label: `$(terminal) ${forLabel(terminal.name)}`, ...(terminal === activeTerminal && { description: vscode.l10n.t('active') }), terminal }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Send to Terminal'), placeHolder: vscode.l10n.t('The text is pasted there, without Enter') });
  return picked?.terminal;
}

/** The paste goes to the active one, so it has to be that. */
async function isActive(terminal: vscode.Terminal): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (vscode.window.activeTerminal === terminal) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
