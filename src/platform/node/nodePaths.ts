import { URI } from 'vscode-uri';

const posixFile = /^file:\/\/\/(?![A-Za-z]%3A)[^?#]*$/;

/** Path of a `file:` URI in the form of this platform. */
export function pathOf(uri: string): string {
  // Ten thousand of these per load: the plain case is spared the full parser.
  if (process.platform !== 'win32' && posixFile.test(uri)) {
    const path = uri.slice('file://'.length);
    if (!path.includes('%')) return path;
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }
  return URI.parse(uri).fsPath;
}

/** `file:` URI of an absolute path, in the exact form of `vscode.Uri.toString()`. */
export function uriOf(path: string): string {
  return URI.file(path).toString();
}
