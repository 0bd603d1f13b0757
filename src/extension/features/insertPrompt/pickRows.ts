import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PickSection } from '../../../core/library/pickItems';
import { hasErrors, type Prompt } from '../../../core/prompts/prompt';
import { promptIcon } from '../../categoryIcon';
import { forLabel } from '../../messageText';

/** A prompt, the offer to create one, or a separator (neither). */
export interface PickRow extends vscode.QuickPickItem {
  readonly prompt?: Prompt;
  readonly create?: { readonly title: string };
}

/** Turns sections into the rows of a Quick Pick; the row of a prompt stays the same object while the prompt does. */
export class PickRows {
  readonly #app: App;
  readonly #buttons: readonly vscode.QuickInputButton[];
  readonly #rows = new WeakMap<Prompt, PickRow>();

  /** @param buttons of every row that is a prompt. */
  constructor(app: App, buttons: readonly vscode.QuickInputButton[]) {
    this.#app = app;
    this.#buttons = buttons;
  }

  /** @param query offered as the title of a new prompt when nothing was found. */
  of(sections: readonly PickSection[], query: string): PickRow[] {
    const rows = sections.flatMap((section): PickRow[] => {
      const separator = { label: sectionLabel(section), kind: vscode.QuickPickItemKind.Separator };
      return [separator, ...section.prompts.map((prompt) => this.#row(prompt))];
    });
    const isFound = sections.some(({ kind }) => kind !== 'similar');
    return isFound || this.#app.library.state !== 'ready' ? rows : [...rows, createRow(query.trim())];
  }

  #row(prompt: Prompt): PickRow {
    const known = this.#rows.get(prompt);
    if (known) return known;
    const row = {
      prompt,
      label: hasErrors(prompt) ? `$(warning) ${forLabel(prompt.title)}` : forLabel(prompt.title),
      iconPath: promptIcon(prompt.category),
      description: this.#description(prompt),
      detail: prompt.description === '' ? undefined : forLabel(prompt.description),
      buttons: this.#buttons,
      alwaysShow: true,
    };
    this.#rows.set(prompt, row);
    return row;
  }

  #description(prompt: Prompt): string {
    const { library, usage } = this.#app;
    const source = library.sourceOf(prompt.uri);
    // The user's own library goes without saying.
    const parts = [prompt.category, source?.kind === 'user' ? undefined : source?.label].filter((part) => part !== undefined && part !== '');
    if (usage.isFavourite(prompt.uri)) parts.push('★');
    return parts.map((part) => forLabel(part ?? '')).join(' · ');
  }
}

function createRow(title: string): PickRow {
  const label = title === '' ? vscode.l10n.t('Create Prompt…') : vscode.l10n.t('Create Prompt "{0}"…', forLabel(title));
  const detail = title === '' ? vscode.l10n.t('There are no prompts in your library yet.') : vscode.l10n.t('No prompt matches.');
  return { label, detail, iconPath: new vscode.ThemeIcon('add'), alwaysShow: true, create: { title } };
}

/**
 * Every section has one: the editor tells which row was accepted by its place in the list that it shows, which may be the one before. With a
 * separator on top of each list, the first row is the first in both.
 */
function sectionLabel({ kind, prompts, total }: PickSection): string {
  switch (kind) {
    case 'favourites':
      return vscode.l10n.t('favourites');
    case 'recent':
      return vscode.l10n.t('recently used');
    case 'often':
      return vscode.l10n.t('often used');
    case 'all':
      return total === undefined ? vscode.l10n.t('by title') : vscode.l10n.t('by title, {0} of {1}', prompts.length, total);
    case 'similar':
      return vscode.l10n.t('similar');
    case 'results':
      return vscode.l10n.t('best matches');
  }
}
