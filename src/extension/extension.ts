import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { createApp } from '../core/createApp';
import { DisposableStore } from '../core/util/dispose';
import { RoutedFileSystem } from '../core/util/routedFileSystem';
import { teeLog } from '../core/util/teeLog';
import { joinUri } from '../core/util/uri';
import { GitFileLister } from '../platform/node/gitFileLister';
import { NodeFileSystem } from '../platform/node/nodeFileSystem';
import { NodeJournal } from '../platform/node/nodeJournal';
import { SystemClock } from '../platform/node/systemClock';
import { RotatingFileLog } from '../platform/node/rotatingFileLog';
import { OutputLog } from '../platform/vscode/outputLog';
import { VscodeFileSystem } from '../platform/vscode/vscodeFileSystem';
import { createExports, type PromptStackExports } from './api/exports';
import { features } from './features';
import { createHost } from './host';

/** Builds the ports, the domain and the features. Awaits nothing: what is heavy loads on first use or in the background. */
export function activate(context: vscode.ExtensionContext): PromptStackExports {
  const channel = vscode.window.createOutputChannel('PromptStack', { log: true });
  const log = teeLog(new OutputLog(channel), new RotatingFileLog(context.logUri.fsPath));
  const storage = context.globalStorageUri.toString();
  const home = vscode.Uri.file(homedir()).toString();
  const clock = new SystemClock();
  const owned = new DisposableStore();
  context.subscriptions.push(channel, owned);

  const editorFiles = new VscodeFileSystem();
  const app = owned.add(
    createApp({
      fileSystem: new RoutedFileSystem(editorFiles, { file: new NodeFileSystem() }),
      clock,
      log,
      journal: new NodeJournal(joinUri(storage, 'events'), clock, log),
      fileLister: new GitFileLister(() => vscode.workspace.isTrusted, log),
      watchWorkspace: (root) => editorFiles.watch(root),
      history: {
        folder: joinUri(home, '.promptstack', 'data', '.history'),
        database: { open: async (options) => (await import('./historyDatabase')).openHistoryDatabase(context, log, options) },
        mayLose: async (count) => (await import('./historyDatabase')).mayLoseCompositions(count),
      },
      ai: async () => (await import('./aiPorts')).aiPorts(host),
      home,
      storage: {
        indexFolder: joinUri(storage, 'library-index'),
        continuationsFolder: joinUri(storage, 'continuations'),
        version: versionOf(context.extension),
      },
    }),
  );
  const host = createHost(context, log, () => channel.show());
  owned.add(host.registerCommand('promptstack.showLog', () => Promise.resolve(channel.show())));

  for (const { name, register } of features) {
    try {
      owned.add(register(app, host));
    } catch (error) {
      log.error(`Feature ${name} did not start; the others go on`, error);
    }
  }
  return createExports(app);
}

function versionOf({ packageJSON }: vscode.Extension<unknown>): string {
  return String((packageJSON as { readonly version?: unknown }).version);
}
