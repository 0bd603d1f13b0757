import * as vscode from 'vscode';

/** "1,234" */
export function numberText(value: number): string {
  return value.toLocaleString([vscode.env.language, 'en']);
}

/** "~1,234 tokens" */
export function tokensText(tokens: number): string {
  return tokens === 1 ? vscode.l10n.t('~{0} token', 1) : vscode.l10n.t('~{0} tokens', numberText(tokens));
}

/** "a, b and 3 more" @param most how many are named at the most */
export function namesText(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? vscode.l10n.t('{0} and {1} more', shown, names.length - most) : shown;
}
