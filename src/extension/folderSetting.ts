import { normalize, posix } from 'node:path';
import { URI } from 'vscode-uri';

interface Bases {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** URI; without one, only absolute paths name a folder. */
  readonly workspaceFolder?: string | undefined;
}

/** URI of a folder as people write it in settings; `undefined` when it names none. */
export function folderUri(value: string, { home, platform, workspaceFolder }: Bases): string | undefined {
  const text = value.trim();
  const fromHome = /^(?:~|\$\{userHome\})(?=[/\\]|$)(.*)$/s.exec(text);
  if (fromHome) return fileUri(home + (fromHome[1] ?? ''));
  const absolute = text.startsWith('/') || (platform === 'win32' && /^(?:[A-Za-z]:[\\/]|\\\\)/.test(text));
  if (absolute) return fileUri(text);
  const inWorkspace = /^(?:\$\{workspaceFolder\}(?=[/\\]|$))?(.*)$/s.exec(text)?.[1] ?? '';
  if (text === '' || workspaceFolder === undefined || inWorkspace.startsWith('${') || inWorkspace.startsWith('~')) return undefined;
  const path = platform === 'win32' ? inWorkspace.replaceAll('\\', '/') : inWorkspace;
  const folder = URI.parse(workspaceFolder);
  return withoutSlash(folder.with({ path: posix.join(folder.path, path) }).toString());
}

function fileUri(path: string): string {
  return withoutSlash(URI.file(normalize(path)).toString());
}

function withoutSlash(uri: string): string {
  return /[^/:]\/$/.test(uri) ? uri.slice(0, -1) : uri;
}
