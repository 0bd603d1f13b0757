import type { Feature } from '../host';
import { createPrompt } from './createPrompt/createPrompt';
import { dropIntoEditor } from './dropIntoEditor/dropIntoEditor';
import { insertPrompt } from './insertPrompt/insertPrompt';
import { librarySources } from './librarySources/librarySources';
import { libraryTree } from './libraryTree/libraryTree';
import { managePrompts } from './managePrompts/managePrompts';
import { placeholders } from './placeholders/placeholders';
import { preview } from './preview/preview';
import { promptCompletion } from './promptCompletion/promptCompletion';
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
  { name: 'validation', register: validation },
];
