import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const aiUsage: Feature = () => new DisposableStore();
