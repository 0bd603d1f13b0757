import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const referenceActions: Feature = (_app, _host) => {
  const owned = new DisposableStore();
  return owned;
};
