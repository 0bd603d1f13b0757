import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { buildSnippet } from '../../../core/prompts/snippet';
import { placeOverSelections } from '../../../core/prompts/snippetPlacement';
import { announceSnippet } from '../../insertedSnippets';
import { readForInsertion } from '../../insertion';
import { announceComingInsertion, asSnippetEdit, provenanceEdits } from '../../provenance';

interface Drop {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  /** Of prompts; at least one. */
  readonly uris: readonly string[];
}

/** What VS Code applies when prompts are dropped; `undefined` when one of them cannot be inserted, of which the user has been told. */
export async function dropEdit(
  app: App,
  kind: vscode.DocumentDropOrPasteEditKind,
  { document, position, uris }: Drop,
  token: vscode.CancellationToken,
): Promise<vscode.DocumentDropEdit | undefined> {
  const bodies = await bodiesOf(app, uris, token);
  if (!bodies) return undefined;
  const edit = new vscode.DocumentDropEdit('', vscode.l10n.t('Insert Prompt'), kind);
  // Several prompts become one snippet, so that Tab goes through all their placeholders.
  const [snippets, edits] = insertion(document, position, bodies.join('\n\n'));
  await Promise.all(snippets.map(announceSnippet));
  const beside = await provenanceEdits(app, document, uris, [new vscode.Range(position, position)]);
  edit.additionalEdit = new vscode.WorkspaceEdit();
  edit.additionalEdit.set(document.uri, [...beside.map(asSnippetEdit), ...edits]);
  announceComingInsertion(document, uris);
  for (const uri of uris) app.usage.recordUse(uri).catch((error: unknown) => app.log.error('The use of a prompt was not recorded', error));
  return edit;
}

/** `undefined` when one of them cannot be inserted, of which the user has been told. */
async function bodiesOf(app: App, uris: readonly string[], token: vscode.CancellationToken): Promise<readonly string[] | undefined> {
  const bodies: string[] = [];
  for (const uri of uris) {
    const prompt = app.library.get(uri) && (await readForInsertion(app, uri));
    if (!prompt || token.isCancellationRequested) return undefined;
    bodies.push(prompt.body);
  }
  return bodies;
}

/** An additional edit, because the editor rewrites white space in the text of a drop edit: tabs and blanks of a prompt are its author's. */
function insertion(document: vscode.TextDocument, position: vscode.Position, body: string): [snippets: string[], edits: vscode.SnippetTextEdit[]] {
  const lines = { lineAt: (line: number) => document.lineAt(line).text };
  const placed = placeOverSelections(buildSnippet(body), lines, [{ start: position, end: position }]);
  const edits = placed.map(({ range, snippet }) => {
    const target = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
    const one = new vscode.SnippetTextEdit(target, new vscode.SnippetString(snippet));
    one.keepWhitespace = true;
    return one;
  });
  return [placed.map(({ snippet }) => snippet), edits];
}
