import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const listEditing: Feature = (_app, host) => {
  const owned = new DisposableStore();
  owned.add(host.registerCommand('promptstack.editListPlaceholder', () => Promise.resolve()));
  owned.add(host.registerCommand('promptstack.continueList', () => Promise.resolve()));
  return owned;
};
