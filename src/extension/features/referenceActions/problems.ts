import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { FileReference, ReferenceTarget, TargetState } from '../../../core/references/reference';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import { referenceContext, referencesOf } from '../../documentReferences';
import { stateMessage } from './stateText';
import { isSureReference } from './sureReference';
import type { ReferenceTargets } from './targets';

/** `source` of every diagnostic of this extension. */
export const diagnosticSource = 'PromptStack';

/** Pause in typing after which references are checked, in milliseconds. */
const DELAY = 300;

/** `code` of the diagnostic for each state that is one. */
export const problemCodes: Readonly<Partial<Record<TargetState, string>>> = {
  missing: 'missingReference',
  ignored: 'ignoredReference',
  tooLarge: 'largeReference',
  binary: 'binaryReference',
  outside: 'outsideReference',
  unreadable: 'unreadableReference',
};

/** Reports references of open documents that lead nowhere or to what cannot be used, as they are typed and as files come and go. */
export class ReferenceProblems extends DisposableStore {
  readonly #app: App;
  readonly #targets: ReferenceTargets;
  readonly #isChecked: (document: vscode.TextDocument) => boolean;
  readonly #publish: (uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[] | undefined) => void;
  readonly #timers = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();

  /**
   * @param isChecked whether the user wants the problems of a document
   * @param publish gets the diagnostics of a document; `undefined` when it is not judged any longer
   */
  constructor(
    app: App,
    targets: ReferenceTargets,
    isChecked: (document: vscode.TextDocument) => boolean,
    publish: (uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[] | undefined) => void,
  ) {
    super();
    this.#app = app;
    this.#targets = targets;
    this.#isChecked = isChecked;
    this.#publish = publish;
    this.add(vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document)));
    this.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.add(targets.onDidChange(() => this.checkAll()));
    this.add(toDisposable(() => this.#timers.forEach((timer) => clearTimeout(timer))));
    this.checkAll();
  }

  /** Judges every open document again. */
  checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#schedule(document);
  }

  #schedule(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    const check = (): void => {
      this.#timers.delete(document);
      this.#check(document).catch((error: unknown) => this.#app.log.error('The references of a document could not be checked', error));
    };
    this.#timers.set(document, setTimeout(check, DELAY));
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#publish(document.uri, undefined);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    if (document.isClosed) return;
    if (!this.#isChecked(document)) {
      this.#publish(document.uri, undefined);
      return;
    }
    const { version } = document;
    const isOutdated = (): boolean => this.isDisposed || document.isClosed || document.version !== version;
    const references = referencesOf(this.#app, document);
    const targets = await this.#targets.getAll(references, referenceContext(document.uri), isOutdated);
    if (isOutdated()) return;
    const text = document.getText();
    const diagnostics = references.flatMap((reference, index) => {
      const target = targets[index];
      const range = new vscode.Range(document.positionAt(reference.pathStart), document.positionAt(reference.pathEnd));
      return (target && problemOf(text, reference, target, range)) ?? [];
    });
    this.#publish(document.uri, diagnostics);
  }
}

/** The diagnostic for one reference; `undefined` when there is nothing to say. @param text of its document */
export function problemOf(text: string, reference: FileReference, target: ReferenceTarget, range: vscode.Range): vscode.Diagnostic | undefined {
  const code = problemCodes[target.state];
  const message = stateMessage(reference, target);
  if (code === undefined || message === undefined || !isSureReference(reference, target.state)) return undefined;
  // A picture is shown, not read.
  if (target.state === 'binary' && isImage(text, reference)) return undefined;
  const mild = target.state === 'ignored' || target.state === 'outside';
  const diagnostic = new vscode.Diagnostic(range, message, mild ? vscode.DiagnosticSeverity.Information : vscode.DiagnosticSeverity.Warning);
  diagnostic.source = diagnosticSource;
  diagnostic.code = code;
  return diagnostic;
}

function isImage(text: string, { syntax, start }: FileReference): boolean {
  return syntax === 'link' && text[start] === '!';
}
