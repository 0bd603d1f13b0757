import * as vscode from 'vscode';
import type { AIProvider, ProviderId } from '../core/ai/provider';
import { Emitter } from '../core/util/event';

/** A yes of the user to sending texts. */
export interface Consent {
  readonly provider: ProviderId;
  /** Of the provider, for people. */
  readonly name: string;
  readonly destination: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const STORE = 'promptstack.ai.consents';

const withdrawn = new Emitter<void>();
const pending = new Map<string, Promise<boolean>>();

/** Fires when the user took a yes back. */
export const onDidWithdrawConsent = withdrawn.event;

/** Everything that was allowed and not taken back, latest first. */
export function consents({ globalState }: vscode.ExtensionContext): readonly Consent[] {
  const stored = globalState.get<unknown>(STORE);
  return Array.isArray(stored) ? stored.filter(isConsent).sort((a, b) => b.at - a.at) : [];
}

/**
 * Whether texts may be sent to a provider. Asks when nobody answered yet and `interactive`; several askers share one question. Only a
 * yes is remembered.
 */
export function hasConsent(context: vscode.ExtensionContext, provider: AIProvider, interactive: boolean): Promise<boolean> {
  const { id, destination } = provider;
  if (consents(context).some((given) => given.provider === id && given.destination === destination)) return Promise.resolve(true);
  if (!interactive) return Promise.resolve(false);
  const key = JSON.stringify([id, destination]);
  const asked = pending.get(key) ?? ask(context, provider).finally(() => pending.delete(key));
  pending.set(key, asked);
  return asked;
}

export async function withdrawConsents(context: vscode.ExtensionContext, taken: readonly Consent[]): Promise<void> {
  const isTaken = ({ provider, destination }: Consent): boolean => taken.some((one) => one.provider === provider && one.destination === destination);
  await context.globalState.update(STORE, consents(context).filter((consent) => !isTaken(consent)));
  withdrawn.fire();
}

async function ask(context: vscode.ExtensionContext, { id, name, destination }: AIProvider): Promise<boolean> {
  const allow = vscode.l10n.t('Allow');
  const message = vscode.l10n.t('Allow PromptStack to send your texts to {0}?', name);
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail: detailOf(id, destination) }, allow);
  if (answer !== allow) return false;
  const given: Consent = { provider: id, name, destination, at: Date.now() };
  const others = consents(context).filter((consent) => consent.provider !== id || consent.destination !== destination);
  await context.globalState.update(STORE, [given, ...others]);
  return true;
}

function detailOf(id: ProviderId, destination: string): string {
  return [
    id === 'mcp' ? vscode.l10n.t('Recipient: the MCP server {0}, and whoever it passes them on to.', destination) : vscode.l10n.t('Recipient: {0}', destination),
    vscode.l10n.t('When you ask for suggestions, for an edit or for an answer: the text of the document, the prompts of your library that are sent along (they are shown, and you can choose them), and the files that you have inlined.'),
    vscode.l10n.t('While you type, only if you turn on ghost text from AI: the text around the cursor.'),
    vscode.l10n.t('Keys, tokens and passwords that are found in a text are shown to you before it is sent, and masked in ghost text. At all other times nothing is sent, and nothing to anybody else.'),
    vscode.l10n.t('You are asked once. "Withdraw Consent to Sending…" takes it back.'),
  ].join('\n\n');
}

function isConsent(value: unknown): value is Consent {
  const consent = value as Partial<Consent> | null;
  return typeof consent === 'object' && [consent?.provider, consent?.name, consent?.destination].every((text) => typeof text === 'string') && typeof consent?.at === 'number';
}
