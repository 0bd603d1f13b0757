import { lazyCommands } from '../../lazyCommands';
import type { Feature } from '../../host';

/** The prompts that are sent along with a composition, and the user's say in them. */
export const contextPrompts: Feature = (app, host) =>
  lazyCommands(host, ['promptstack.chooseContext'], async () => {
    const { chooseContext } = await import('./chooseContext');
    return { 'promptstack.chooseContext': () => chooseContext(app, host) };
  });
