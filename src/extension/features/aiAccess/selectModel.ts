import * as vscode from 'vscode';
import type { AIModel, ProviderId } from '../../../core/ai/provider';
import type { App } from '../../../core/app';
import { showAIError } from '../../aiErrorText';
import { providerName } from '../../aiProviders';
import { executeCommand, type Host } from '../../host';
import { forLabel } from '../../messageText';
import { updateSetting } from './aiSettings';

interface Row extends vscode.QuickPickItem {
  /** For the setting. */
  readonly value?: string;
}

/** Chooses from the models that the provider has now. */
export async function selectModel(app: App, host: Host): Promise<void> {
  const id = host.setting('promptstack.ai.provider');
  if (id === 'none') {
    await executeCommand('promptstack.selectProvider');
    return;
  }
  const current = host.setting('promptstack.ai.model');
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Model of {0}', providerName(id));
  pick.placeholder = id === 'mcp' ? vscode.l10n.t('Tool or prompt of the server') : vscode.l10n.t('Model for suggestions, edits and answers');
  pick.matchOnDescription = true;
  pick.busy = true;
  try {
    const value = await choose(pick, async (signal) => {
      const provider = await (await app.ai.load()).provider();
      const rows = rowsOf(id, await provider.models(signal), current);
      pick.items = rows;
      pick.activeItems = rows.filter(({ value }) => value === current);
      pick.busy = false;
    });
    if (value !== undefined && value !== current) await updateSetting('promptstack.ai.model', value);
  } catch (error) {
    await showAIError(error, providerName(id), () => selectModel(app, host));
  }
}

/** @param fill aborted when the list is closed @returns what was chosen */
function choose(pick: vscode.QuickPick<Row>, fill: (signal: AbortSignal) => Promise<void>): Promise<string | undefined> {
  const closed = new AbortController();
  return new Promise<string | undefined>((resolve, reject) => {
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      if (row) resolve(row.value);
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
    fill(closed.signal).catch(reject);
  }).finally(() => {
    closed.abort();
    pick.dispose();
  });
}

function rowsOf(id: ProviderId, models: readonly AIModel[], current: string): Row[] {
  const mark = (value: string): Pick<Row, 'iconPath' | 'value'> => ({ value, iconPath: new vscode.ThemeIcon(value === current ? 'check' : 'blank') });
  const [first] = models;
  const isListed = current === '' || models.some((model) => model.id === current);
  return [
    ...(id === 'mcp' || !first ? [] : [{ ...mark(''), label: vscode.l10n.t('Automatic'), description: vscode.l10n.t('the first of the list: {0}', forLabel(first.name)) }]),
    ...models.map((model) => ({ ...mark(model.id), label: forLabel(model.name), description: descriptionOf(model) })),
    ...(isListed ? [] : [{ ...mark(current), label: forLabel(current), description: vscode.l10n.t('set now, but not in the list of the provider') }]),
  ];
}

function descriptionOf({ id, name, contextTokens }: AIModel): string {
  const size = new Intl.NumberFormat([vscode.env.language, 'en'], { notation: 'compact', maximumSignificantDigits: 3 });
  const parts = [...(id === name ? [] : [forLabel(id)]), ...(contextTokens === undefined ? [] : [vscode.l10n.t('{0} tokens', size.format(contextTokens))])];
  return parts.join(' · ');
}
