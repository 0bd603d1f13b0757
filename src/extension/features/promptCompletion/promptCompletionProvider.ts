import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { pickSections } from '../../../core/library/pickItems';
import { hasErrors, type Prompt } from '../../../core/prompts/prompt';
import { isCodeOrFrontmatter, promptTriggerAt } from '../../../core/prompts/promptTrigger';
import { buildSnippet } from '../../../core/prompts/snippet';
import { indentationOf, indented, type TextLines } from '../../../core/prompts/snippetPlacement';
import { announceSnippet } from '../../insertedSnippets';
import { provenanceEdits } from '../../provenance';

/** A suggestion that knows its prompt. */
export interface PromptItem extends vscode.CompletionItem {
  readonly body: string;
  /** What else changes when it is accepted. */
  readonly beside: () => Promise<readonly vscode.TextEdit[]>;
}

/** Rows of the list; each needs the text of its prompt, as a suggestion cannot fetch it when it is accepted. */
const LIMIT = 25;
/** Bodies kept, so that typing on reads no file again. */
const MAX_KEPT = 100;
const DOCUMENTATION_LINES = 15;
/** Milliseconds between the letters of somebody who types. */
const QUICK = 500;

export class PromptCompletionProvider {
  readonly #app: App;
  readonly #acceptedCommand: string;
  /** Most recently used last. A prompt is a new object when its file changed, so nothing here gets old. */
  readonly #bodies = new Map<Prompt, Promise<string | undefined>>();
  #asked: { readonly uri: string; readonly start: vscode.Position; readonly end: vscode.Position; readonly at: number } | undefined;

  /** @param acceptedCommand gets the URI of the prompt that was accepted. */
  constructor(app: App, acceptedCommand: string) {
    this.#app = app;
    this.#acceptedCommand = acceptedCommand;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    context: vscode.CompletionContext,
  ): Promise<vscode.CompletionList<PromptItem> | undefined> {
    const before = document.lineAt(position.line).text.slice(0, position.character);
    const trigger = promptTriggerAt(before);
    if (!trigger) return undefined;
    const uri = document.uri.toString();
    const continues = this.#continues(uri, position, trigger.start);
    this.#asked = { uri, start: position.with({ character: trigger.start }), end: position, at: Date.now() };
    const isAside = context.triggerCharacter === ' ' && !continues;
    const lines: TextLines = { lineAt: (number) => document.lineAt(number).text };
    if (isCodeOrFrontmatter(lines, document.lineCount, position.line)) return undefined;

    const prompts = await this.#find(trigger.query, uri, token, isAside);
    if (isAside && prompts.length === 0) return undefined;
    const bodies = await Promise.all(prompts.map((prompt) => this.#body(prompt)));
    if (token.isCancellationRequested) return undefined;

    const range = new vscode.Range(position.line, trigger.start, position.line, position.character);
    const typed = before.slice(trigger.start);
    const indentation = indentationOf(before);
    const items = prompts.flatMap((prompt, index): PromptItem[] => {
      const body = bodies[index];
      if (body === undefined || body === '') return [];
      const item = new vscode.CompletionItem({ label: prompt.title, description: prompt.category }, vscode.CompletionItemKind.Snippet);
      item.insertText = new vscode.SnippetString(indented(buildSnippet(body), indentation));
      item.keepWhitespace = true;
      item.range = range;
      item.filterText = filterText(typed, trigger.query, prompt);
      item.sortText = String(index).padStart(3, '0');
      item.preselect = index === 0;
      item.detail = prompt.description;
      item.command = { command: this.#acceptedCommand, title: '', arguments: [prompt.uri] };
      return [Object.assign(item, { body, beside: () => provenanceEdits(this.#app, document, [prompt.uri], [range]) })];
    });
    return new vscode.CompletionList(items, true);
  }

  async resolveCompletionItem(item: PromptItem): Promise<PromptItem> {
    if (item.insertText instanceof vscode.SnippetString) await announceSnippet(item.insertText.value);
    const beside = await item.beside();
    if (beside.length > 0) item.additionalTextEdits = [...beside];
    const lines = item.body.split(/\r\n?|\n/, DOCUMENTATION_LINES + 1);
    const shown = lines.length > DOCUMENTATION_LINES ? [...lines.slice(0, DOCUMENTATION_LINES), '…'] : lines;
    item.documentation = new vscode.MarkdownString().appendCodeblock(shown.join('\n'), 'markdown');
    return item;
  }

  /**
   * Whether somebody is surely in the middle of a search, so that a blank goes on with it. The editor does not ask for every letter that
   * is typed quickly, so a moment counts as well as a place. Other blanks may just as well stand in text that was written long ago or
   * whose list was dismissed: there, only prompts that have the words as typed are offered.
   */
  #continues(uri: string, position: vscode.Position, start: number): boolean {
    const asked = this.#asked;
    if (asked?.uri !== uri || !asked.start.isEqual(position.with({ character: start }))) return false;
    return asked.end.isEqual(position.translate(0, -1)) || Date.now() - asked.at < QUICK;
  }

  /** @param own URI of the document: a prompt is not offered to itself. @param isAside leave out what is only similar */
  async #find(query: string, own: string, token: vscode.CancellationToken, isAside: boolean): Promise<Prompt[]> {
    const abort = new AbortController();
    const cancelled = new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve(), { once: true }));
    const subscription = token.onCancellationRequested(() => abort.abort());
    try {
      // The editor does not ask again when it got nothing, so an answer during the load would be no answer.
      await Promise.race([this.#app.library.whenReady(), cancelled]);
      const sections = (await pickSections(this.#app, query, { limit: LIMIT, signal: abort.signal })) ?? [];
      const shown = isAside ? sections.filter(({ kind }) => kind !== 'similar') : sections;
      return shown.flatMap(({ prompts }) => prompts).filter((prompt) => prompt.uri !== own && !hasErrors(prompt));
    } finally {
      subscription.dispose();
    }
  }

  /** `undefined` when the file cannot be read any more. */
  #body(prompt: Prompt): Promise<string | undefined> {
    const body = this.#bodies.get(prompt) ?? this.#read(prompt);
    this.#bodies.delete(prompt);
    this.#bodies.set(prompt, body);
    for (const oldest of this.#bodies.keys()) {
      if (this.#bodies.size <= MAX_KEPT) break;
      this.#bodies.delete(oldest);
    }
    return body;
  }

  async #read(prompt: Prompt): Promise<string | undefined> {
    try {
      return (await this.#app.library.read(prompt.uri)).body;
    } catch {
      this.#bodies.delete(prompt);
      return undefined;
    }
  }
}

/**
 * What VS Code compares with the typed text. It begins with that text, so that every prompt that the search found stays and all are
 * equally good; what follows keeps the list alive while the answer to the next letters is under way. Right behind the trigger a blank
 * ends it: nobody searches for that.
 */
function filterText(typed: string, query: string, { title, tags, category }: Prompt): string {
  const text = [title, ...tags, category].join(' ');
  return query === '' ? typed + text.replace(/\s+/g, '') : `${typed} ${text}`;
}
