import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { isCodeOrFrontmatter } from '../../../core/prompts/promptTrigger';
import type { ReferenceContext } from '../../../core/references/reference';
import { completedLink, type ReferenceTrigger, referenceTriggerAt } from '../../../core/references/referenceTrigger';
import type { FileHit } from '../../../core/references/workspaceFiles';
import { referenceContext } from '../../documentReferences';
import type { RecentFiles } from '../../recentFiles';
import { folderText, nameOf, stemOf } from './fileText';
import { titlesWithin } from './titlesWithin';

/** A suggestion that knows its file. */
export interface FileItem extends vscode.CompletionItem {
  readonly uri: string;
}

/** Rows of the list; typing on asks again. */
const LIMIT = 50;
/** Milliseconds to wait for the first listing of the workspace before what is known of it has to do. */
const LISTING = 1000;
/** Milliseconds for the titles of all rows; a file whose title comes later is called by its name. */
const TITLES = 80;

/** Suggests files of the workspace where a reference is being written. */
export class FileCompletion {
  readonly #app: App;
  readonly #recent: RecentFiles;
  readonly #acceptedCommand: string;

  /** @param acceptedCommand gets the URI of the file that was accepted. */
  constructor(app: App, recent: RecentFiles, acceptedCommand: string) {
    this.#app = app;
    this.#recent = recent;
    this.#acceptedCommand = acceptedCommand;
  }

  async provide(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.CompletionList<FileItem> | undefined> {
    const trigger = referenceTriggerAt(document.lineAt(position.line).text, position.character);
    if (!trigger) return undefined;
    const lines = { lineAt: (number: number) => document.lineAt(number).text };
    if (isCodeOrFrontmatter(lines, document.lineCount, position.line)) return undefined;
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    try {
      return await this.#list(document, position, trigger, abort.signal);
    } finally {
      subscription.dispose();
    }
  }

  async #list(
    document: vscode.TextDocument,
    position: vscode.Position,
    trigger: ReferenceTrigger,
    signal: AbortSignal,
  ): Promise<vscode.CompletionList<FileItem> | undefined> {
    // Both are of this moment: an answer that comes late belongs to the text that was asked about.
    const typed = document.lineAt(position.line).text.slice(trigger.start, position.character);
    const range = new vscode.Range(position.line, trigger.start, position.line, trigger.end);
    const hits = await this.#find(trigger, document.uri.toString(), signal);
    const { references } = this.#app;
    const titles = await titlesWithin(hits.map(({ uri }) => uri), (uri) => references.titleOf(uri), TITLES, signal);
    if (signal.aborted) return undefined;

    const context = referenceContext(document.uri);
    const items = hits.map((hit): FileItem => {
      const label = { label: nameOf(hit.path), description: folderText(hit) };
      const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.File);
      item.insertText = completedLink(trigger, references.pathTo(hit.uri, context, 'link'), titles.get(hit.uri) ?? stemOf(hit.path));
      return Object.assign(item, { uri: hit.uri });
    });
    const [best] = hits;
    if (best && trigger.syntax !== 'link') items.splice(1, 0, this.#asWritten(best, trigger, context));
    for (const [index, item] of items.entries()) {
      item.range = range;
      item.filterText = filterText(typed, trigger.query, item);
      // In front of the digits, dots and letters that other suggestions begin with.
      item.sortText = `!${String(index).padStart(3, '0')}`;
      item.preselect = index === 0;
      item.command = { command: this.#acceptedCommand, title: '', arguments: [item.uri] };
    }
    return new vscode.CompletionList(items, true);
  }

  async #find(trigger: ReferenceTrigger, from: string, signal: AbortSignal): Promise<readonly FileHit[]> {
    const { files } = this.#app.references;
    const search = async (): Promise<readonly FileHit[]> => {
      if (signal.aborted) return [];
      const hits = await files.search(trigger.query, { limit: LIMIT, from, recent: this.#recent.list(), signal });
      return trigger.syntax === 'at' ? hits.filter(isClear) : hits;
    };
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    const ready = files.whenReady();
    if (files.state !== 'ready') await Promise.race([ready, aborted, pause(LISTING)]);
    const hits = await search();
    if (hits.length > 0 || files.state === 'ready') return hits;
    // The editor does not ask again when it got nothing, so an answer during the listing would be no answer.
    await Promise.race([ready, aborted]);
    return search();
  }

  /** The best file in the syntax that the user began with, for those whose other tools read it. */
  #asWritten({ uri }: FileHit, { syntax }: ReferenceTrigger, context: ReferenceContext): FileItem {
    const { references } = this.#app;
    const text = references.format(syntax, references.pathTo(uri, context, syntax), '');
    const item = new vscode.CompletionItem({ label: text, description: vscode.l10n.t('without a title') }, vscode.CompletionItemKind.Reference);
    item.insertText = text;
    return Object.assign(item, { uri });
  }
}

/**
 * Behind `@` people also mention each other, and Enter at the end of a line must not turn a name into a file that merely has the same
 * letters somewhere: what was typed has to stand in the path in one piece, or in pieces that each begin a word.
 */
function isClear({ path, matches }: FileHit): boolean {
  return matches.length < 2 || matches.every(([start]) => start === 0 || /^[^\p{L}\p{N}]|^\p{Ll}\p{Lu}/u.test(path.slice(start - 1, start + 1)));
}

/**
 * What VS Code compares with the typed text. It begins with that text, so that every file that the search found stays and all are
 * equally good; what follows keeps the list alive while the answer to the next letters is under way.
 */
function filterText(typed: string, query: string, { label }: FileItem): string {
  const { label: name, description = '' } = typeof label === 'string' ? { label } : label;
  return query === '' ? typed + `${name}${description}`.replace(/\s+/g, '') : `${typed} ${name} ${description}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
