import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { isInside } from '../../../core/util/uri';
import type { Subject } from './subject';

/** Of Claude Code's extension: session, prompt to stand in its input, column. It sends nothing. */
const openCommand = 'claude-vscode.editor.open';
/** Bytes of one argument of a program that every system passes on. */
const MAX_ARGUMENT = process.platform === 'win32' ? 24_000 : 120_000;

/**
 * Hands a text to Claude Code: to its extension, where it stands in the input and waits for Enter; else to its program in a terminal of its
 * own, as an argument and never through a shell.
 * @returns whether it got there
 */
export async function sendToClaudeCode(text: string, subject: Subject): Promise<boolean> {
  const extension = vscode.extensions.getExtension('anthropic.claude-code');
  if (extension) {
    await extension.activate();
    if ((await vscode.commands.getCommands(true)).includes(openCommand)) {
      await vscode.commands.executeCommand(openCommand, undefined, text);
      return true;
    }
  }
  const program = claudeProgram();
  if (program === undefined) return explainInstallation(text);
  const options: vscode.TerminalOptions = { name: 'Claude Code', shellPath: program, cwd: folderOf(subject), iconPath: new vscode.ThemeIcon('sparkle') };
  const fits = Buffer.byteLength(text) <= MAX_ARGUMENT && !/\.(?:cmd|bat)$/i.test(program);
  if (fits) {
    vscode.window.createTerminal({ ...options, shellArgs: ['--', asPrompt(text)] }).show();
    return true;
  }
  await vscode.env.clipboard.writeText(text);
  vscode.window.createTerminal(options).show();
  void vscode.window.showInformationMessage(vscode.l10n.t('The prompt is too long to start Claude Code with it, so it is on the clipboard: paste it there.'));
  return true;
}

/** At the beginning of a prompt these mean something to Claude Code; a text is to be read and nothing else. */
function asPrompt(text: string): string {
  return /^[-/!#@&]/.test(text) ? `\n${text}` : text;
}

async function explainInstallation(text: string): Promise<boolean> {
  const [install, copy] = [vscode.l10n.t('Find Extension'), vscode.l10n.t('Copy Instead')];
  const message = vscode.l10n.t('Claude Code was not found: neither its extension nor the program "claude". Install one of them, and reload the window if it was installed just now.');
  const answer = await vscode.window.showWarningMessage(message, install, copy);
  if (answer === install) await vscode.commands.executeCommand('workbench.extensions.search', 'anthropic.claude-code');
  if (answer === copy) await vscode.env.clipboard.writeText(text);
  return false;
}

/** The full path of the program, where it is installed. */
function claudeProgram(): string | undefined {
  const names = process.platform === 'win32' ? ['claude.exe', 'claude.cmd'] : ['claude'];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(homedir(), '.local', 'bin'), join(homedir(), '.claude', 'local')];
  // A relative folder would lead into the workspace, where anybody may have put a program of that name.
  return folders.filter((folder) => /^(?:\/|[A-Za-z]:[\\/])/.test(folder) && !isOfWorkspace(folder)).flatMap((folder) => names.map((name) => join(folder, name))).find(isProgram);
}

function isOfWorkspace(folder: string): boolean {
  const uri = vscode.Uri.file(folder).toString();
  return (vscode.workspace.workspaceFolders ?? []).some((root) => isInside(uri, root.uri.toString()));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function folderOf({ uri }: Subject): vscode.Uri | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(uri)) ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder.uri : undefined;
}
