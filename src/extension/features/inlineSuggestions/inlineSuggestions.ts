import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const inlineSuggestions: Feature = (_app, host) => {
  const owned = new DisposableStore();
  owned.add(host.registerCommand('promptstack.toggleInlineSuggestions', () => Promise.resolve()));
  return owned;
};
