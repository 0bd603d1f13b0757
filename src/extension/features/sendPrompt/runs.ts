import * as vscode from 'vscode';
import { costOf, priceOf } from '../../../core/ai/prices';
import type { App } from '../../../core/app';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { aiErrorText, showAIError } from '../../aiErrorText';
import { AIError } from '../../../core/ai/aiError';
import type { Host } from '../../host';
import { lensTitle } from '../../lensTitle';
import { forLabel, forMessage } from '../../messageText';
import { numberText } from '../../numberText';
import type { Outgoing, Sending } from './sending';
import { recordSending } from './ledger';
import { Run } from './run';

/** Answers that are being written, and those whose document is still open. */
export class Runs extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #runs = new Set<Run>();
  readonly #item = this.add(vscode.window.createStatusBarItem('promptstack.run', vscode.StatusBarAlignment.Left, -1));
  readonly #lensesChanged = this.add(new vscode.EventEmitter<void>());

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    this.#item.name = vscode.l10n.t('Run to the Side');
    this.#item.command = 'promptstack.stopRun';
    const lenses = { onDidChangeCodeLenses: this.#lensesChanged.event, provideCodeLenses: (document: vscode.TextDocument) => this.#lenses(document) };
    this.add(vscode.languages.registerCodeLensProvider({ scheme: 'untitled' }, lenses));
    this.add(vscode.window.onDidChangeActiveTextEditor(() => this.#show()));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.add(
      toDisposable(() => {
        for (const run of this.#runs) run.stop();
      }),
    );
  }

  /**
   * Resolves with the end of the answer.
   * @param document that the answer is written to, instead of a new one
   * @param retry another attempt, with the document that this one opened and wrote nothing to
   */
  async start(sending: Sending, outgoing: Outgoing, document: vscode.TextDocument | undefined, retry: (document: vscode.TextDocument | undefined) => Promise<void>): Promise<void> {
    const ai = await this.#app.ai.load();
    const run = new Run({
      ai,
      name: sending.subject.name,
      text: outgoing.payload.text,
      allowed: outgoing.allowed,
      document,
      onSent: (provider, model) => void recordSending(this.#app, sending, outgoing, { target: 'run', provider: provider.id, model: model.id }),
    });
    const timer = setInterval(() => this.#show(), 1000);
    const following = run.onDidChange(() => this.#show());
    this.#runs.add(run);
    this.#show();
    try {
      await run.start();
    } finally {
      clearInterval(timer);
      following.dispose();
      if (!run.document || run.document.isClosed) this.#runs.delete(run);
      this.#show();
    }
    this.#tellEnd(run, () => retry(run.length === 0 ? run.document : undefined));
  }

  /** Of the active document, else the one that began last. */
  stop(): void {
    const running = [...this.#runs].filter(({ isRunning }) => isRunning);
    const active = vscode.window.activeTextEditor?.document;
    (running.find(({ document }) => document !== undefined && document === active) ?? running.at(-1))?.stop();
  }

  #tellEnd(run: Run, retry: () => Promise<void>): void {
    const { state, provider } = run;
    if (state.kind === 'failed') {
      this.#host.log.warn(`A run ended early: ${String(state.error)}`);
      const error = AIError.is(state.error) ? state.error : new AIError('badAnswer', { cause: state.error });
      showAIError(error, provider?.name, retry).catch((failure: unknown) => this.#host.log.error('A run could not be repeated', failure));
    } else if (state.kind === 'done' && run.length === 0) {
      void vscode.window.showInformationMessage(forMessage(vscode.l10n.t('{0} answered without any text.', provider?.name ?? '')));
    }
  }

  #forget(document: vscode.TextDocument): void {
    for (const run of this.#runs) {
      if (run.document !== document) continue;
      run.stop();
      this.#runs.delete(run);
    }
    this.#show();
  }

  #show(): void {
    const running = [...this.#runs].filter(({ isRunning }) => isRunning);
    const active = vscode.window.activeTextEditor?.document;
    this.#host.setContext('promptstack:runActive', running.some(({ document }) => document !== undefined && document === active));
    this.#lensesChanged.fire();
    const last = running.at(-1);
    if (!last) return this.#item.hide();
    this.#item.text = `$(sync~spin) ${progressText(last)}`;
    this.#item.tooltip = vscode.l10n.t('Click to stop. What arrived stays.');
    this.#item.accessibilityInformation = { label: vscode.l10n.t('{0}. Stop run', progressText(last)), role: 'button' };
    this.#item.show();
  }

  #lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const run = [...this.#runs].findLast((one) => one.document === document);
    if (!run) return [];
    const lens = (title: string, command = ''): vscode.CodeLens => new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command });
    if (run.isRunning) return [lens(lensTitle('debug-stop', vscode.l10n.t('Stop')), 'promptstack.stopRun'), lens(lensTitle('sync~spin', progressText(run)))];
    return [lens(this.#endText(run))];
  }

  #endText(run: Run): string {
    const { state, usage, model } = run;
    const price = model && priceOf(this.#host.setting('promptstack.ai.prices'), model.id);
    const facts = [
      forLabel(model?.name ?? ''),
      ...(state.kind === 'stopped' ? [vscode.l10n.t('stopped')] : []),
      ...(state.kind === 'done' && state.isCut ? [vscode.l10n.t('cut off at the limit of the model')] : []),
      ...(state.kind === 'failed' ? [failureText(state.error, run.provider?.name)] : []),
      ...(usage ? [vscode.l10n.t('{0} tokens sent', numberText(usage.input + usage.cacheRead + usage.cacheWrite)), vscode.l10n.t('{0} tokens received', numberText(usage.output))] : []),
      ...(usage && price ? [costText(costOf(usage, price))] : []),
      secondsText(run.elapsed()),
    ];
    const icon = state.kind === 'done' ? 'check' : state.kind === 'failed' ? 'error' : 'debug-stop';
    return lensTitle(icon, facts.filter((fact) => fact !== '').join(' · '));
  }
}

function progressText(run: Run): string {
  const name = forLabel(run.model?.name ?? run.provider?.name ?? vscode.l10n.t('AI'));
  const { state } = run;
  if (state.kind === 'writing') return vscode.l10n.t('{0} is writing… {1}', name, secondsText(run.elapsed()));
  const status = state.kind === 'asking' ? state.status : undefined;
  if (status?.kind === 'queued') return vscode.l10n.t('Waiting for other requests…');
  if (status?.kind === 'waiting') return vscode.l10n.t('{0}: trying again in {1} ({2} of {3})', name, secondsText(Math.max(0, status.until - Date.now())), status.attempt, status.attempts);
  return vscode.l10n.t('Asking {0}… {1}', name, secondsText(run.elapsed()));
}

function failureText(error: unknown, provider: string | undefined): string {
  return forLabel(aiErrorText(AIError.is(error) ? error : new AIError('badAnswer'), provider).message);
}

function secondsText(ms: number): string {
  const seconds = ms / 1000;
  return seconds.toLocaleString([vscode.env.language, 'en'], { style: 'unit', unit: 'second', unitDisplay: 'narrow', maximumFractionDigits: seconds < 10 ? 1 : 0 });
}

/** Also of a fraction of a cent. */
function costText(dollars: number): string {
  return dollars.toLocaleString([vscode.env.language, 'en'], { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });
}
