import * as vscode from 'vscode';

/**
 * What the extension uses of the package `vscode-uri`, taken from the editor, whose own code that package is. The bundle of the extension has
 * this in its place; what runs outside of the editor has the package.
 */
export const URI = vscode.Uri;
