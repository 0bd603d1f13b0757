import * as vscode from 'vscode';
import type { AI } from '../../../core/ai/ai';
import type { SuggestionList } from '../../../core/ai/suggestion';
import { type TextLength, textLength } from '../../../core/ai/suggestions/textLength';
import type { App } from '../../../core/app';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import type { Action, ItemAction, ItemTarget, SuggestionsRequests, ViewState } from '../../../protocol/suggestions';
import { suggestionsProtocol } from '../../../protocol/suggestions';
import { aiErrorText, runAIErrorAction } from '../../aiErrorText';
import type { CommandTypes } from '../../contributions';
import { executeCommand, type Host } from '../../host';
import { type Handlers, postToPage, servePage } from '../../webviewPage';
import { FollowedDocument } from './followedDocument';
import { NextContext } from './nextContext';
import { showDocument, showLines } from './showLines';
import { suggestionsTexts } from './suggestionsTexts';
import { viewStateOf } from './viewState';

/** Pause in which changes are told of together, in milliseconds. */
const PAUSE = 40;

type Ids = 'promptstack.getSuggestions' | 'promptstack.stopSuggestions' | 'promptstack.dismissSuggestion';

/** The view and its commands: shows the advice on the prompt document that the user is at. Nothing is sent before the user asks. */
export class SuggestionsView extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #followed: FollowedDocument;
  readonly #next: NextContext;
  readonly #ended = new AbortController();
  #view: vscode.WebviewView | undefined;
  #ai: AI | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #measured: { readonly text: string; readonly model: string; readonly length: TextLength | undefined } | undefined;

  readonly commands: { readonly [I in Ids]: CommandTypes[I] } = {
    'promptstack.getSuggestions': () => this.#get(false),
    'promptstack.stopSuggestions': () => Promise.resolve(this.#stop()),
    'promptstack.dismissSuggestion': async (uri, id) => (await this.#load()).suggestions.update(uri, id, { state: 'dismissed' }),
  };

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    this.#followed = this.add(new FollowedDocument(app, host));
    this.#next = this.add(
      new NextContext({
        log: host.log,
        document: () => this.#followed.current,
        suggestions: () => (this.#view?.visible && host.setting('promptstack.ai.provider') !== 'none' ? this.#ai?.suggestions : undefined),
        chosen: () => this.#tell(),
      }),
    );
    this.add(this.#followed.onDidChange(() => this.#changed()));
    this.add(host.onDidChangeSetting(['promptstack.ai.provider', 'promptstack.ai.model', 'promptstack.ai.contextSelector'], () => this.#changed()));
    this.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tell()));
    this.add(app.library.onDidChangeState(() => this.#changed()));
    this.add(
      toDisposable(() => {
        this.#ended.abort();
        clearTimeout(this.#telling);
      }),
    );
  }

  /** Fills the view, when VS Code shows it for the first time. */
  show(view: vscode.WebviewView): void {
    this.#view = view;
    const { extensionUri } = this.#host.context;
    const served = this.add(servePage(view.webview, { name: 'suggestions', extensionUri, protocol: suggestionsProtocol, handlers: this.#handlers, log: this.#host.log }));
    const visibility = this.add(view.onDidChangeVisibility(() => this.#changed()));
    this.add(
      view.onDidDispose(() => {
        served.dispose();
        visibility.dispose();
        this.#view = undefined;
      }),
    );
  }

  readonly #handlers: Handlers<SuggestionsRequests> = {
    ready: async () => {
      // Without it there is no advice to show, but how to set up a provider all the same.
      await this.#load().catch((error: unknown) => this.#host.log.error('Suggestions could not be loaded', error));
      this.#next.forget(this.#list(), 0);
      return { language: vscode.env.language, texts: suggestionsTexts(), state: this.#state() };
    },
    act: ({ action }) => Promise.resolve(this.#act(action)).then(() => null),
    judge: (params) => Promise.resolve(this.#judge(params, params.action)).then(() => null),
    showLines: async ({ uri, id, index }) => {
      const suggestion = this.#known({ uri, id });
      const document = this.#followed.current;
      if (suggestion && document) await showLines(document, suggestion, this.#list()?.text, index);
      return null;
    },
  };

  async #load(): Promise<AI> {
    const ai = await this.#app.ai.load();
    if (!this.#ai) {
      this.#ai = ai;
      this.add(ai.suggestions.onDidChange((uri) => this.#listChanged(uri)));
      this.add(ai.onDidChange(() => this.#changed()));
      this.#listChanged(this.#followed.current?.uri.toString());
    }
    return ai;
  }

  #list(): SuggestionList | undefined {
    const uri = this.#followed.current?.uri.toString();
    return uri === undefined ? undefined : this.#ai?.suggestions.of(uri);
  }

  #known({ uri, id }: ItemTarget): SuggestionList['suggestions'][number] | undefined {
    const list = this.#list();
    return list?.uri === uri ? list.suggestions.find((suggestion) => suggestion.id === id) : undefined;
  }

  #state(): ViewState {
    return viewStateOf({
      app: this.#app,
      providerId: this.#host.setting('promptstack.ai.provider'),
      model: this.#host.setting('promptstack.ai.model'),
      document: this.#followed.current,
      list: this.#list(),
      next: this.#next.selection,
      hasChosen: this.#next.hasChosen,
      length: this.#length(),
    });
  }

  #length(): TextLength | undefined {
    const model = this.#ai?.knownModel;
    const text = this.#followed.current?.getText();
    if (!model || text === undefined || this.#host.setting('promptstack.ai.provider') === 'none') return undefined;
    // Pieces of an answer arrive many times a second, while the text is the same.
    if (this.#measured?.text !== text || this.#measured.model !== model.id) this.#measured = { text, model: model.id, length: textLength(text, model) };
    return this.#measured.length;
  }

  /** Another document, text, provider or visibility. */
  #changed(): void {
    this.#next.forget(this.#list());
    this.#tell();
  }

  #listChanged(uri: string | undefined): void {
    if (uri !== this.#followed.current?.uri.toString()) return;
    this.#next.listChanged(this.#list());
    this.#tell();
  }

  /** Tells the page, the badge and the context key what they show, all changes of a moment at once. */
  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      const list = this.#list();
      this.#host.setContext('promptstack:suggestionsRunning', list?.run.kind === 'running');
      if (!this.#view) return;
      const pending = list?.suggestions.filter(({ state }) => state === 'pending').length ?? 0;
      this.#view.badge = pending === 0 ? undefined : { value: pending, tooltip: pending === 1 ? vscode.l10n.t('1 suggestion') : vscode.l10n.t('{0} suggestions', pending) };
      if (this.#view.visible) postToPage(this.#view.webview, { event: 'changed', params: this.#state() });
    }, PAUSE);
  }

  async #get(refresh: boolean): Promise<void> {
    const document = this.#followed.current;
    await this.#reveal();
    if (!document) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open a prompt or a composition to get suggestions on it.'));
      return;
    }
    const ai = await this.#load();
    // The view says how to set one up.
    if (ai.providerId === 'none') return;
    await ai.suggestions.get(document.uri.toString(), document.getText(), { signal: this.#ended.signal, refresh });
  }

  /** Opens the view; the focus stays where it is. */
  async #reveal(): Promise<void> {
    if (this.#view) this.#view.show(true);
    else await vscode.commands.executeCommand('promptstack.suggestions.focus', { preserveFocus: true });
  }

  #stop(): void {
    const uri = this.#followed.current?.uri.toString();
    if (uri !== undefined) this.#ai?.suggestions.stop(uri);
  }

  async #act(action: Action): Promise<void> {
    const document = this.#followed.current;
    switch (action) {
      case 'get':
      case 'getAgain':
        // Nobody waits for the answer: it arrives piece by piece.
        void this.#get(action === 'getAgain');
        return;
      case 'stop':
        return this.#stop();
      case 'help':
        return this.#help();
      case 'selectProvider':
      case 'setApiKey':
        void executeCommand(`promptstack.${action}`);
        return;
      case 'focusEditor':
        if (document) await showDocument(document, false);
        return;
      case 'choose':
        // It is about the active editor, which may be a diff or another file.
        if (document && document !== vscode.window.activeTextEditor?.document) await showDocument(document, false);
        void executeCommand('promptstack.chooseContext');
    }
  }

  #help(): void {
    const run = this.#list()?.run;
    const action = run?.kind === 'failed' ? aiErrorText(run.error).action : undefined;
    if (action) void runAIErrorAction(action);
  }

  #judge({ uri, id }: ItemTarget, action: ItemAction): void {
    if (!this.#known({ uri, id })) return;
    switch (action) {
      case 'apply':
        void executeCommand('promptstack.applySuggestion', uri, id);
        return;
      case 'dismiss':
        void executeCommand('promptstack.dismissSuggestion', uri, id);
        return;
      case 'accept':
        void executeCommand('promptstack.acceptEdits', uri);
        return;
      case 'reject':
        void executeCommand('promptstack.rejectEdits', uri);
        return;
      case 'restore':
        this.#ai?.suggestions.update(uri, id, { state: 'pending' });
    }
  }
}
