import { l10n } from 'vscode';
import type { FileReference, ReferenceTarget, TargetState } from '../../../core/references/reference';

/** What keeps a reference from being of use, in a sentence; `undefined` when nothing does. Holds text of the author: plain text only. */
export function stateMessage({ path }: FileReference, target: ReferenceTarget): string | undefined {
  switch (target.state) {
    case 'ok':
    case 'directory':
      return undefined;
    case 'missing':
      return l10n.t('There is no file "{0}". Choose another one or remove the link.', path);
    case 'ignored':
      return l10n.t('"{0}" is left out by .gitignore or files.exclude: others may not have it.', path);
    case 'tooLarge':
      return target.size === undefined
        ? l10n.t('"{0}" is too large for a prompt. The limit is 1 MB.', path)
        : l10n.t('"{0}" is too large for a prompt ({1}). The limit is 1 MB.', path, sizeText(target.size));
    case 'binary':
      return l10n.t('"{0}" is not a text file.', path);
    case 'outside':
      return l10n.t('"{0}" is outside of the workspace and was not read.', path);
    case 'unreadable':
      return l10n.t('"{0}" cannot be read. Check its permissions.', path);
  }
}

/** The same in a word or two, beside the reference; `undefined` when all is well. */
export function stateLabel({ state, size }: ReferenceTarget): string | undefined {
  switch (state) {
    case 'ok':
      return undefined;
    case 'directory':
      return l10n.t('folder');
    case 'missing':
      return l10n.t('not found');
    case 'ignored':
      return l10n.t('ignored file');
    case 'tooLarge':
      return size === undefined ? l10n.t('too large') : l10n.t('too large: {0}', sizeText(size));
    case 'binary':
      return l10n.t('not a text file');
    case 'outside':
      return l10n.t('outside of the workspace');
    case 'unreadable':
      return l10n.t('cannot be read');
  }
}

/** Whether the text of the target can be had. */
export function isReadable(state: TargetState): boolean {
  return state === 'ok' || state === 'ignored';
}

/** `950 tokens`, `1.2k tokens`: an estimate says no more. */
export function tokensText(tokens: number): string {
  return tokens === 1 ? l10n.t('~1 token') : l10n.t('~{0} tokens', shortNumber(tokens));
}

function shortNumber(value: number): string {
  if (value < 1000) return String(value);
  const [unit, letter] = value < 999_500 ? [1000, 'k'] : [1_000_000, 'M'];
  const scaled = value / unit;
  return `${scaled < 9.95 ? scaled.toFixed(1).replace(/\.0$/, '') : scaled.toFixed(0)}${letter}`;
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return l10n.t('{0} bytes', bytes);
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(bytes < 10_240 ? 1 : 0)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
