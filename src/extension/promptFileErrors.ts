import { l10n } from 'vscode';
import { PromptFileError } from '../core/library/promptFileError';
import { FileSystemError } from '../core/ports/fileSystem';
import { basenameOf, dirnameOf } from '../core/util/uri';

/** What a failed file operation means to the user, and what to do; `undefined` for errors of another kind. */
export function fileErrorText(error: unknown): string | undefined {
  if (PromptFileError.is(error)) {
    const name = basenameOf(error.uri);
    switch (error.reason) {
      case 'outsideLibrary':
        return l10n.t('"{0}" is outside the prompt library.', name);
      case 'nameTaken':
        return l10n.t('A file named "{0}" is already in the folder "{1}". Rename one of them first.', name, basenameOf(dirnameOf(error.uri)));
      case 'notAPrompt':
        return l10n.t('"{0}" is not a Markdown file.', name);
    }
  }
  if (!FileSystemError.is(error)) return undefined;
  const name = basenameOf(error.uri);
  switch (error.reason) {
    case 'notFound':
      return l10n.t('"{0}" no longer exists.', name);
    case 'exists':
      return l10n.t('"{0}" already exists.', name);
    case 'noPermission':
      return l10n.t('You have no permission to change "{0}".', name);
    case 'notADirectory':
      return l10n.t('"{0}" is not a folder.', name);
    case 'isADirectory':
      return l10n.t('"{0}" is a folder.', name);
    case 'tooLarge':
      return l10n.t('"{0}" is larger than 1 MB.', name);
    case 'noSpace':
      return l10n.t('There is no space left to write "{0}".', name);
    case 'unavailable':
      return l10n.t('"{0}" cannot be reached at the moment.', name);
  }
}
