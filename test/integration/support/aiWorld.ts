import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { AI } from '../../../src/core/ai/ai';
import { createApp } from '../../../src/core/createApp';
import type { Disposable } from '../../../src/core/util/dispose';
import { RoutedFileSystem } from '../../../src/core/util/routedFileSystem';
import { aiPorts } from '../../../src/extension/aiPorts';
import { SuggestionsView } from '../../../src/extension/features/suggestions/suggestionsView';
import { viewStateOf } from '../../../src/extension/features/suggestions/viewState';
import { createHost } from '../../../src/extension/host';
import { NodeFileSystem } from '../../../src/platform/node/nodeFileSystem';
import { SystemClock } from '../../../src/platform/node/systemClock';
import { VscodeFileSystem } from '../../../src/platform/vscode/vscodeFileSystem';
import type { ViewState } from '../../../src/protocol/suggestions';
import { inMemoryPorts } from '../../support/builders';

export interface AIWorldOptions {
  readonly provider: 'anthropic' | 'openai';
  /** Base URL of the Anthropic API, or of the OpenAI API. */
  readonly baseUrl: string;
  readonly key?: string;
  /** The user said yes to sending texts there. Default: true. */
  readonly isAllowed?: boolean;
  /** How many times faster pauses between attempts pass. Default: 1. */
  readonly pace?: number;
}

/**
 * The extension once more, in the process of the suites: its domain, its providers and its Suggestions view over the editor's own
 * documents and settings. The one that is installed keeps keys and consents where nobody else gets, and the editor shows no questions
 * while suites run.
 */
export class AIWorld {
  readonly #context: vscode.ExtensionContext;
  readonly #storage = fs.mkdtempSync(path.join(os.tmpdir(), 'ai-world-'));
  readonly #app;
  readonly #host;
  readonly #view;
  readonly #provider: AIWorldOptions['provider'];
  readonly ai: AI;

  static async open(options: AIWorldOptions): Promise<AIWorld> {
    await setting(`ai.${options.provider}.baseUrl`, options.baseUrl);
    await setting('ai.provider', options.provider);
    const world = new AIWorld(options);
    return Object.assign(world, { ai: await world.#app.ai.load() });
  }

  private constructor(options: AIWorldOptions) {
    this.ai = undefined as never;
    this.#provider = options.provider;
    this.#context = extensionContext(this.#storage, options);
    const { log } = inMemoryPorts();
    this.#host = createHost(this.#context, log, () => undefined);
    this.#app = createApp({
      ...inMemoryPorts(),
      clock: new PacedClock(options.pace ?? 1),
      log,
      fileSystem: new RoutedFileSystem(new VscodeFileSystem(), { file: new NodeFileSystem() }),
      ai: () => aiPorts(this.#host),
    });
    // Nothing to send along, and nothing to wait for.
    this.#app.library.setSources([]);
    this.#view = new SuggestionsView(this.#app, this.#host);
  }

  /** The command *Get Suggestions*; resolves at the end of the answer, or when it failed. */
  getSuggestions(): Promise<unknown> {
    return this.#view.commands['promptstack.getSuggestions']();
  }

  stopSuggestions(): Promise<unknown> {
    return this.#view.commands['promptstack.stopSuggestions']();
  }

  /** What the view shows of a document. */
  stateOf(document: vscode.TextDocument): ViewState {
    return viewStateOf({
      app: this.#app,
      providerId: this.#provider,
      model: '',
      document,
      list: this.ai.suggestions.of(document.uri.toString()),
      next: undefined,
      hasChosen: false,
      length: undefined,
    });
  }

  dispose(): void {
    this.#view.dispose();
    this.#app.dispose();
    for (const subscription of this.#context.subscriptions) (subscription).dispose();
    fs.rmSync(this.#storage, { recursive: true, force: true, maxRetries: 5 });
  }
}

class PacedClock extends SystemClock {
  constructor(readonly pace: number) {
    super();
  }

  override schedule(ms: number, task: () => void): Disposable {
    return super.schedule(ms / this.pace, task);
  }
}

/** Settings that worlds share stay until the end, as each change takes the editor a while. */
export async function forgetWorlds(): Promise<void> {
  await setting('ai.provider', undefined);
  for (const provider of ['anthropic', 'openai']) await setting(`ai.${provider}.baseUrl`, undefined);
}

async function setting(name: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('promptstack');
  if (configuration.inspect(name)?.globalValue !== value) await configuration.update(name, value, vscode.ConfigurationTarget.Global);
}

/** What the editor gives an extension, as far as it is used here, with storage that lasts as long as the world. */
function extensionContext(storage: string, { provider, baseUrl, key = 'sk-good', isAllowed = true }: AIWorldOptions): vscode.ExtensionContext {
  const extension = vscode.extensions.getExtension('promptstack.promptstack');
  if (!extension) throw new Error('The extension is not installed');
  const { host } = new URL(baseUrl);
  const consent = { provider, name: provider, destination: host, at: 1 };
  const secretChanges = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  const secrets = new Map([[`promptstack.${provider}.apiKey`, `${key} ${host}`]]);
  const context = {
    extension,
    extensionUri: extension.extensionUri,
    subscriptions: [secretChanges],
    globalStorageUri: vscode.Uri.file(storage),
    globalState: memento(isAllowed ? { 'promptstack.ai.consents': [consent] } : {}),
    workspaceState: memento({}),
    secrets: { get: (name: string) => Promise.resolve(secrets.get(name)), onDidChange: secretChanges.event },
  };
  return context as unknown as vscode.ExtensionContext;
}

function memento(values: Record<string, unknown>): vscode.Memento {
  return {
    keys: () => Object.keys(values),
    get: <T>(key: string, fallback?: T) => (values[key] as T | undefined) ?? fallback,
    update: (key: string, value: unknown) => {
      values[key] = value;
      return Promise.resolve();
    },
  };
}
