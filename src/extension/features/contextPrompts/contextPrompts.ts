import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';

export const contextPrompts: Feature = () => new DisposableStore();
