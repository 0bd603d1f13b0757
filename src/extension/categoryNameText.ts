import { l10n } from 'vscode';
import type { CategoryNameProblem } from '../core/prompts/newPrompt';

/** What is wrong with the name of a new category, in plain words. */
export function categoryNameText(problem: CategoryNameProblem): string {
  switch (problem) {
    case 'empty':
      return l10n.t('Type a name.');
    case 'hidden':
      return l10n.t('The name of a category cannot begin with a dot.');
    case 'characters':
      return l10n.t('The name of a category cannot contain any of \\ / : * ? " < > |');
    case 'end':
      return l10n.t('The name of a category cannot begin with a blank, or end with a blank or a dot.');
    case 'reserved':
      return l10n.t('This name is reserved by some operating systems.');
    case 'tooLong':
      return l10n.t('Use a shorter name.');
  }
}
