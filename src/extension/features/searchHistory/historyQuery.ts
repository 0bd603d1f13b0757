import * as vscode from 'vscode';
import type { CompositionSummary } from '../../../core/history/composition';
import type { CompositionFilter, CompositionHit } from '../../../core/history/compositionRepository';
import type { History } from '../../../core/history/history';
import { compositionFilter, type KnownFolders, parseSearchInput, type SearchInput } from '../../../core/history/searchInput';
import { countText } from '../../compositionTexts';
import { executeCommand } from '../../host';
import type { FilterKind } from './searchFilters';
import { actionRow, compositionRow, type SearchRow } from './searchRows';

/** What rows can do to the list that they are in. */
interface SearchActions {
  buttonsOf(composition: CompositionSummary): readonly vscode.QuickInputButton[];
  /** Replaces what is typed. */
  type(text: string): void;
  filter(kind: FilterKind): void;
  /** Files are still compared with the index, so that more may be found. */
  isReading(): boolean;
  hide(): void;
}

/** What of the history is asked. */
type SearchedHistory = Pick<History, 'list' | 'search' | 'tags' | 'directories'>;

/** Rows that fit a glance. */
const LIMIT = 50;

/** Answers what is typed with rows. */
export class HistoryQuery {
  readonly #actions: SearchActions;
  #title: string | undefined;

  constructor(actions: SearchActions) {
    this.#actions = actions;
  }

  /** Tells of the last answer: how much it is, or what is wrong with what was typed. */
  get title(): string {
    return this.#title ?? vscode.l10n.t('Search History');
  }

  /** @returns `undefined` when nobody wants the answer any more */
  async rows(history: SearchedHistory, typed: string, signal: AbortSignal): Promise<readonly SearchRow[] | undefined> {
    const input = parseSearchInput(typed);
    const filter = compositionFilter(input, await foldersOf(history, input));
    if (signal.aborted) return undefined;
    this.#title = hintOf(input);
    if (!filter) return [this.#unknownFolder(input.folder ?? '')];
    const found = input.text.trim() === '' ? await this.#newest(history, filter) : await this.#hits(history, input.text, filter, typed, signal);
    if (signal.aborted) return undefined;
    return found.length > 0 ? found : this.#nothing(history, input, filter);
  }

  async #newest(history: SearchedHistory, filter: CompositionFilter): Promise<readonly SearchRow[]> {
    const { items, total } = await history.list({ ...filter, limit: LIMIT });
    const isAll = items.length === total;
    if (total > 0) this.#title ??= isAll ? vscode.l10n.t('Search History: {0}', countText(total)) : vscode.l10n.t('Search History: newest {0} of {1}', items.length, countText(total));
    return items.map((item) => this.#row(item, undefined, ''));
  }

  async #hits(history: SearchedHistory, text: string, filter: CompositionFilter, typed: string, signal: AbortSignal): Promise<readonly SearchRow[]> {
    const hits = await history.search(text, { ...filter, limit: LIMIT, signal }).catch((error: unknown) => {
      if (signal.aborted) return [];
      throw error;
    });
    if (hits.length > 0) this.#title ??= hits.length < LIMIT ? vscode.l10n.t('Search History: {0} found', hits.length) : vscode.l10n.t('Search History: best {0}', LIMIT);
    return hits.map(({ composition, snippet }) => this.#row(composition, snippet, typed));
  }

  #row(composition: CompositionSummary, snippet: CompositionHit['snippet'] | undefined, typed: string): SearchRow {
    return compositionRow(composition, snippet, typed, this.#actions.buttonsOf(composition));
  }

  #unknownFolder(name: string): SearchRow {
    const label = vscode.l10n.t('No composition was written in a folder named "{0}"', name);
    return actionRow('folder', label, vscode.l10n.t('Choose one of the folders…'), () => this.#actions.filter('folder'));
  }

  /** What could be done when nothing was found. */
  async #nothing(history: SearchedHistory, { text, tags }: SearchInput, filter: CompositionFilter): Promise<readonly SearchRow[]> {
    const isFiltered = Object.keys(filter).length > 0;
    const words = text.trim();
    if (!isFiltered && words === '') return [this.#emptyHistory()];
    const known = new Set(tags.length > 0 ? (await history.tags()).map(({ value }) => value.toLowerCase()) : []);
    const unknown = tags.find((tag) => !known.has(tag.toLowerCase()));
    const rows: SearchRow[] = [];
    if (unknown !== undefined) {
      const label = vscode.l10n.t('No composition has the tag "{0}"', unknown);
      rows.push(actionRow('tag', label, vscode.l10n.t('Choose one of the tags…'), () => this.#actions.filter('tag')));
    }
    const any = anyOf(words);
    if (any !== undefined) {
      rows.push(actionRow('search', vscode.l10n.t('No composition has all of these words'), vscode.l10n.t('Search for any of them'), () => this.#actions.type(any)));
    }
    if (isFiltered) {
      const label = words === '' ? vscode.l10n.t('No composition is like that') : vscode.l10n.t('Nothing found with these filters');
      const detail = words === '' ? vscode.l10n.t('Show all compositions') : vscode.l10n.t('Search all compositions');
      rows.push(actionRow('clear-all', label, detail, () => this.#actions.type(words)));
    }
    if (rows.length > 0) return rows;
    const detail = vscode.l10n.t('Half a word, or * behind its beginning, finds more. Show all compositions');
    return [actionRow('info', vscode.l10n.t('Nothing found'), detail, () => this.#actions.type(''))];
  }

  #emptyHistory(): SearchRow {
    if (this.#actions.isReading()) return actionRow('sync', vscode.l10n.t('The history is still being read'), vscode.l10n.t('Compositions appear here as they are found.'), () => undefined);
    const detail = vscode.l10n.t('Whatever you write in a composition is kept, and found again here.');
    return actionRow('new-file', vscode.l10n.t('There are no compositions yet: New Composition'), detail, () => {
      this.#actions.hide();
      void executeCommand('promptstack.newComposition');
    });
  }
}

async function foldersOf(history: SearchedHistory, { folder }: SearchInput): Promise<KnownFolders> {
  const { activeTextEditor, activeNotebookEditor } = vscode.window;
  const uri = activeTextEditor?.document.uri ?? activeNotebookEditor?.notebook.uri;
  const active = (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? vscode.workspace.workspaceFolders?.[0];
  const directories = folder === undefined ? [] : (await history.directories()).map(({ value }) => value);
  return { workspace: active?.uri.toString(), directories };
}

function hintOf({ unclear }: SearchInput): string | undefined {
  const [first] = unclear;
  if (first === undefined) return undefined;
  return /^(before|after):/i.test(first)
    ? vscode.l10n.t('"{0}" filters nothing yet: write a year, a month or a day, such as 2026-01-31', first)
    : vscode.l10n.t('"{0}" filters nothing yet', first);
}

/** The same words, one of which is enough; `undefined` when that is no other search. */
function anyOf(text: string): string | undefined {
  const words = text.match(/[^\s"()]+/g)?.filter((word) => !/^(OR|AND|NOT)$/.test(word) && !word.startsWith('-')) ?? [];
  return words.length < 2 || /\bOR\b/.test(text) ? undefined : words.join(' OR ');
}
