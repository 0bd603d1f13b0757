import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { isInside } from '../../../core/util/uri';
import type { Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';

/** Whether somebody writes prompts in a document, in a place of their own: the history can record it. */
export function isTrackable(app: App, host: Host, document: vscode.TextDocument): boolean {
  const { scheme } = document.uri;
  const isWritten = document.isUntitled || (scheme !== 'vscode-userdata' && vscode.workspace.fs.isWritableFileSystem(scheme) === true);
  return isWritten && isPromptDocument(app, host, document) && !isInside(document.uri.toString(), app.history.folder);
}

/** Whether inserting a prompt makes it a composition: files of the library are written for later. */
export function isTrackedByInsertion(app: App, host: Host, document: vscode.TextDocument): boolean {
  if (!host.setting('promptstack.history.trackOnInsert', document) || app.library.get(document.uri.toString())) return false;
  return isTrackable(app, host, document);
}
