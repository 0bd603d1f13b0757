import type { Feature } from '../host';
import { compositions } from './compositions/compositions';
import { createPrompt } from './createPrompt/createPrompt';
import { dropIntoEditor } from './dropIntoEditor/dropIntoEditor';
import { historyStatistics } from './historyStatistics/historyStatistics';
import { historyTree } from './historyTree/historyTree';
import { insertPrompt } from './insertPrompt/insertPrompt';
import { librarySources } from './librarySources/librarySources';
import { libraryTree } from './libraryTree/libraryTree';
import { managePrompts } from './managePrompts/managePrompts';
import { placeholders } from './placeholders/placeholders';
import { preview } from './preview/preview';
import { promptCompletion } from './promptCompletion/promptCompletion';
import { searchHistory } from './searchHistory/searchHistory';
import { references } from './references/references';
import { referenceActions } from './referenceActions/referenceActions';
import { referenceUpdates } from './referenceUpdates/referenceUpdates';
import { inlineSuggestions } from './inlineSuggestions/inlineSuggestions';
import { statusBar } from './statusBar/statusBar';
import { fillPlaceholders } from './fillPlaceholders/fillPlaceholders';
import { listEditing } from './listEditing/listEditing';
import { aiAccess } from './aiAccess/aiAccess';
import { aiUsage } from './aiUsage/aiUsage';
import { suggestions } from './suggestions/suggestions';
import { reviewEdits } from './reviewEdits/reviewEdits';
import { sendPrompt } from './sendPrompt/sendPrompt';
import { validation } from './validation/validation';

/** Every feature, in the order of registration; each stands alone, none may rely on another. */
export const features: readonly { readonly name: string; readonly register: Feature }[] = [
  { name: 'libraryTree', register: libraryTree },
  { name: 'librarySources', register: librarySources },
  { name: 'insertPrompt', register: insertPrompt },
  { name: 'promptCompletion', register: promptCompletion },
  { name: 'dropIntoEditor', register: dropIntoEditor },
  { name: 'managePrompts', register: managePrompts },
  { name: 'createPrompt', register: createPrompt },
  { name: 'preview', register: preview },
  { name: 'placeholders', register: placeholders },
  { name: 'references', register: references },
  { name: 'referenceActions', register: referenceActions },
  { name: 'referenceUpdates', register: referenceUpdates },
  { name: 'inlineSuggestions', register: inlineSuggestions },
  { name: 'statusBar', register: statusBar },
  { name: 'fillPlaceholders', register: fillPlaceholders },
  { name: 'listEditing', register: listEditing },
  { name: 'compositions', register: compositions },
  { name: 'historyTree', register: historyTree },
  { name: 'searchHistory', register: searchHistory },
  { name: 'historyStatistics', register: historyStatistics },
  { name: 'aiAccess', register: aiAccess },
  { name: 'aiUsage', register: aiUsage },
  { name: 'suggestions', register: suggestions },
  { name: 'reviewEdits', register: reviewEdits },
  { name: 'sendPrompt', register: sendPrompt },
  { name: 'validation', register: validation },
];
