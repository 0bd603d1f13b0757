import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { lazyCommands } from '../../lazyCommands';

/** Sends compositions and prompts somewhere, and shows exactly what that is. Nothing of it is loaded before a command runs. */
export const sendPrompt: Feature = (app, host) => {
  const owned = new DisposableStore();
  const verbs = ['sendComposition', 'copyResolved', 'sendToChat', 'sendToClaudeCode', 'sendToTerminal', 'runPrompt', 'stopRun', 'previewPayload'] as const;
  const ids = verbs.map((verb) => `promptstack.${verb}` as const);
  owned.add(lazyCommands(host, ids, async () => owned.add(new (await import('./sendCommands')).SendCommands(app, host)).all));
  return owned;
};
