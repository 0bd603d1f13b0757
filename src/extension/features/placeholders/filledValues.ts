import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { type FilledStop, FilledStops } from '../../../core/prompts/filledStops';
import { valueOf } from '../../../core/prompts/filledValue';
import { expandSnippet, type SnippetStop } from '../../../core/prompts/snippetStops';
import { DisposableStore } from '../../../core/util/dispose';
import type { Host } from '../../host';
import { isPromptDocument } from '../../promptDocuments';

/** Snippets that are looked out for; more are not under way at once. */
const MAX_ANNOUNCED = 30;

/** A stop in terms of the document. */
interface PlacedStop {
  readonly name: string;
  readonly range: vscode.Range;
  /** Nothing was filled in yet. */
  readonly isUnfilled: boolean;
}

/**
 * Learns what people fill in: follows the tab stops of inserted prompts and the placeholders that are written over, and records what
 * stands in one when the cursor leaves it, or the document is saved or closed.
 */
export class FilledValues extends DisposableStore {
  readonly #app: App;
  readonly #host: Host;
  readonly #stops = new WeakMap<vscode.TextDocument, FilledStops>();
  /** What a stop held when it was last recorded, so that visits change nothing. */
  readonly #recorded = new WeakMap<FilledStop, string>();
  /** Tab stops of the snippets that may be inserted next, by the text that they become. */
  readonly #announced = new Map<string, readonly SnippetStop[]>();

  constructor(app: App, host: Host) {
    super();
    this.#app = app;
    this.#host = host;
    this.add(vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event)));
    this.add(vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => this.#select(textEditor.document, selection)));
    this.add(vscode.workspace.onDidSaveTextDocument((document) => this.#record(document, this.#stops.get(document)?.active)));
    this.add(vscode.workspace.onDidCloseTextDocument((document) => this.#record(document, this.#stops.get(document)?.active)));
    const editor = vscode.window.activeTextEditor;
    if (editor) this.#select(editor.document, editor.selection);
  }

  /** The stop that the cursor is in, if the position is in it too. */
  activeStop(document: vscode.TextDocument, position: vscode.Position): PlacedStop | undefined {
    const stop = this.#stops.get(document)?.active;
    if (!stop) return undefined;
    const range = rangeIn(document, stop);
    return range.contains(position) ? { name: stop.name, range, isUnfilled: document.getText(range) === stop.unfilled } : undefined;
  }

  /** Looks out for a snippet that may be inserted next. */
  announce(snippet: string): void {
    const { text, stops } = expandSnippet(snippet);
    if (stops.length === 0) return;
    this.#announced.delete(text);
    this.#announced.set(text, stops);
    for (const oldest of this.#announced.keys()) {
      if (this.#announced.size <= MAX_ANNOUNCED) break;
      this.#announced.delete(oldest);
    }
  }

  #follow({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    for (const { rangeOffset, rangeLength, text } of contentChanges) {
      this.#stops.get(document)?.change({ offset: rangeOffset, length: rangeLength, text });
      if (this.#announced.size > 0 && text.length > 1) this.#meet(document, rangeOffset, text);
    }
    const [change] = contentChanges;
    if (reason === undefined && contentChanges.length === 1 && change?.text.length === 1) this.#suggest(document, change.text);
  }

  /** A text that was announced has arrived. */
  #meet(document: vscode.TextDocument, offset: number, inserted: string): void {
    const text = inserted.replaceAll('\r\n', '\n');
    const found = this.#announced.get(text);
    if (!found || !isPromptDocument(this.#app, this.#host, document)) return;
    const stops = this.#stopsOf(document);
    const lineEnds = (until: number): number => (inserted.length === text.length ? 0 : text.slice(0, until).split('\n').length - 1);
    for (const { name, start, end } of found) {
      const by = offset + lineEnds(start);
      stops.add({ name, unfilled: name, start: by + start, end: by + end });
    }
  }

  #select(document: vscode.TextDocument, selection: vscode.Selection | undefined): void {
    if (!selection) return;
    const placeholder = selection.isSingleLine && this.#isOfInterest(document) ? this.#host.structures.of(document).placeholderAt(selection.start) : undefined;
    let stops = this.#stops.get(document);
    if (!stops && !placeholder) return;
    stops ??= this.#stopsOf(document);
    const [start, end] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
    const left = stops.select(start, end);
    this.#record(document, left);
    if (left && isPlaceholder(left) && textIn(document, left) === left.unfilled) stops.remove(left);
    if (!placeholder || selection.end.character > placeholder.end || stops.active) return;
    const lineStart = start - selection.start.character;
    const place = { start: lineStart + placeholder.start, end: lineStart + placeholder.end };
    stops.add({ name: placeholder.name, unfilled: textIn(document, place), ...place });
    stops.select(start, end);
  }

  #isOfInterest(document: vscode.TextDocument): boolean {
    return document === vscode.window.activeTextEditor?.document && isPromptDocument(this.#app, this.#host, document);
  }

  #record(document: vscode.TextDocument, stop: FilledStop | undefined): void {
    if (!stop) return;
    const range = rangeIn(document, stop);
    const head = document.lineAt(range.start.line).text.slice(0, range.start.character);
    const value = valueOf(document.getText(range), stop.unfilled, head);
    if (value === undefined || value === stop.name || this.#recorded.get(stop) === value) return;
    this.#recorded.set(stop, value);
    this.#app.placeholderValues.record(stop.name, value).catch((error: unknown) => this.#host.log.error('A value was not recorded', error));
  }

  /** At the first letter of a stop, or of an item in it, lists what was used before and begins so. Nothing pops up for anything else. */
  #suggest(document: vscode.TextDocument, typed: string): void {
    const stop = this.#stops.get(document)?.active;
    const editor = vscode.window.activeTextEditor;
    if (!stop || !editor || editor.document !== document || typed.trim() === '') return;
    const written = textIn(document, stop);
    const letter = /(?:^|[\r\n][ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)(\S)$/.exec(written)?.[1];
    if (letter !== typed) return;
    const begins = (value: string): boolean => value.toLowerCase().startsWith(typed.toLowerCase()) && value !== typed;
    const values = this.#app.placeholderValues.of(stop.name).flatMap((value) => [value, ...value.split('\n')]);
    if (values.some(begins)) void vscode.commands.executeCommand('editor.action.triggerSuggest');
  }

  #stopsOf(document: vscode.TextDocument): FilledStops {
    const known = this.#stops.get(document) ?? new FilledStops();
    this.#stops.set(document, known);
    // What was used before must be known by the time somebody types.
    void this.#app.placeholderValues.whenReady();
    return known;
  }
}

function isPlaceholder({ unfilled }: FilledStop): boolean {
  return unfilled.startsWith('{{');
}

function rangeIn(document: vscode.TextDocument, { start, end }: { readonly start: number; readonly end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function textIn(document: vscode.TextDocument, span: { readonly start: number; readonly end: number }): string {
  return document.getText(rangeIn(document, span));
}
