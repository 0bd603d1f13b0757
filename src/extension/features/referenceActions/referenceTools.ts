import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import { fileErrorText } from '../../promptFileErrors';
import { forMessage } from '../../messageText';
import type { Host } from '../../host';
import { ReferenceLenses } from './codeLenses';
import { ReferenceCommands } from './commands';
import { ReferenceHover } from './hover';
import { LibraryReferenceProblems } from './libraryProblems';
import { ReferenceLinks } from './links';
import { ReferenceProblems } from './problems';
import { ReferenceFixes } from './quickFixes';
import { ReferenceTargets } from './targets';

/** Everything behind the providers, loaded with the first document that needs it. */
export class ReferenceTools extends DisposableStore {
  readonly lenses: ReferenceLenses;
  readonly links: ReferenceLinks;
  readonly hover: ReferenceHover;
  readonly fixes: ReferenceFixes;
  readonly #host: Host;
  readonly #commands: ReferenceCommands;
  readonly #diagnostics = this.add(vscode.languages.createDiagnosticCollection('promptstack-references'));
  /** What was found in files, for when their document is closed. */
  readonly #ofFiles = new Map<string, readonly vscode.Diagnostic[]>();
  readonly #ofDocuments = new Set<string>();

  /**
   * @param isPrompt whether references of a document mean anything
   * @param refreshLenses asks the editor for the lenses again
   */
  constructor(app: App, host: Host, isPrompt: (document: vscode.TextDocument) => boolean, refreshLenses: () => void) {
    super();
    this.#host = host;
    const targets = this.add(new ReferenceTargets(app));
    this.lenses = new ReferenceLenses(app, targets, refreshLenses);
    this.links = new ReferenceLinks(app, targets);
    this.hover = new ReferenceHover(app, targets);
    this.fixes = new ReferenceFixes(app, targets);
    this.#commands = new ReferenceCommands(app, targets);
    this.add(targets.onDidChange(refreshLenses));

    const isChecked = (document: vscode.TextDocument): boolean => isPrompt(document) && host.setting('promptstack.references.validate', document);
    const problems = this.add(new ReferenceProblems(app, targets, isChecked, (uri, diagnostics) => this.#publishDocument(uri, diagnostics)));
    const library = this.add(new LibraryReferenceProblems(app, targets, (uri, diagnostics) => this.#publishFile(uri, diagnostics)));
    const configure = (): void => {
      library.setEnabled(host.setting('promptstack.references.validate'));
      problems.checkAll();
    };
    configure();
    this.add(host.onDidChangeSetting(['promptstack.references.validate', 'promptstack.languages'], configure));
    this.add(app.library.onDidChangeState(() => problems.checkAll()));
  }

  /** Runs what a lens, link or hover offers; a failure is shown. */
  async run(place: unknown): Promise<void> {
    try {
      await this.#commands.run(place);
    } catch (error) {
      this.#host.log.error('A file reference could not be used', error);
      const reason = fileErrorText(error) ?? (error instanceof Error ? error.message : String(error));
      void vscode.window.showErrorMessage(forMessage(vscode.l10n.t('PromptStack: {0}', reason)));
    }
  }

  #publishDocument(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[] | undefined): void {
    const key = uri.toString();
    if (diagnostics) {
      this.#ofDocuments.add(key);
      this.#set(uri, diagnostics);
    } else if (this.#ofDocuments.delete(key)) {
      this.#set(uri, this.#ofFiles.get(key) ?? []);
    }
  }

  #publishFile(uri: string, diagnostics: readonly vscode.Diagnostic[]): void {
    if (diagnostics.length > 0) this.#ofFiles.set(uri, diagnostics);
    else if (!this.#ofFiles.delete(uri)) return;
    if (!this.#ofDocuments.has(uri)) this.#set(vscode.Uri.parse(uri), diagnostics);
  }

  #set(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): void {
    if (diagnostics.length > 0 || this.#diagnostics.has(uri)) this.#diagnostics.set(uri, diagnostics);
  }
}
