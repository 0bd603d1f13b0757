import type { Feature } from '../../host';
import { lazyCommands } from '../../lazyCommands';

/** Guides through the making of a new prompt, empty or from what is selected in the editor. */
export const createPrompt: Feature = (app, host) =>
  lazyCommands(host, ['promptstack.createPrompt', 'promptstack.saveSelectionAsPrompt'], async () => (await import('./createCommands')).createCommands(app));
