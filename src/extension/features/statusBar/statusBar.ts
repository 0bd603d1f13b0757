import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const statusBar: Feature = (_app, host) => {
  const owned = new DisposableStore();
  owned.add(host.registerCommand('promptstack.showPromptSize', () => Promise.resolve()));
  return owned;
};
