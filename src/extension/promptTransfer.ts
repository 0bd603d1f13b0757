import * as vscode from 'vscode';

/** What a drag of prompts carries inside the window: their URIs as a JSON list. */
export const promptsMime = 'application/vnd.promptstack.prompts';

export function putPrompts(transfer: vscode.DataTransfer, uris: readonly string[]): void {
  transfer.set(promptsMime, new vscode.DataTransferItem(JSON.stringify(uris)));
}

/** URIs of the dragged prompts; empty when it is a drag of something else. */
export async function takePrompts(transfer: vscode.DataTransfer): Promise<readonly string[]> {
  const text = await transfer.get(promptsMime)?.asString();
  if (!text) return [];
  try {
    const uris: unknown = JSON.parse(text);
    return Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : [];
  } catch {
    return [];
  }
}
