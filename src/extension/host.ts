import * as vscode from 'vscode';
import type { App } from '../core/app';
import type { Log } from '../core/ports/log';
import type { Disposable } from '../core/util/dispose';
import { type CommandTypes, type ContextKeyTypes, settingBounds, type SettingTypes, settingDefaults } from './contributions';
import { DocumentStructures } from './documentStructures';
import { TreeSelection } from './promptTargets';
import { forMessage } from './messageText';

/** One thing the user sees. Registers itself at once, does its work later, and owns what it returns. */
export type Feature = (app: App, host: Host) => Disposable;

/** What a feature needs of the editor beside the `vscode` module itself. */
export interface Host {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  /** Registers a command of the manifest. A failure is logged and shown; it never gets lost. */
  registerCommand<K extends keyof CommandTypes>(id: K, run: CommandTypes[K]): Disposable;
  /** Value of a setting; one of the wrong type or outside its bounds is reported once and replaced by the default. */
  setting<K extends keyof SettingTypes>(id: K, scope?: vscode.ConfigurationScope): SettingTypes[K];
  /** Calls `listener` when one of these settings changed. */
  onDidChangeSetting(ids: readonly (keyof SettingTypes)[], listener: () => void): Disposable;
  /** Sets a context key for `when` clauses; writes only on change. */
  setContext<K extends keyof ContextKeyTypes>(key: K, value: ContextKeyTypes[K]): void;
  /** What is selected in the library tree. */
  readonly treeSelection: TreeSelection;
  /** Placeholders, frontmatter and code of open documents. */
  readonly structures: DocumentStructures;
}

/** Runs a command of this extension with checked arguments. */
export function executeCommand<K extends keyof CommandTypes>(id: K, ...args: Parameters<CommandTypes[K]>): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}

export function createHost(context: vscode.ExtensionContext, log: Log, showLog: () => void): Host {
  const contextValues = new Map<string, unknown>();
  const reportedSettings = new Set<string>();
  const structures = new DocumentStructures();
  context.subscriptions.push(structures);

  const showError = async (id: string, error: unknown): Promise<void> => {
    log.error(`${id} failed`, error);
    const reason = error instanceof Error ? error.message : String(error);
    const open = vscode.l10n.t('Show Log');
    if ((await vscode.window.showErrorMessage(forMessage(vscode.l10n.t('PromptStack: {0}', reason)), open)) === open) showLog();
  };

  return {
    context,
    log,
    treeSelection: new TreeSelection(),
    structures,
    registerCommand(id, run) {
      const guarded = async (...args: unknown[]): Promise<unknown> => {
        try {
          return await (run as (...args: unknown[]) => Promise<unknown>)(...args);
        } catch (error) {
          void showError(id, error);
          return undefined;
        }
      };
      return vscode.commands.registerCommand(id, guarded);
    },
    setting(id, scope) {
      const value: unknown = vscode.workspace.getConfiguration(undefined, scope).get(id);
      const fallback = settingDefaults[id];
      if (isValid(id, value)) return value;
      if (value !== undefined && !reportedSettings.has(id)) {
        reportedSettings.add(id);
        log.warn(`Setting ${id} has an invalid value; its default is used`);
        void vscode.window.showWarningMessage(vscode.l10n.t('The setting {0} has an invalid value; its default is used.', id));
      }
      return fallback;
    },
    onDidChangeSetting: (ids, listener) =>
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (ids.some((id) => event.affectsConfiguration(id))) listener();
      }),
    setContext(key, value) {
      if (contextValues.get(key) === value) return;
      contextValues.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    },
  };
}

const allowed: Partial<Record<keyof SettingTypes, readonly unknown[]>> = {
  'promptstack.validation.userLibrary': ['strict', 'lenient'],
  'promptstack.validation.otherFolders': ['strict', 'lenient'],
  'promptstack.tree.groupBy': ['category', 'tag', 'source', 'flat'],
  'promptstack.references.updateOnMove': ['prompt', 'always', 'never'],
  'promptstack.ai.provider': ['none', 'anthropic', 'vscode', 'openai', 'mcp'],
  'promptstack.ai.contextSelector': ['score', 'bm25'],
  'promptstack.send.references': ['inline', 'link'],
};

/** @param value of any type: settings files are edited by hand. */
function isValid<K extends keyof SettingTypes>(id: K, value: unknown): value is SettingTypes[K] {
  const fallback: unknown = settingDefaults[id];
  const values = allowed[id];
  if (values) return values.includes(value);
  if (Array.isArray(fallback)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  const [minimum, maximum] = settingBounds[id] ?? [0, Number.MAX_SAFE_INTEGER];
  if (typeof fallback === 'number') return typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum;
  return typeof value === typeof fallback && value !== null;
}
