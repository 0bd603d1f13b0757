import * as vscode from 'vscode';
import { AIError } from '../../../core/ai/aiError';
import type { App } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import { showAIError } from '../../aiErrorText';
import type { CommandTypes, CompositionTarget, PromptTarget } from '../../contributions';
import type { Host } from '../../host';
import { forMessage } from '../../messageText';
import { tokensText } from '../../numberText';
import { fileErrorText } from '../../promptFileErrors';
import { sendToClaudeCode } from './claudeCode';
import { recordSending, type TargetId } from './ledger';
import { PayloadDocuments } from './payloadDocuments';
import { readyToSend, settlePlaceholders } from './questions';
import { Runs } from './runs';
import { type Outgoing, Sending } from './sending';
import { sendToChat } from './chatTarget';
import { pickTarget } from './sendPick';
import { subjectOf } from './subject';
import { sendToTerminal } from './terminalTarget';

type Target = PromptTarget | CompositionTarget;

/** Everything behind the commands. */
export class SendCommands extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #documents: PayloadDocuments;
  readonly #runs: Runs;

  readonly all = {
    'promptstack.sendComposition': (target) => this.#guarded(() => this.#choose(target)),
    'promptstack.copyResolved': () => this.#guarded(() => this.#sendActive('clipboard')),
    'promptstack.sendToChat': () => this.#guarded(() => this.#sendActive('chat')),
    'promptstack.sendToClaudeCode': () => this.#guarded(() => this.#sendActive('claudeCode')),
    'promptstack.sendToTerminal': () => this.#guarded(() => this.#sendActive('terminal')),
    'promptstack.runPrompt': () => this.#guarded(() => this.#sendActive('run')),
    'promptstack.stopRun': () => Promise.resolve(this.#runs.stop()),
    'promptstack.previewPayload': () => this.#guarded(() => this.#previewActive()),
  } as const satisfies Partial<CommandTypes>;

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    this.#documents = this.add(new PayloadDocuments(host));
    this.#runs = this.add(new Runs(app, host));
  }

  async #choose(target?: Target): Promise<void> {
    const sending = await this.#sendingOf(target);
    if (!sending) return;
    let chosen = await pickTarget(this.#host, sending);
    while (chosen === 'placeholders') {
      if (!(await settlePlaceholders(this.#app, sending, await sending.resolve()))) return;
      chosen = await pickTarget(this.#host, sending);
    }
    if (chosen === 'preview') await this.#preview(sending);
    else if (chosen) await this.#send(sending, chosen);
  }

  async #sendActive(target: TargetId): Promise<void> {
    const sending = await this.#sendingOf();
    if (sending) await this.#send(sending, target);
  }

  async #previewActive(): Promise<void> {
    const sending = await this.#sendingOf();
    if (sending) await this.#preview(sending);
  }

  async #preview(sending: Sending): Promise<void> {
    const resolved = await sending.resolve();
    await this.#documents.show(sending, sending.outgoing(resolved, sending.secrets ?? 'send', ''));
  }

  /** What a preview shows is sent as it was shown. */
  async #sendingOf(target?: Target): Promise<Sending | undefined> {
    const uri = typeof target === 'string' ? target : vscode.window.activeTextEditor?.document.uri.toString();
    const previewed = uri === undefined || (target !== undefined && typeof target !== 'string') ? undefined : this.#documents.sendingOf(uri);
    if (previewed) return previewed;
    const subject = await subjectOf(this.#app, this.#host, target);
    return subject && new Sending(this.#app, subject, this.#host.setting('promptstack.send.references'));
  }

  async #send(sending: Sending, target: TargetId): Promise<void> {
    if (target !== 'clipboard' && !vscode.workspace.isTrusted) throw new AIError('untrusted');
    if (target === 'run') return this.#run(sending);
    const outgoing = await readyToSend(this.#app, sending, { name: this.#nameOf(target), destination: target });
    if (outgoing && (await deliver(sending, outgoing, target))) await recordSending(this.#app, sending, outgoing, { target });
  }

  /** @param earlier the attempt that failed. @param document for the answer, instead of a new one */
  async #run(sending: Sending, earlier?: Outgoing, document?: vscode.TextDocument): Promise<void> {
    const provider = await (await this.#app.ai.load()).provider();
    const outgoing = await readyToSend(this.#app, sending, provider, earlier);
    if (!outgoing) return;
    const retry = (opened: vscode.TextDocument | undefined): Promise<void> => this.#guarded(() => this.#run(sending, outgoing, opened));
    // Its own notifications tell how it ends; the command ends here.
    this.#guarded(() => this.#runs.start(sending, outgoing, document, retry)).catch((error: unknown) => this.#host.log.error('A run could not begin', error));
  }

  #nameOf(target: Exclude<TargetId, 'run'>): string {
    switch (target) {
      case 'clipboard':
        return vscode.l10n.t('the clipboard');
      case 'chat':
        return vscode.l10n.t('the chat');
      case 'claudeCode':
        return vscode.l10n.t('Claude Code');
      case 'terminal':
        return vscode.l10n.t('the terminal');
    }
  }

  /** Failures that people can do something about are told in plain words; the rest is thrown. */
  async #guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      const text = fileErrorText(error);
      if (isAbort(error)) return;
      if (AIError.is(error)) void showAIError(error);
      else if (text === undefined) throw error;
      else void vscode.window.showErrorMessage(forMessage(text));
    }
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** @returns whether it got there */
async function deliver(sending: Sending, outgoing: Outgoing, target: Exclude<TargetId, 'run'>): Promise<boolean> {
  const { payload } = outgoing;
  switch (target) {
    case 'clipboard': {
      await vscode.env.clipboard.writeText(payload.text);
      vscode.window.setStatusBarMessage(copiedText(outgoing), 5000);
      return true;
    }
    case 'chat':
      return sendToChat(payload.text);
    case 'claudeCode':
      return sendToClaudeCode(payload.text, sending.subject);
    case 'terminal':
      return sendToTerminal(payload.text);
  }
}

/** Also what went along that is not in the document. */
function copiedText({ payload, masked }: Outgoing): string {
  const inlined = payload.files.filter(({ isInlined }) => isInlined).length;
  const facts = [
    tokensText(payload.tokens),
    ...(inlined === 0 ? [] : [inlined === 1 ? vscode.l10n.t('with the text of 1 file') : vscode.l10n.t('with the text of {0} files', inlined)]),
    ...(masked === 0 ? [] : [masked === 1 ? vscode.l10n.t('1 secret masked') : vscode.l10n.t('{0} secrets masked', masked)]),
  ];
  return vscode.l10n.t('Copied: {0}', facts.join(', '));
}
