import * as vscode from 'vscode';
import type { FileHit } from '../../../core/references/workspaceFiles';

/** Where a file is, as a list shows it beside its name: its folder, behind the name of the root folder where there are several. */
export function folderText({ folder, path }: Pick<FileHit, 'folder' | 'path'>): string {
  const inFolder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const roots = vscode.workspace.workspaceFolders ?? [];
  const root = roots.length > 1 ? roots.find(({ uri }) => uri.toString() === folder)?.name : undefined;
  return [root, inFolder].filter((part) => part !== undefined && part !== '').join(' • ');
}

/** `a/b/name.md` is `name.md`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `name.md` is `name`: the title of a file that could not be looked at. */
export function stemOf(path: string): string {
  return nameOf(path).replace(/(?<=.)\.[^.]*$/, '');
}
