import * as vscode from 'vscode';
import type { AI } from '../../../core/ai/ai';
import type { App } from '../../../core/app';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { aiErrorText } from '../../aiErrorText';
import { providerName } from '../../aiProviders';
import type { Host } from '../../host';

/** What the AI does for a document, in words. */
interface AIStateText {
  /** Behind the figures, with an icon; empty while there is nothing to say. */
  readonly short: string;
  /** A sentence; `undefined` while there is nothing to say. */
  readonly sentence: string | undefined;
  readonly hasFailed: boolean;
}

const nothing: AIStateText = { short: '', sentence: undefined, hasFailed: false };

/** Follows what the AI does, once there is one. Never loads it. */
export class AIState extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #onDidChange: (uri: string | undefined) => void;
  #countdown: NodeJS.Timeout | undefined;

  /** @param onDidChange is called with the URI of a document whose state may be another one; without one it may concern all */
  constructor(app: App, host: Host, onDidChange: (uri: string | undefined) => void) {
    super();
    this.#app = app;
    this.#host = host;
    this.#onDidChange = onDidChange;
    this.add(toDisposable(() => clearTimeout(this.#countdown)));
    if (app.ai.loaded) this.#follow(app.ai.loaded);
    else this.add(app.ai.onDidLoad((ai) => this.#follow(ai)));
  }

  of(uri: string): AIStateText {
    clearTimeout(this.#countdown);
    const run = this.#app.ai.loaded?.suggestions.of(uri).run;
    if (run?.kind === 'failed') {
      const { message } = aiErrorText(run.error, this.#provider);
      return { short: ` $(warning) ${vscode.l10n.t('AI failed')}`, sentence: message, hasFailed: true };
    }
    if (run?.kind !== 'running') return nothing;
    const { status } = run;
    if (status.kind !== 'waiting') return { short: ' $(loading~spin)', sentence: vscode.l10n.t('AI is looking for suggestions…'), hasFailed: false };
    const seconds = Math.max(0, Math.ceil((status.until - Date.now()) / 1000));
    this.#countdown = setTimeout(() => this.#onDidChange(uri), 1000);
    return {
      short: ` $(watch) ${vscode.l10n.t('{0} s', seconds)}`,
      sentence: vscode.l10n.t('The AI did not answer; it is asked again in a moment (attempt {0} of {1}).', status.attempt, status.attempts),
      hasFailed: false,
    };
  }

  /** Who would be asked; `undefined` while nobody is, or nothing was asked yet. */
  get provider(): string | undefined {
    const name = this.#app.ai.loaded && this.#provider;
    const model = this.#host.setting('promptstack.ai.model');
    if (name === undefined) return undefined;
    return model === '' ? vscode.l10n.t('AI: {0}', name) : vscode.l10n.t('AI: {0}, model {1}', name, model);
  }

  get #provider(): string | undefined {
    const id = this.#host.setting('promptstack.ai.provider');
    return id === 'none' ? undefined : providerName(id);
  }

  #follow(ai: AI): void {
    this.add(ai.suggestions.onDidChange((uri) => this.#onDidChange(uri)));
    this.add(ai.onDidChange(() => this.#onDidChange(undefined)));
    this.#onDidChange(undefined);
  }
}
