import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Log } from '../core/ports/log';
import type { Disposable } from '../core/util/dispose';
import type { HostMessage, Protocol, RequestTypes } from '../protocol/messages';

/** What answers the requests of a page. */
export type Handlers<R extends RequestTypes<R>> = { readonly [M in keyof R]: (params: R[M]['params']) => Promise<R[M]['result']> };

interface PageOptions<R extends RequestTypes<R>, E> {
  /** Of its folder in src/webview. */
  readonly name: string;
  readonly extensionUri: vscode.Uri;
  readonly protocol: Protocol<R, E>;
  readonly handlers: Handlers<R>;
  readonly log: Log;
}

/**
 * Shows a page in a webview and answers what it asks. Everything that is shown arrives by messages; nothing but its own script and styles
 * can run or be loaded.
 */
export function servePage<R extends RequestTypes<R>, E>(webview: vscode.Webview, options: PageOptions<R, E>): Disposable {
  const { name, extensionUri, protocol, handlers, log } = options;
  const answer = async (message: unknown): Promise<void> => {
    const request = protocol.asRequest(message);
    if (!request) {
      log.warn(`The page ${name} sent something else than a request`);
      return;
    }
    const { id, method, params } = request;
    try {
      postToPage(webview, { id, result: await handlers[method](params) });
    } catch (error) {
      log.error(`${name}: ${String(method)} failed`, error);
      postToPage(webview, { id, error: String(error) });
    }
  };
  const subscription = webview.onDidReceiveMessage((message: unknown) => void answer(message));
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = pageHtml(webview, folder, name);
  return subscription;
}

/** For the tab of a page among the editors. */
export function pageIcon(extensionUri: vscode.Uri): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', `page-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}

/** A page that is gone or hidden does not get it. */
export function postToPage<E>(webview: vscode.Webview, message: HostMessage<E>): void {
  try {
    webview.postMessage(message).then(undefined, () => undefined);
  } catch {
    // Its panel was closed meanwhile.
  }
}

function pageHtml(webview: vscode.Webview, folder: vscode.Uri, name: string): string {
  const nonce = randomBytes(24).toString('base64url');
  const uriOf = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString(true).replaceAll('"', '%22');
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language.replace(/[^\w-]/g, '')}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uriOf(`${name}.css`)}">
</head>
<body>
<script nonce="${nonce}" src="${uriOf(`${name}.js`)}"></script>
</body>
</html>`;
}
