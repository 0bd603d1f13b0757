import * as vscode from 'vscode';
import type { App } from '../core/app';
import { type Disposable, toDisposable } from '../core/util/dispose';
import type { PromptTarget } from './contributions';

/** Argument of the keybindings of the library tree: act on what is selected there. A key passes no rows by itself. */
const treeSelectionTarget = 'libraryTree.selection';

/** What is selected in the library tree: the tree provides it, commands started by a key read it. */
export class TreeSelection {
  #read: (() => readonly string[]) | undefined;

  /** URIs of the selected prompts, in the order of their selection; rows that are no prompts are left out. */
  get uris(): readonly string[] {
    return this.#read?.() ?? [];
  }

  /** @returns ends the provision. */
  provide(read: () => readonly string[]): Disposable {
    this.#read = read;
    return toDisposable(() => (this.#read = undefined));
  }
}

/** URI of one target; `undefined` for a row of the tree that is no prompt. */
export function uriOfTarget(target: PromptTarget): string | undefined {
  if (typeof target === 'string') return target;
  if (target instanceof vscode.Uri) return target.toString();
  return 'promptUri' in target && typeof target.promptUri === 'string' ? target.promptUri : undefined;
}

/**
 * URIs that a command acts on, each once: the selection when the clicked row belongs to it, the tree's selection for a key pressed in
 * the tree, else the prompt in the active editor. Empty when there is none.
 */
export function targetUris(
  app: App,
  treeSelection: TreeSelection,
  target?: PromptTarget,
  selection: readonly PromptTarget[] = [],
): readonly string[] {
  if (target === treeSelectionTarget) return [...new Set(treeSelection.uris)];
  if (target === undefined) return activePromptUri(app) ?? [];
  const clicked = uriOfTarget(target);
  const selected = selection.flatMap((one) => uriOfTarget(one) ?? []);
  if (clicked === undefined) return [...new Set(selected)];
  return selected.includes(clicked) ? [...new Set(selected)] : [clicked];
}

/** The prompt that the active editor or custom tab shows, as a list of at most one. */
export function activePromptUri(app: App): readonly [string] | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = vscode.window.activeTextEditor?.document.uri ?? (input instanceof vscode.TabInputCustom ? input.uri : undefined);
  const known = uri && app.library.get(uri.toString());
  return known && [known.uri];
}
