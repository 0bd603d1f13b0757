import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The only folder that the page can load something from. */
export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** An empty page with its script and styles; everything that is shown arrives by messages. Nothing else can run or be loaded. */
export function formPage(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(24).toString('base64url');
  const uriOf = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extensionUri), name)).toString(true).replaceAll('"', '%22');
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language.replace(/[^\w-]/g, '')}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uriOf('fillForm.css')}">
</head>
<body>
<script nonce="${nonce}" src="${uriOf('fillForm.js')}"></script>
</body>
</html>`;
}
