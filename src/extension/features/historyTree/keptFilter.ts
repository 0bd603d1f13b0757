import * as vscode from 'vscode';
import type { CompositionFilter } from '../../../core/history/compositionRepository';
import { compositionFilter, type HistoryFilter, isFiltering, storedFilter } from '../../../core/history/historyFilter';
import type { Host } from '../../host';

const KEY = 'promptstack.historyFilter';

/** The filter of the history tree, kept with the workspace. */
export class KeptFilter {
  readonly #host: Host;
  #filter: HistoryFilter;

  constructor(host: Host) {
    this.#host = host;
    this.#filter = storedFilter(host.context.workspaceState.get(KEY));
    this.#announce();
  }

  get value(): HistoryFilter {
    return this.#filter;
  }

  get isSet(): boolean {
    return isFiltering(this.#filter);
  }

  set(filter: HistoryFilter): void {
    this.#filter = storedFilter(filter);
    this.#announce();
    const kept = this.isSet ? this.#filter : undefined;
    this.#host.context.workspaceState.update(KEY, kept).then(undefined, (error: unknown) => this.#host.log.warn(`The filter was not kept: ${String(error)}`));
  }

  /** What the history is to be asked for now: "today" and "this workspace" mean something else tomorrow and elsewhere. */
  asked(): CompositionFilter {
    return compositionFilter(this.#filter, { here: onlyFolder(), now: Date.now() });
  }

  #announce(): void {
    this.#host.setContext('promptstack:historyFiltered', this.isSet);
  }
}

/** URI of the workspace folder; `undefined` when none or several are open. */
export function onlyFolder(): string | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length === 1 ? folders[0]?.uri.toString() : undefined;
}
