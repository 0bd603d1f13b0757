import type * as vscode from 'vscode';
import type { Continuation, ContinuationRequest } from '../../../core/inline/continuations';

/** Nobody reads and rejects a suggestion in less time. Milliseconds. */
const MIN_READING = 400;

/** What the user made of a suggestion. */
interface Outcome {
  readonly suggestion: Continuation;
  readonly request: ContinuationRequest;
  /** The part that was taken; empty when all of it was dismissed. */
  readonly accepted: string;
}

/**
 * A suggestion from its first showing to its end. VS Code tells only of an acceptance as a whole, so the rest is read from the changes
 * of the document: a change that goes on as suggested by more than one character took that part over, one that goes on otherwise
 * dismissed it, if there was time to read it.
 */
export class ShownSuggestion {
  /** Where the word begins that the suggestion completes. */
  readonly start: vscode.Position;
  /** From {@link start}: what was typed, and the suggestion. */
  readonly wholeText: string;
  readonly #document: vscode.TextDocument;
  readonly #request: ContinuationRequest;
  readonly #suggestion: Continuation;
  readonly #lineBefore: string;
  readonly #since = Date.now();
  #accepted = '';
  /** All of it is in the document, typed or accepted. */
  #wasComplete = false;
  #isDismissed = false;

  constructor(document: vscode.TextDocument, position: vscode.Position, request: ContinuationRequest, suggestion: Continuation) {
    this.#document = document;
    this.#request = request;
    this.#suggestion = suggestion;
    const typed = /[\p{L}\p{N}_]*$/u.exec(document.lineAt(position.line).text.slice(0, position.character))?.[0] ?? '';
    this.start = position.translate(0, -typed.length);
    this.#lineBefore = document.lineAt(position.line).text.slice(0, this.start.character);
    this.wholeText = typed + suggestion.text;
  }

  /** What is left of the suggestion at a position; `undefined` where it does not apply any more. */
  restAt(document: vscode.TextDocument, position: vscode.Position): string | undefined {
    if (document !== this.#document || position.line !== this.start.line || position.isBefore(this.start)) return undefined;
    const line = document.lineAt(position.line).text;
    const typed = line.slice(this.start.character, position.character);
    const isSamePlace = line.slice(position.character) === this.#request.after && line.startsWith(this.#lineBefore);
    return isSamePlace && this.wholeText.startsWith(typed) && typed.length < this.wholeText.length ? this.wholeText.slice(typed.length) : undefined;
  }

  /** @returns `ended` when the suggestion cannot be shown any more */
  follow(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[], reason: vscode.TextDocumentChangeReason | undefined): 'goesOn' | 'ended' {
    if (document !== this.#document) return 'goesOn';
    const change = changes[0];
    if (changes.length !== 1 || !change || reason !== undefined || change.range.start.line !== this.start.line || /[\r\n]/.test(change.text)) return 'ended';
    const end = change.range.start.translate(0, change.text.length);
    const rest = this.restAt(document, end);
    const grown = change.text.length - (change.range.end.character - change.range.start.character);
    const isComplete = this.#isCompleteAt(end);
    if (rest === undefined && !isComplete) {
      this.#isDismissed = !this.#wasComplete && grown > 0 && Date.now() - this.#since >= MIN_READING;
      return 'ended';
    }
    this.#wasComplete = isComplete;
    if (grown > 1) this.#accepted = this.wholeText.slice(this.wholeText.length - this.#suggestion.text.length, end.character - this.start.character);
    return 'goesOn';
  }

  acceptAll(): void {
    this.#accepted = this.#suggestion.text;
  }

  /** `undefined` when nothing can be said of it. */
  outcome(): Outcome | undefined {
    if (this.#accepted === '' && !this.#isDismissed) return undefined;
    return { suggestion: this.#suggestion, request: this.#request, accepted: this.#accepted };
  }

  #isCompleteAt(position: vscode.Position): boolean {
    return this.#document.lineAt(position.line).text.slice(this.start.character, position.character) === this.wholeText;
  }
}
