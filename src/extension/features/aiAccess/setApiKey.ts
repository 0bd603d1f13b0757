import * as vscode from 'vscode';
import { AIError } from '../../../core/ai/aiError';
import { aiErrorText } from '../../aiErrorText';
import { serviceAccess } from '../../../platform/node/ai/serviceAccess';
import { isKeyed, type KeyedProvider, keyedProviders, storeKey } from '../../aiKeys';
import { openProvider, providerName } from '../../aiProviders';
import type { Host } from '../../host';
import { forMessage } from '../../messageText';
import { useProvider } from './aiSettings';

/** Where people get a key. */
const pages: Readonly<Record<KeyedProvider, string>> = {
  anthropic: 'https://console.anthropic.com/settings/keys',
  openai: 'https://platform.openai.com/api-keys',
};

/** Sets the key of the provider that is selected, or of one that is asked for. */
export async function setKeyOfProvider(host: Host): Promise<void> {
  const current = host.setting('promptstack.ai.provider');
  const id = isKeyed(current) ? current : await pickKeyed();
  if (!id || !(await setApiKey(host, id)) || id === current) return;
  const use = vscode.l10n.t('Use {0}', providerName(id));
  const message = vscode.l10n.t('The API key for {0} is set, but another provider or none is selected.', providerName(id));
  void vscode.window.showInformationMessage(message, use).then((answer) => (answer === use ? useProvider(host, id) : undefined));
}

/**
 * Asks for a key and saves it when the service accepts it. A key that it does not accept stays in the input to be corrected.
 * @returns whether a key was saved
 */
export function setApiKey(host: Host, id: KeyedProvider): Promise<boolean> {
  return new KeyInput(host, id).run();
}

async function pickKeyed(): Promise<KeyedProvider | undefined> {
  const items = keyedProviders.map((id) => ({ label: providerName(id), id }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Set API Key'), placeHolder: vscode.l10n.t('Provider that the key is for') }))?.id;
}

class KeyInput {
  readonly #host: Host;
  readonly #id: KeyedProvider;
  readonly #name: string;
  readonly #input = vscode.window.createInputBox();
  readonly #closed = new AbortController();
  readonly #getKey: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('link-external'), tooltip: vscode.l10n.t('Get an API Key') };
  readonly #saveAnyway: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('save'), tooltip: vscode.l10n.t('Save Anyway') };
  readonly #retry: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: vscode.l10n.t('Retry') };

  constructor(host: Host, id: KeyedProvider) {
    this.#host = host;
    this.#id = id;
    this.#name = providerName(id);
  }

  run(): Promise<boolean> {
    const input = this.#input;
    input.title = vscode.l10n.t('API Key for {0}', this.#name);
    input.prompt = vscode.l10n.t('It is tried out before it is saved, and kept in the secret storage of your system.');
    input.placeholder = vscode.l10n.t('Paste the key');
    input.password = true;
    // The key is usually fetched from another window.
    input.ignoreFocusOut = true;
    input.buttons = [this.#getKey];
    return new Promise<boolean>((resolve, reject) => {
      const attempt = (action: Promise<boolean>): void => {
        action.then((isSaved) => {
          if (!isSaved) return;
          resolve(true);
          input.hide();
        }, reject);
      };
      input.onDidChangeValue(() => this.#clear());
      input.onDidAccept(() => attempt(this.#check()));
      input.onDidTriggerButton((button) => {
        if (button === this.#getKey) void vscode.env.openExternal(vscode.Uri.parse(pages[this.#id]));
        else attempt(button === this.#saveAnyway ? this.#save(this.#value()) : this.#check());
      });
      input.onDidHide(() => resolve(false));
      input.show();
    }).finally(() => {
      this.#closed.abort();
      input.dispose();
    });
  }

  #value(): string | undefined {
    const value = this.#input.value.trim();
    if (value === '') this.#say(vscode.l10n.t('Enter a key, or press Escape to leave everything as it is.'));
    else if (!/^[\x21-\x7e]+$/.test(value)) this.#say(vscode.l10n.t('This is not a key: a key has no spaces and only plain letters, digits and signs.'));
    else return value;
    return undefined;
  }

  /** Lists the models of the service, which costs nothing and sends no text. */
  async #check(): Promise<boolean> {
    const key = this.#value();
    if (key === undefined || this.#input.busy) return false;
    this.#clear();
    this.#input.busy = true;
    this.#input.enabled = false;
    try {
      const provider = await openProvider(this.#host, this.#id, key);
      try {
        await provider.models(this.#closed.signal);
      } finally {
        provider.dispose();
      }
      return await this.#save(key);
    } catch (error) {
      if (!AIError.is(error)) throw error;
      if (error.reason === 'modelNotFound') return await this.#save(key);
      if (error.reason !== 'cancelled') this.#explain(error);
      return false;
    } finally {
      this.#input.busy = false;
      this.#input.enabled = true;
    }
  }

  #explain(error: AIError): void {
    const { message, detail } = aiErrorText(error, this.#name);
    const reason = detail === undefined ? message : vscode.l10n.t('{0} ({1})', message, detail);
    // The second: the address in the settings is none.
    if (error.reason === 'unauthorized' || error.reason === 'notSupported') {
      this.#say(reason);
      return;
    }
    // It may be a good key all the same.
    this.#input.buttons = [this.#saveAnyway, this.#retry, this.#getKey];
    this.#say(vscode.l10n.t('{0} The key could not be tried out: press Enter to try again, or choose "Save Anyway" above.', reason));
  }

  async #save(key: string | undefined): Promise<boolean> {
    if (key === undefined) return false;
    const { endpoint } = serviceAccess(this.#id, this.#host.setting(`promptstack.ai.${this.#id}.baseUrl`), undefined);
    await storeKey(this.#host, this.#id, { key, host: endpoint.host });
    vscode.window.setStatusBarMessage(vscode.l10n.t('The API key for {0} is saved.', this.#name), 4000);
    return true;
  }

  #say(message: string): void {
    this.#input.validationMessage = { message: forMessage(message), severity: vscode.InputBoxValidationSeverity.Error };
  }

  #clear(): void {
    this.#input.validationMessage = undefined;
    this.#input.buttons = [this.#getKey];
  }
}
