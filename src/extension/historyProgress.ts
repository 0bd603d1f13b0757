import * as vscode from 'vscode';
import type { History } from '../core/history/history';

/** Runs something long on the history, with a notification that follows the files that are read and can cancel it. */
export function withProgress<T>(history: History, title: string, run: (signal: AbortSignal) => Promise<T>): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (notification, token) => {
    const abort = new AbortController();
    let reported = 0;
    const report = (): void => {
      const { progress } = history;
      if (!progress || progress.total === 0) return;
      const share = (100 * progress.done) / progress.total;
      notification.report({ increment: Math.max(0, share - reported), message: `${progress.done} / ${progress.total}` });
      reported = Math.max(reported, share);
    };
    const cancellation = token.onCancellationRequested(() => abort.abort());
    const subscription = history.onDidChangeState(report);
    report();
    try {
      return await run(abort.signal);
    } finally {
      cancellation.dispose();
      subscription.dispose();
    }
  });
}
