import type { History } from '../core/history/history';
import { withLateProgress } from './lateProgress';

/** Runs something on the history that may take long, with a notification that follows the files that are read and can cancel it. */
export function withProgress<T>(history: History, title: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withLateProgress(title, async (signal, report) => {
    const tell = (): void => {
      if (history.progress) report(history.progress.done, history.progress.total);
    };
    const subscription = history.onDidChangeState(tell);
    tell();
    try {
      return await run(signal);
    } finally {
      subscription.dispose();
    }
  });
}
