import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import { followPromptEditor } from '../../activeEditor';
import type { Feature, Host } from '../../host';
import { isPromptDocument, registerInPromptLanguages } from '../../promptDocuments';
import { FilledValues } from './filledValues';
import { Highlights } from './highlights';
import { spanToSelect } from './jump';
import { NearMissProblems } from './nearMissProblems';
import { PlaceholderRename } from './rename';
import { tabMeans } from './tabKeys';

const everywhere: vscode.DocumentSelector = { scheme: '*' };

/** Highlights placeholders, moves between them, explains and renames them. */
export const placeholders: Feature = (app, host) => {
  const owned = new DisposableStore();
  const applies = (document: vscode.TextDocument): boolean => isPromptDocument(app, host, document);
  const problems = owned.add(new NearMissProblems(app, host));
  owned.add(new Highlights(app, host, (document) => problems.update(document)));
  owned.add(followPromptEditor(app, host, (editor) => updateContext(host, editor)));
  owned.add(host.registerCommand('promptstack.nextPlaceholder', (key) => press(host, 'next', key === 'tab' ? 'tab' : undefined)));
  owned.add(host.registerCommand('promptstack.previousPlaceholder', (key) => press(host, 'previous', key === 'shiftTab' ? 'shiftTab' : undefined)));
  const filled = owned.add(new FilledValues(app, host));
  owned.add(
    registerInPromptLanguages(host, (selector) =>
      vscode.languages.registerCompletionItemProvider(selector, {
        provideCompletionItems: async (document, position, token) => {
          const { ValueCompletion } = await import('./valueCompletion');
          return new ValueCompletion(app, host, filled).provideCompletionItems(document, position, token);
        },
      }),
    ),
  );
  // Only where placeholders are at home: a rename provider makes the editor offer to rename any word.
  owned.add(registerInPromptLanguages(host, (selector) => vscode.languages.registerRenameProvider(selector, new PlaceholderRename(host))));
  owned.add(
    vscode.languages.registerHoverProvider(everywhere, {
      provideHover: async (document, position) => {
        if (!applies(document)) return undefined;
        const { placeholderHover } = await import('./hover');
        return placeholderHover(app, host, document, position);
      },
    }),
  );
  return owned;
};

function updateContext(host: Host, editor: vscode.TextEditor | undefined): void {
  host.setContext('promptstack:isPromptDocument', editor !== undefined);
  host.setContext('promptstack:hasPlaceholders', editor !== undefined && host.structures.of(editor.document).placeholders.length > 0);
  host.setContext('promptstack:tabNavigates', editor !== undefined && tabMeans(host, editor, 'tab') === 'navigate');
  host.setContext('promptstack:shiftTabNavigates', editor !== undefined && tabMeans(host, editor, 'shiftTab') === 'navigate');
}

/** @param key that was pressed: its context key may be older than the cursor's place, so what it means is asked again. */
async function press(host: Host, direction: 'next' | 'previous', key: 'tab' | 'shiftTab' | undefined): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  if (key && tabMeans(host, editor, key) === 'edit') await vscode.commands.executeCommand(key === 'tab' ? 'tab' : 'outdent');
  else jump(host, editor, direction);
}

function jump(host: Host, editor: vscode.TextEditor, direction: 'next' | 'previous'): void {
  const { document, selection } = editor;
  const spans = host.structures.of(document).placeholders.map(({ line, start, end }) => {
    const offset = document.offsetAt(new vscode.Position(line, 0));
    return { start: offset + start, end: offset + end };
  });
  const found = spanToSelect(spans, { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) }, direction);
  if (!found) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('There are no placeholders in this document.'), 4000);
    return;
  }
  editor.selection = new vscode.Selection(document.positionAt(found.start), document.positionAt(found.end));
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
