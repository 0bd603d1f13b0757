import * as vscode from 'vscode';

const section = 'promptstack.inline';

/**
 * Turns suggestions on or off for the active editor, where that is decided: for its language when there is a value of its own for it,
 * else for all.
 */
export async function toggleInlineSuggestions(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const settings = vscode.workspace.getConfiguration(section, document);
  const enabled = settings.get('enabled') !== true;
  const values = settings.inspect('enabled');
  const places = [
    { value: values?.workspaceFolderLanguageValue, target: vscode.ConfigurationTarget.WorkspaceFolder, forLanguage: true },
    { value: values?.workspaceLanguageValue, target: vscode.ConfigurationTarget.Workspace, forLanguage: true },
    { value: values?.globalLanguageValue, target: vscode.ConfigurationTarget.Global, forLanguage: true },
    { value: values?.workspaceFolderValue, target: vscode.ConfigurationTarget.WorkspaceFolder, forLanguage: false },
    { value: values?.workspaceValue, target: vscode.ConfigurationTarget.Workspace, forLanguage: false },
  ];
  const place = places.find(({ value }) => value !== undefined) ?? { target: vscode.ConfigurationTarget.Global, forLanguage: false };
  await settings.update('enabled', enabled, place.target, place.forLanguage);
  vscode.window.setStatusBarMessage(message(enabled, place.forLanguage ? document?.languageId : undefined), 4000);
}

function message(enabled: boolean, language: string | undefined): string {
  if (language === undefined) return enabled ? vscode.l10n.t('Inline suggestions are on.') : vscode.l10n.t('Inline suggestions are off.');
  return enabled ? vscode.l10n.t('Inline suggestions are on for {0}.', language) : vscode.l10n.t('Inline suggestions are off for {0}.', language);
}
