import * as vscode from 'vscode';
import { parseDateSpan } from '../../../core/history/dateSpan';
import type { History } from '../../../core/history/history';
import type { HistoryFilter, HistoryPeriod } from '../../../core/history/historyFilter';
import { basenameOf } from '../../../core/util/uri';
import { countText } from '../../compositionTexts';
import { forLabel } from '../../messageText';
import { periodText, placeText, tagsText, textText } from './filterTexts';
import { type KeptFilter, onlyFolder } from './keptFilter';
import { safeUri } from './safeUri';

const RECENT_DAYS = [1, 7, 30, 90] as const;

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** A part of the filter that was chosen anew. `undefined`: the user went back. */
type Part = Pick<HistoryFilter, 'text' | 'tags' | 'place' | 'period'> | undefined;
type Step = () => Promise<Part | 'done' | 'clear'>;

/** Asks for one part of the filter after the other, and shows the tree each time as it is then. */
export class FilterPick {
  readonly #history: History;
  readonly #filter: KeptFilter;
  readonly #apply: () => Promise<void>;

  constructor(history: History, filter: KeptFilter, apply: () => Promise<void>) {
    this.#history = history;
    this.#filter = filter;
    this.#apply = apply;
  }

  async run(): Promise<void> {
    for (;;) {
      const step = await this.#menu();
      const part = await step?.value();
      if (!step || part === 'done') return;
      if (part === undefined) continue;
      this.#filter.set(part === 'clear' ? {} : { ...this.#filter.value, ...part });
      await this.#apply();
    }
  }

  async #menu(): Promise<Choice<Step> | undefined> {
    const { value } = this.#filter;
    const { total } = await this.#history.list({ ...this.#filter.asked(), limit: 1 });
    const row = (icon: string, label: string, description: string, step: Step): Choice<Step> => ({
      iconPath: new vscode.ThemeIcon(icon),
      label,
      description: forLabel(description),
      value: step,
    });
    const isSet = this.#filter.isSet;
    const rows = [
      ...(isSet ? [row('check', vscode.l10n.t('Show {0}', countText(total)), '', () => Promise.resolve('done'))] : []),
      row('search', vscode.l10n.t('Text…'), textText(value), () => this.#text()),
      row('tag', vscode.l10n.t('Tags…'), tagsText(value), () => this.#tags()),
      row('folder', vscode.l10n.t('Folder…'), placeText(value), () => this.#place()),
      row('calendar', vscode.l10n.t('Dates…'), periodText(value), () => this.#period()),
      ...(isSet ? [row('clear-all', vscode.l10n.t('Clear Filter'), '', () => Promise.resolve('clear'))] : []),
    ];
    return vscode.window.showQuickPick(rows, { title: vscode.l10n.t('Filter History'), placeHolder: vscode.l10n.t('Show compositions by') });
  }

  async #text(): Promise<Part> {
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Filter History by Text'),
      value: this.#filter.value.text ?? '',
      prompt: vscode.l10n.t('All words must be in it. Also: "a phrase", OR, NOT, begin*'),
    });
    return text === undefined ? undefined : { text };
  }

  async #tags(): Promise<Part> {
    const chosen = this.#filter.value.tags ?? [];
    const known = await this.#history.tags();
    const rows = [
      ...known.map(({ value, count }) => ({ label: forLabel(value), description: countText(count), picked: chosen.includes(value), value })),
      ...chosen.filter((tag) => !known.some(({ value }) => value === tag)).map((tag) => ({ label: forLabel(tag), description: '', picked: true, value: tag })),
    ];
    if (rows.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No composition has a tag yet.'));
      return undefined;
    }
    const title = vscode.l10n.t('Filter History by Tags');
    const picked = await vscode.window.showQuickPick(rows, { title, placeHolder: vscode.l10n.t('Compositions that have all of these'), canPickMany: true });
    return picked && { tags: picked.map(({ value }) => value) };
  }

  async #place(): Promise<Part> {
    const here = onlyFolder();
    const known = await this.#history.directories();
    const row = (label: string, description: string, place: HistoryFilter['place']): Choice<HistoryFilter['place']> => ({ label, description, value: place });
    const rows = [
      row(vscode.l10n.t('Anywhere'), '', undefined),
      ...(here === undefined ? [] : [row(vscode.l10n.t('This Workspace'), forLabel(basenameOf(here)), 'here')]),
      ...known.map(({ value, count }) => row(forLabel(basenameOf(value)), forLabel(`${pathText(value)} · ${countText(count)}`), { directory: value })),
      row(vscode.l10n.t('Outside of Any Folder'), '', 'outside'),
    ];
    const title = vscode.l10n.t('Filter History by Folder');
    const picked = await vscode.window.showQuickPick(rows, { title, placeHolder: vscode.l10n.t('Where compositions were written'), matchOnDescription: true });
    return picked && { place: picked.value };
  }

  async #period(): Promise<Part> {
    const title = vscode.l10n.t('Filter History by Dates');
    const recent = RECENT_DAYS.map((lastDays): Choice<HistoryPeriod> => ({
      label: lastDays === 1 ? vscode.l10n.t('Today') : vscode.l10n.t('Last {0} Days', lastDays),
      value: { lastDays },
    }));
    const between: Choice<'between'> = { label: vscode.l10n.t('Between Two Dates…'), value: 'between' };
    const any: Choice<undefined> = { label: vscode.l10n.t('Any Time'), value: undefined };
    const picked = await vscode.window.showQuickPick<Choice<HistoryPeriod | 'between' | undefined>>([any, ...recent, between], { title });
    if (!picked) return undefined;
    return picked.value === 'between' ? this.#between(title) : { period: picked.value };
  }

  async #between(title: string): Promise<Part> {
    const before = this.#filter.value.period;
    const { from: oldFrom = '', to: oldTo = '' } = before && !('lastDays' in before) ? before : {};
    const from = await askDate(title, vscode.l10n.t('From, such as 2026-01-31 or 2026-01. Empty: from the beginning'), oldFrom);
    if (from === undefined) return undefined;
    const to = await askDate(title, vscode.l10n.t('Until and including, such as 2026-01-31 or 2026-01. Empty: until now'), oldTo, from);
    if (to === undefined) return undefined;
    return { period: from || to ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : undefined };
  }
}

async function askDate(title: string, prompt: string, value: string, notBefore = ''): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    validateInput: (typed) => {
      if (typed.trim() === '') return undefined;
      const span = parseDateSpan(typed);
      if (!span) return vscode.l10n.t('Write a date as 2026-01-31, a month as 2026-01 or a year as 2026.');
      return span.end <= (parseDateSpan(notBefore)?.start ?? -Infinity) ? vscode.l10n.t('This is before {0}.', notBefore) : undefined;
    },
  });
  return text?.trim();
}

function pathText(uri: string): string {
  const parsed = safeUri(uri);
  return parsed?.scheme === 'file' ? parsed.fsPath : uri;
}
