import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import type { Host } from '../../host';
import { nearMissMessage } from '../../problemText';
import { isPromptDocument } from '../../promptDocuments';
import { rangeOf } from './ranges';

/** `source` and `code` of the diagnostics, as those of library files have them. */
export const problemSource = 'PromptStack';
const CODE = 'nearMissPlaceholder';

/**
 * What only looks like a placeholder, as diagnostics of the prompt documents on screen, so that Go to Next Problem finds it. Files of
 * the library are judged as a whole elsewhere. Information, not warnings: in other people's Markdown it may be meant as it is.
 */
export class NearMissProblems extends DisposableStore implements vscode.CodeActionProvider {
  readonly #app: App;
  readonly #host: Host;
  readonly #collection = this.add(vscode.languages.createDiagnosticCollection('promptstack.placeholders'));

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    this.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#collection.delete(uri)));
    this.add(vscode.languages.registerCodeActionsProvider({ scheme: '*' }, this, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }));
  }

  update(document: vscode.TextDocument): void {
    const { uri } = document;
    const nearMisses = this.#applies(document) ? this.#host.structures.of(document).nearMisses : [];
    if (nearMisses.length > 0) {
      this.#collection.set(
        uri,
        nearMisses.map((miss) => {
          const diagnostic = new vscode.Diagnostic(rangeOf(miss), nearMissMessage(miss.reason, miss.suggestion), vscode.DiagnosticSeverity.Information);
          diagnostic.source = problemSource;
          diagnostic.code = CODE;
          return diagnostic;
        }),
      );
    } else if (this.#collection.has(uri)) this.#collection.delete(uri);
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    if (!this.#collection.has(document.uri) || !this.#applies(document)) return [];
    return this.#host.structures.of(document).nearMisses.flatMap((miss): vscode.CodeAction[] => {
      const place = rangeOf(miss);
      if (miss.suggestion === undefined || !place.intersection(range)) return [];
      const action = new vscode.CodeAction(vscode.l10n.t('Change to {0}', miss.suggestion), vscode.CodeActionKind.QuickFix);
      action.diagnostics = context.diagnostics.filter((diagnostic) => diagnostic.code === CODE && diagnostic.range.isEqual(place));
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, place, miss.suggestion);
      action.isPreferred = true;
      return [action];
    });
  }

  /** Old versions, output and the like are nothing to mend. */
  #applies(document: vscode.TextDocument): boolean {
    const { uri } = document;
    const isEditable = uri.scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true;
    return isEditable && !this.#app.library.get(uri.toString()) && isPromptDocument(this.#app, this.#host, document);
  }
}
