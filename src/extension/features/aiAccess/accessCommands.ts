import type { App } from '../../../core/app';
import type { CommandTypes } from '../../contributions';
import type { Host } from '../../host';
import { clearCache } from './clearCache';
import { removeApiKey } from './removeApiKey';
import { selectModel } from './selectModel';
import { selectProvider } from './selectProvider';
import { setKeyOfProvider } from './setApiKey';
import { withdrawConsent } from './withdrawConsent';

type AccessCommands = Pick<
  CommandTypes,
  'promptstack.selectProvider' | 'promptstack.selectModel' | 'promptstack.setApiKey' | 'promptstack.removeApiKey' | 'promptstack.withdrawConsent' | 'promptstack.clearAICache'
>;

export function accessCommands(app: App, host: Host): AccessCommands {
  return {
    'promptstack.selectProvider': () => selectProvider(host),
    'promptstack.selectModel': () => selectModel(app, host),
    'promptstack.setApiKey': () => setKeyOfProvider(host),
    'promptstack.removeApiKey': () => removeApiKey(host),
    'promptstack.withdrawConsent': () => withdrawConsent(host),
    'promptstack.clearAICache': () => clearCache(app),
  };
}
