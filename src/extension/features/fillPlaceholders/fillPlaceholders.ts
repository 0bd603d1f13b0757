import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const fillPlaceholders: Feature = (_app, host) => {
  const owned = new DisposableStore();
  owned.add(host.registerCommand('promptstack.fillPlaceholders', () => Promise.resolve()));
  return owned;
};
