import type { Feature } from '../../host';
import { lazyPanel } from '../../lazyPanel';

/** What language models were used for, on a page of its own. It is loaded on first use. */
export const aiUsage: Feature = (app, host) =>
  lazyPanel(host, 'promptstack.showUsage', 'promptstack.usage', async () => (await import('./usagePanel')).usageContent(app, host));
