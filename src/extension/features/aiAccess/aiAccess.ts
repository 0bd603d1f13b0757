import { lazyCommands } from '../../lazyCommands';
import type { Feature } from '../../host';

/** Who is asked, with which key and model, and what may be sent there and is kept of the answers. */
export const aiAccess: Feature = (app, host) =>
  lazyCommands(
    host,
    ['promptstack.selectProvider', 'promptstack.selectModel', 'promptstack.setApiKey', 'promptstack.removeApiKey', 'promptstack.withdrawConsent', 'promptstack.clearAICache'],
    async () => (await import('./accessCommands')).accessCommands(app, host),
  );
