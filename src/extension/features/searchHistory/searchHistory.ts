import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const searchHistory: Feature = () => new DisposableStore();
