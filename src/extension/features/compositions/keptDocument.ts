import type * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { History } from '../../../core/history/history';
import type { Clock } from '../../../core/ports/clock';
import type { Disposable } from '../../../core/util/dispose';
import type { Host } from '../../host';

/** An open document that the history keeps. */
export interface KeptDocument extends Disposable {
  /** Whether the history still keeps it this way. */
  readonly isCurrent: boolean;
  edited(event: vscode.TextDocumentChangeEvent): void;
  /** Its file was saved, by whomever. */
  saved(): void;
  /** It is about to be saved by somebody else. */
  willSave(): Promise<void>;
  /** Does at once what waits for a pause in typing. */
  flush(): void;
  /** It was closed; what was written last still counts. */
  closed(): Promise<void>;
}

/** What all kept documents share. */
export interface KeeperParts {
  readonly app: App;
  readonly host: Host;
  readonly history: History;
  readonly clock: Pick<Clock, 'now' | 'schedule'>;
}

/** While somebody types without a pause, what is older than this is on disk. Milliseconds. */
export const DURABLE_LIMIT = 1000;
/** The same for saving the file in the editor, which others notice. Milliseconds. */
export const SAVE_LIMIT = 5000;
