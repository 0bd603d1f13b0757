import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const suggestions: Feature = () => new DisposableStore();
