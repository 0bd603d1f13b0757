import * as vscode from 'vscode';

/** Milliseconds that something may take before it is worth a notification. */
const PAUSE = 700;

/**
 * Runs something that may take long; only then a notification follows it and can cancel it.
 * @param run gets a signal for the cancellation, and a function to tell how far it is
 */
export async function withLateProgress<T>(title: string, run: (signal: AbortSignal, report: (done: number, total: number) => void) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let state: readonly [done: number, total: number] = [0, 0];
  let show = (): void => undefined;
  const work = run(abort.signal, (done, total) => {
    state = [done, total];
    show();
  });
  let pause: NodeJS.Timeout | undefined;
  const isLong = new Promise<boolean>((resolve) => (pause = setTimeout(() => resolve(true), PAUSE)));
  const isDone = work.then(
    () => false,
    () => false,
  );
  if (!(await Promise.race([isDone, isLong]))) {
    clearTimeout(pause);
    return work;
  }
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (notification, token) => {
    token.onCancellationRequested(() => abort.abort());
    let reported = 0;
    show = () => {
      const [done, total] = state;
      if (total === 0) return;
      const share = (100 * done) / total;
      notification.report({ increment: Math.max(0, share - reported), message: `${done} / ${total}` });
      reported = Math.max(reported, share);
    };
    show();
    return work;
  });
}
