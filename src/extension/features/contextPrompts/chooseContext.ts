import * as vscode from 'vscode';
import { AIError } from '../../../core/ai/aiError';
import type { AI } from '../../../core/ai/ai';
import type { ContextSelection } from '../../../core/ai/contextSelector';
import type { App } from '../../../core/app';
import type { Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';
import { type ContextChoice, ContextPick } from './contextPick';

/** Lets the user change which prompts are sent along with the active prompt document. Sends nothing. */
export async function chooseContext(app: App, host: Host): Promise<void> {
  const document = promptDocument(app, host);
  if (!document) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a composition or a prompt first: the choice of prompts belongs to a document.'));
    return;
  }
  const uri = document.uri.toString();
  const abort = new AbortController();
  const loaded = app.ai.load();
  const pick = new ContextPick(app, selections(loaded, uri, document.getText(), abort.signal), vscode.window.createQuickPick());
  try {
    const choice = await pick.choice;
    if (choice) (await loaded).suggestions.chooseContext(uri, choice.wanted, choice.unwanted);
  } catch (error) {
    if (!AIError.is(error, 'cancelled')) throw error;
  } finally {
    abort.abort();
    pick.dispose();
  }
}

/** What would be sent along now, and what would be without the user's choice. */
async function selections(loaded: Promise<AI>, uri: string, text: string, signal: AbortSignal): Promise<ContextChoice> {
  const ai = await loaded;
  const current = await ai.suggestions.context(uri, text, signal);
  const automatic: ContextSelection = await ai.select({ uri, text, budget: current.budget ?? Number.MAX_SAFE_INTEGER, wanted: [], unwanted: [], signal });
  return { current, automatic };
}

/** The active one, or one that is seen while something else has the focus. */
function promptDocument(app: App, host: Host): vscode.TextDocument | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return editors.find((editor) => editor && isPromptDocument(app, host, editor.document))?.document;
}
