import * as vscode from 'vscode';
import { basenameOf } from '../../../core/util/uri';

/** Read-only documents with the text that edits under review would lead to. The manifest gives them a language of their own. */
const scheme = 'promptstack-edits';

export const proposalSelector: vscode.DocumentSelector = { scheme };

/** Its language is known by the name: see `filenamePatterns` in the manifest. */
export function proposalUri(document: vscode.Uri, review: number): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${basenameOf(document.toString())} (suggested edits)`, query: String(review) });
}

/** Number of the review that such a document belongs to; `undefined` for any other document. */
export function reviewOfProposal(uri: vscode.Uri): number | undefined {
  return uri.scheme === scheme ? Number(uri.query) : undefined;
}

/** Number of the review that a tab shows. */
export function reviewOfTab(tab: vscode.Tab | undefined): number | undefined {
  return tab?.input instanceof vscode.TabInputTextDiff ? reviewOfProposal(tab.input.modified) : undefined;
}

export function reviewTabs(review?: number): readonly vscode.Tab[] {
  const all = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
  return all.filter((tab) => (review === undefined ? reviewOfTab(tab) !== undefined : reviewOfTab(tab) === review));
}
