import type * as vscode from 'vscode';
import type { Host } from '../../host';
import { sayRecorded } from './commands';
import type { CompositionKeeper } from './compositionKeeper';
import { SaveTrouble } from './saveTrouble';

/** What loads with the first Markdown document or command. */
export { CompositionKeeper } from './compositionKeeper';
export { newComposition, trackComposition, untrackComposition } from './commands';
export { applyHistoryFolder } from './historyFolder';

/** Prompts were inserted into a document. Never fails: where it cannot be recorded, the user is told. */
export async function followInsertion(host: Host, keeper: CompositionKeeper, document: vscode.TextDocument, prompts: readonly string[]): Promise<void> {
  try {
    if (await keeper.inserted(document, prompts)) sayRecorded(document);
  } catch (error) {
    host.log.error(`${document.uri.toString()} could not be recorded`, error);
    new SaveTrouble(document, 'recording').tell(error, () => followInsertion(host, keeper, document, prompts));
  }
}
