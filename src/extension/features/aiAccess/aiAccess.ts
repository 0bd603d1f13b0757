import { lazyCommands } from '../../lazyCommands';
import type { Feature } from '../../host';

/** Who is asked, with which key and model, and what may be sent there. */
export const aiAccess: Feature = (app, host) =>
  lazyCommands(
    host,
    ['promptstack.selectProvider', 'promptstack.selectModel', 'promptstack.setApiKey', 'promptstack.removeApiKey', 'promptstack.withdrawConsent'],
    async () => (await import('./accessCommands')).accessCommands(app, host),
  );
