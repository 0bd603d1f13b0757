import type { Feature } from '../../host';
import { lazyCommands } from '../../lazyCommands';

/** Shows prompts in the Markdown preview, and switches the active editor between text and preview. */
export const preview: Feature = (_app, host) =>
  lazyCommands(host, ['promptstack.previewPrompt'], async () => ({ 'promptstack.previewPrompt': (await import('./previewPrompt')).previewPrompt }));
