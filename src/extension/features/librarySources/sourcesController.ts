import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { installStarters } from '../../../core/library/starters';
import type { FileSystemErrorReason } from '../../../core/ports/fileSystem';
import type { Host } from '../../host';
import { forMessage } from '../../messageText';
import { type SourceSettings, sourcesOf } from './sourceSettings';

/** What watchers missed is found when the window is used again, at most this often in milliseconds. */
const focusRescanMs = 10_000;

/** Which folders the library reads. Loaded in the turn after activation, with what sets up the user's own one. */
export class SourcesController {
  readonly #app: App;
  readonly #host: Host;
  readonly #reported = new Set<string>();
  readonly #prepared = new Set<string>();
  #chain: Promise<void> = Promise.resolve();
  #current = '';
  #lastScan = 0;

  constructor(app: App, host: Host) {
    this.#app = app;
    this.#host = host;
  }

  update(): void {
    this.#chain = this.#chain.then(() => this.#apply()).catch((error: unknown) => this.#host.log.error('Library folders could not be set', error));
  }

  /** Looks at sizes and times of everything; reads what differs. */
  rescan(): void {
    if (this.#app.library.state !== 'ready' || Date.now() - this.#lastScan < focusRescanMs) return;
    this.#lastScan = Date.now();
    this.#app.library.refresh().catch((error: unknown) => this.#host.log.error('Rescanning the library failed', error));
  }

  async #apply(): Promise<void> {
    const { sources, invalid } = sourcesOf(this.#settings());
    for (const { setting, value } of invalid) {
      this.#reportOnce(`${setting} ${value}`, vscode.l10n.t('PromptStack: "{0}" in the setting {1} names no folder.', value, setting));
    }
    const key = JSON.stringify(sources);
    if (key === this.#current) return;
    this.#current = key;
    const own = sources.find(({ kind }) => kind === 'user');
    // Before the library is read: its starters then show at once, and nobody sees an empty library first.
    if (own) await this.#prepare(own.root);
    this.#lastScan = Date.now();
    this.#app.library.setSources(sources);
  }

  /** Creates the user's library and its starters once per session; without them everything else works all the same. */
  async #prepare(root: string): Promise<void> {
    if (this.#prepared.has(root)) return;
    this.#prepared.add(root);
    const shipped = vscode.Uri.joinPath(this.#host.context.extensionUri, 'media', 'starters').toString();
    const { copied, failure } = await installStarters(this.#app.fileSystem, this.#host.log, shipped, root);
    if (copied.length > 0) this.#host.log.info(`${copied.length} starter prompts copied to ${root}`);
    if (!failure) return;
    this.#host.log.error(`Starter prompts could not be copied to ${root}`, failure);
    const path = vscode.Uri.parse(root).fsPath;
    this.#reportOnce(root, vscode.l10n.t('PromptStack: the library folder {0} could not be set up: {1}', path, describe(failure.reason)));
  }

  #settings(): SourceSettings {
    const host = this.#host;
    const workspaceFolders = (vscode.workspace.workspaceFolders ?? []).map(({ uri, name }) => ({
      uri: uri.toString(),
      name,
      folders: host.setting('promptstack.library.folders', uri),
    }));
    return {
      home: homedir(),
      platform: process.platform,
      path: host.setting('promptstack.library.path'),
      folders: host.setting('promptstack.library.folders'),
      workspaceFolders,
      userLibrary: host.setting('promptstack.validation.userLibrary'),
      otherFolders: host.setting('promptstack.validation.otherFolders'),
      missingMetadata: host.setting('promptstack.validation.missingMetadata'),
      userLabel: vscode.l10n.t('User'),
    };
  }

  #reportOnce(key: string, message: string): void {
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#host.log.warn(message);
    void vscode.window.showWarningMessage(forMessage(message));
  }
}

function describe(reason: FileSystemErrorReason): string {
  switch (reason) {
    case 'noPermission':
      return vscode.l10n.t('no permission to write there');
    case 'noSpace':
      return vscode.l10n.t('the disk is full');
    case 'exists':
    case 'notADirectory':
      return vscode.l10n.t('a file is in the way');
    default:
      return vscode.l10n.t('the folder cannot be reached');
  }
}
