import * as vscode from 'vscode';
import type { App } from '../core/app';
import { findBlock } from '../core/prompts/frontmatterBlock';
import { escapeSnippet } from '../core/prompts/snippet';
import { type Disposable, toDisposable } from '../core/util/dispose';

type Follower = (document: vscode.TextDocument, prompts: readonly string[]) => void;

/** A dropped prompt is in the document within this time, or was taken back. Milliseconds. */
const dropPatience = 5000;

const followers = new Set<Follower>();

/** Tells `follower` of the prompts, by URI, that went into a document. */
export function followInsertions(follower: Follower): Disposable {
  followers.add(follower);
  return toDisposable(() => followers.delete(follower));
}

export function announceInsertion(document: vscode.TextDocument, prompts: readonly string[]): void {
  for (const follower of followers) follower(document, prompts);
}

/** The same for prompts that are on their way into the document. */
export function announceComingInsertion(document: vscode.TextDocument, prompts: readonly string[]): void {
  const end = (): void => {
    clearTimeout(timer);
    subscription.dispose();
  };
  const timer = setTimeout(end, dropPatience);
  const subscription = vscode.workspace.onDidChangeTextDocument(({ document: changed, contentChanges }) => {
    if (changed !== document || contentChanges.length === 0) return;
    end();
    announceInsertion(document, prompts);
  });
}

/**
 * What changes beside the text when prompts go into a document: a composition names them in its frontmatter. To be applied in one edit with
 * the insertion, so that one undo takes both back.
 *
 * @param places where text is inserted; nothing changes beside it when that is in the frontmatter itself.
 */
export async function provenanceEdits(
  app: App,
  document: vscode.TextDocument,
  prompts: readonly string[],
  places: readonly vscode.Range[],
): Promise<readonly vscode.TextEdit[]> {
  if (!app.history.isCompositionFile(document.uri.toString())) return [];
  const text = document.getText();
  const block = findBlock(text);
  if (!block || places.some(({ start }) => document.offsetAt(start) < block.bodyStart)) return [];
  const { namePrompts } = await import('../core/history/promptProvenance');
  return namePrompts(text.slice(0, block.bodyStart), prompts).map(
    ({ start, end, newText }) => new vscode.TextEdit(new vscode.Range(document.positionAt(start), document.positionAt(end)), newText),
  );
}

/** The edit as a snippet: beside other snippets, the editor adapts the white space of anything else to its settings. */
export function asSnippetEdit({ range, newText }: vscode.TextEdit): vscode.SnippetTextEdit {
  const edit = new vscode.SnippetTextEdit(range, new vscode.SnippetString(escapeSnippet(newText)));
  edit.keepWhitespace = true;
  return edit;
}
