import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { buildSnippet } from '../../../core/prompts/snippet';
import { placeOverSelections } from '../../../core/prompts/snippetPlacement';
import type { Feature } from '../../host';
import { announceSnippet } from '../../insertedSnippets';
import { readForInsertion } from '../../insertion';
import { promptsMime, takePrompts } from '../../promptTransfer';
import { announceComingInsertion, asSnippetEdit, provenanceEdits } from '../../provenance';

/** Prompts dragged from the library into any document are inserted where they are dropped, as snippets. */
export const dropIntoEditor: Feature = (app) => {
  const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('promptstack', 'prompt');
  const provideDocumentDropEdits: vscode.DocumentDropEditProvider['provideDocumentDropEdits'] = async (document, position, transfer, token) => {
    const uris = await takePrompts(transfer);
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
  };
  return vscode.languages.registerDocumentDropEditProvider(
    { pattern: '**' },
    { provideDocumentDropEdits },
    { dropMimeTypes: [promptsMime], providedDropEditKinds: [kind] },
  );
};

/** `undefined` when one of them cannot be inserted, of which the user has been told, or when there is nothing to insert. */
async function bodiesOf(app: App, uris: readonly string[], token: vscode.CancellationToken): Promise<readonly string[] | undefined> {
  const bodies: string[] = [];
  for (const uri of uris) {
    const prompt = app.library.get(uri) && (await readForInsertion(app, uri));
    if (!prompt || token.isCancellationRequested) return undefined;
    bodies.push(prompt.body);
  }
  return bodies.length > 0 ? bodies : undefined;
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
