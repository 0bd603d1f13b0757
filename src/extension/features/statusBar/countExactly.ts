import * as vscode from 'vscode';
import type { AIRequest } from '../../../core/ai/provider';
import type { App } from '../../../core/app';
import { findBlock } from '../../../core/prompts/frontmatterBlock';
import { basenameOf } from '../../../core/util/uri';
import { showAIError } from '../../aiErrorText';
import { providerName } from '../../aiProviders';
import type { Host } from '../../host';
import { withLateProgress } from '../../lateProgress';
import { forMessage } from '../../messageText';
import { percent, tokensText, whole } from './sizeTexts';

/** Lets the provider count the tokens of what would be sent of a document, and tells the result. */
export async function countExactly(app: App, host: Host, document: vscode.TextDocument): Promise<void> {
  const name = providerNow(host) ?? '';
  try {
    await withLateProgress(vscode.l10n.t('Counting with {0}…', name), (signal) => count(app, document, name, signal));
  } catch (error) {
    await showAIError(error, name, () => countExactly(app, host, document));
  }
}

/** Name of the provider that is selected. */
export function providerNow(host: Host): string | undefined {
  const id = host.setting('promptstack.ai.provider');
  return id === 'none' ? undefined : providerName(id);
}

async function count(app: App, document: vscode.TextDocument, name: string, signal: AbortSignal): Promise<void> {
  const label = basenameOf(document.uri.toString());
  const text = document.getText();
  const body = text.slice(findBlock(text)?.bodyStart ?? 0).trim();
  const ai = await app.ai.load();
  const [provider, model] = await Promise.all([ai.provider(), ai.model(signal)]);
  const request: AIRequest = { task: 'run', model: model.id, system: '', messages: [{ role: 'user', parts: [{ kind: 'composition', label, text: body }] }], maxOutputTokens: 1 };
  const { tokens, isExact } = body === '' ? { tokens: 0, isExact: true } : await provider.countTokens(request, { signal });
  void vscode.window.showInformationMessage(forMessage(isExact ? exactText(label, tokens, model.name, model.contextTokens) : roughText(label, tokens, name)));
}

function exactText(label: string, tokens: number, model: string, contextTokens: number | undefined): string {
  const figure = tokens === 1 ? vscode.l10n.t('{0} token', 1) : vscode.l10n.t('{0} tokens', whole(tokens));
  return contextTokens === undefined
    ? vscode.l10n.t('"{0}" has exactly {1} for {2}.', label, figure, model)
    : vscode.l10n.t('"{0}" has exactly {1} for {2}: {3} of its context of {4}.', label, figure, model, percent(tokens / contextTokens), whole(contextTokens));
}

function roughText(label: string, tokens: number, name: string): string {
  return vscode.l10n.t('{0} does not count tokens. "{1}" is estimated at {2}.', name, label, tokensText(tokens));
}
