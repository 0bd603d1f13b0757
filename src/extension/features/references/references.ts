import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const references: Feature = (_app, host) => {
  const owned = new DisposableStore();
  owned.add(host.registerCommand('promptstack.addFileReferences', () => Promise.resolve()));
  return owned;
};
