import * as vscode from 'vscode';
import { InlineCompletion } from '../../../core/ai/inlineCompletion';
import type { App } from '../../../core/app';
import type { Continuation, ContinuationRequest } from '../../../core/inline/continuations';
import { DisposableStore } from '../../../core/util/dispose';
import { SystemClock } from '../../../platform/node/systemClock';
import type { Host } from '../../host';

/** Text behind the cursor that is looked at, in UTF-16 code units. */
const REACH = 1000;

/** A continuation of a model, with the text by which it is known again. */
export interface AIContinuation extends Continuation {
  readonly around: { readonly before: string; readonly after: string };
}

/** Asks the AI provider for what comes next at the cursor. Loaded when that is first wanted. */
export class AIGhostText extends DisposableStore {
  readonly #completion: InlineCompletion;

  constructor(app: App, host: Host) {
    super();
    const tokensPerDay = (): number => host.setting('promptstack.inline.aiTokensPerDay');
    this.#completion = this.add(new InlineCompletion({ ai: app.ai, clock: new SystemClock(), log: app.log, tokensPerDay, onSpent: (limit) => void tellSpent(limit) }));
  }

  /** Never fails; `undefined` where there is nothing to show. */
  async suggest(document: vscode.TextDocument, position: vscode.Position, { before, asked }: ContinuationRequest, token: vscode.CancellationToken): Promise<AIContinuation | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const end = document.positionAt(document.offsetAt(position) + REACH);
    const around = { before, after: document.getText(new vscode.Range(position, end)) };
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    try {
      const text = await this.#completion.suggest(around, { signal: abort.signal, ...(asked && { asked }) });
      // How sure a model is of it is not known.
      return text === undefined ? undefined : { text, confidence: 0.5, around };
    } finally {
      subscription.dispose();
    }
  }

  dismiss({ around }: AIContinuation): void {
    this.#completion.dismiss(around);
  }
}

async function tellSpent(limit: number): Promise<void> {
  const open = vscode.l10n.t('Open Settings');
  const message = vscode.l10n.t('Ghost text from AI has used its {0} tokens of today, so no more is asked for until tomorrow.', limit.toLocaleString([vscode.env.language, 'en']));
  const answer = await vscode.window.showInformationMessage(message, open);
  if (answer === open) await vscode.commands.executeCommand('workbench.action.openSettings', '@id:promptstack.inline.aiTokensPerDay');
}
