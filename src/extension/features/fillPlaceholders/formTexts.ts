import { l10n } from 'vscode';
import type { FormTexts } from '../../../protocol/fillForm';

/** The texts of the page; it puts numbers and names in place of `{0}` itself. */
export function formTexts(): FormTexts {
  return {
    title: l10n.t('Fill Placeholders'),
    count: l10n.t('{0} of {1} filled'),
    fill: l10n.t('Fill'),
    copy: l10n.t('Copy Filled Text'),
    copied: l10n.t('The filled text is in the clipboard.'),
    cancel: l10n.t('Cancel'),
    previous: l10n.t('Previous'),
    previousHint: l10n.t('Use a value that you filled in before'),
    file: l10n.t('Pick File…'),
    fileHint: l10n.t('Insert a reference to a file of the workspace, or its text'),
    selection: l10n.t('Selection'),
    selectionHint: l10n.t('Insert the text that is selected in the editor'),
    clipboard: l10n.t('Clipboard'),
    clipboardHint: l10n.t('Insert the text of the clipboard'),
    add: l10n.t('Add Item'),
    delete: l10n.t('Delete Item'),
    moveUp: l10n.t('Move Item Up (Alt+Up)'),
    moveDown: l10n.t('Move Item Down (Alt+Down)'),
    item: l10n.t('Item {0} of {1}'),
    listLimit: l10n.t('A list has at most {0} items.'),
    closed: l10n.t('The document was closed. You can still copy the filled text, or open the document again to fill it.'),
    noFields: l10n.t('This document has no placeholders left.'),
    omitted: l10n.t('The first {0} of {1} placeholders are shown.'),
    failed: l10n.t('That did not work. The log of PromptStack says why.'),
  };
}
