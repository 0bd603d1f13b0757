import type { Feature } from '../../host';
import { lazyPanel } from '../../lazyPanel';

/** How much was written when, on a page of its own. It is loaded on first use. */
export const historyStatistics: Feature = (app, host) =>
  lazyPanel(host, 'promptstack.historyStatistics', 'promptstack.historyStatistics', async () => (await import('./statisticsPanel')).statisticsContent(app, host));
