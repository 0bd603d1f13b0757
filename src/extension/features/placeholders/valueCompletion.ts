import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { fillPlaceholders } from '../../../core/prompts/fillPlaceholders';
import { hangingIndent, lineOpening, listPlace } from '../../../core/prompts/lineOpening';
import { listLineOf } from '../../../core/prompts/listLine';
import { singleLine } from '../../../core/util/text';
import type { Host } from '../../host';
import type { FilledValues } from './filledValues';

/** UTF-16 code units of a value in the list. */
const MAX_LABEL = 80;

interface Offer {
  readonly label: string;
  readonly newText: string;
}

interface PlaceholderOffer extends Offer {
  /** Where the text that it replaces begins in its line: blanks before a list go away. */
  readonly start: number;
}

/** Lists what was used before for a name, in the tab stop or on the placeholder of that name; never anything anywhere else. */
export class ValueCompletion implements vscode.CompletionItemProvider {
  readonly #app: App;
  readonly #host: Host;
  readonly #filled: FilledValues;

  constructor(app: App, host: Host, filled: FilledValues) {
    this.#app = app;
    this.#host = host;
    this.#filled = filled;
  }

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.CompletionList | undefined> {
    const placeholder = this.#host.structures.of(document).placeholderAt(position);
    const stop = placeholder ? undefined : this.#filled.activeStop(document, position);
    const name = placeholder?.name ?? stop?.name;
    if (name === undefined) return undefined;
    await this.#app.placeholderValues.whenReady();
    const values = this.#app.placeholderValues.of(name);
    if (token.isCancellationRequested || values.length === 0) return undefined;
    const line = document.lineAt(position.line).text;
    if (placeholder) {
      const offers = values.flatMap((value) => placeholderOffer(line, placeholder, value));
      const place = new vscode.Range(position.line, offers[0]?.start ?? placeholder.start, position.line, placeholder.end);
      return completions(document, position, place, offers, true);
    }
    if (!stop) return undefined;
    const range = ownLine(document, stop.range, position);
    const written = document.getText(range);
    const offers = stopOffers(line.slice(0, range.start.character), stop.range.isSingleLine, values);
    return completions(document, position, range, offers.filter(({ newText }) => newText !== written), stop.isUnfilled);
  }
}

/** Of a stop of several lines the item on the line of the cursor. */
function ownLine(document: vscode.TextDocument, stop: vscode.Range, { line }: vscode.Position): vscode.Range {
  if (stop.isSingleLine) return stop;
  const { text } = document.lineAt(line);
  const start = line === stop.start.line ? stop.start.character : text.length - (listLineOf(text)?.text.length ?? text.trimStart().length);
  return new vscode.Range(line, start, line, line === stop.end.line ? Math.max(start, stop.end.character) : text.length);
}

/** @param head the line before the value. @param isWhole the value replaces all that was filled in, so a list may come as a whole. */
function stopOffers(head: string, isWhole: boolean, values: readonly string[]): Offer[] {
  const isItem = listLineOf(`${head}x`) !== undefined;
  const offers = values.flatMap((value): Offer[] => {
    const lines = value.split('\n');
    if (!isItem || lines.length === 1) return isWhole || lines.length === 1 ? [offer(value, lines.join(`\n${hangingIndent(lineOpening(head))}`))] : [];
    const { indentation, marker } = listPlace(head);
    const whole = offer(value, lines.join(`\n${indentation}${marker}`));
    return isWhole ? [whole, ...lines.map((item) => offer(item, item))] : lines.map((item) => offer(item, item));
  });
  return [...new Map(offers.map((each) => [each.newText, each])).values()];
}

/** As the fill form puts the value there. */
function placeholderOffer(line: string, { type, name, end }: { readonly type: string; readonly name: string; readonly end: number }, value: string): PlaceholderOffer[] {
  const items = type === 'list' ? value.split('\n') : [value];
  const edit = fillPlaceholders(line, new Map([[name, items]])).find((each) => each.end === end);
  return edit ? [{ ...offer(value, edit.newText), start: edit.start }] : [];
}

function offer(value: string, newText: string): Offer {
  return { label: singleLine(value.trim().replace(/\n+/g, ', '), MAX_LABEL), newText };
}

function completions(document: vscode.TextDocument, position: vscode.Position, range: vscode.Range, offers: readonly Offer[], isUnfilled: boolean): vscode.CompletionList {
  const typed = document.getText(new vscode.Range(range.start, position));
  const items = offers.map(({ label, newText }, index) => {
    const item = new vscode.CompletionItem({ label, description: vscode.l10n.t('used before') }, vscode.CompletionItemKind.Value);
    item.insertText = newText;
    item.keepWhitespace = true;
    item.range = range;
    // As long as nothing was filled in, what stands there is no search for anything.
    item.filterText = isUnfilled ? `${typed}${label}` : label;
    item.sortText = String(index).padStart(3, '0');
    item.preselect = index === 0;
    return item;
  });
  // Typing on asks again, so that a value that is written out ends the list instead of waiting to be accepted.
  return new vscode.CompletionList(items, true);
}
