import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptSource } from '../../../core/library/promptSource';
import { categoryNameProblem, defaultCategories } from '../../../core/prompts/newPrompt';
import { showStep, type Step, type StepFrame, type StepResult } from './wizard';
import { categoryIcon } from '../../categoryIcon';
import { categoryNameText } from '../../categoryNameText';

/** Where a new prompt is to be written. */
export interface Place {
  readonly source: PromptSource;
  /** Name of the folder below the root of the source, which may not exist yet; empty for the root itself. */
  readonly category: string;
}

interface CategoryItem extends vscode.QuickPickItem {
  readonly place?: Place;
  /** Why the typed name cannot be taken. */
  readonly refused?: string;
}

/**
 * Asks for the category, in each of these libraries; a name that none has yet becomes a new one.
 * @param keep called with the choice
 */
export function askCategory(frame: StepFrame, app: App, sources: readonly PromptSource[], chosen: Place, keep: (place: Place) => void): Promise<StepResult> {
  const pick = vscode.window.createQuickPick<CategoryItem>();
  const existing = sources.map((source) => ({ source, categories: categoriesOf(app, source, chosen) }));
  pick.placeholder = vscode.l10n.t('Choose a category, or type the name of a new one');
  pick.matchOnDescription = false;
  const update = (): void => {
    pick.items = existing.flatMap(({ source, categories }) => itemsFor(source, categories, pick.value.trim(), sources.length > 1));
    if (pick.value === '') {
      pick.activeItems = pick.items.filter(({ place }) => place?.source.id === chosen.source.id && place.category === chosen.category);
    }
  };
  update();
  return showStep(pick, frame, (done) => {
    pick.onDidChangeValue(update);
    pick.onDidAccept(() => {
      const place = pick.activeItems[0]?.place;
      if (!place) return;
      keep(place);
      done('next');
    });
  });
}

/** Asks whether the body comes from what is selected in the editor. */
export function bodyStep(lines: number, isUsed: () => boolean, keep: (useSelection: boolean) => void): Step {
  return (frame) => {
    const pick = vscode.window.createQuickPick();
    const count = lines === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', lines);
    const use = { label: vscode.l10n.t('Use the Selected Text'), iconPath: new vscode.ThemeIcon('selection'), description: count };
    const empty = { label: vscode.l10n.t('Start Empty'), iconPath: new vscode.ThemeIcon('new-file') };
    pick.placeholder = vscode.l10n.t('What the prompt begins with');
    pick.items = [use, empty];
    pick.activeItems = [isUsed() ? use : empty];
    return showStep(pick, frame, (done) => {
      pick.onDidAccept(() => {
        if (!pick.activeItems[0]) return;
        keep(pick.activeItems[0] === use);
        done('next');
      });
    });
  };
}

function itemsFor(source: PromptSource, categories: ReadonlyMap<string, number>, typed: string, named: boolean): CategoryItem[] {
  const items: CategoryItem[] = [...categories].map(([category, count]) => ({
    label: category === '' ? vscode.l10n.t('(no category)') : category,
    iconPath: category === '' ? new vscode.ThemeIcon('root-folder') : categoryIcon(category),
    description: count === 0 ? '' : count === 1 ? vscode.l10n.t('1 prompt') : vscode.l10n.t('{0} prompts', count),
    place: { source, category },
  }));
  if (named) items.unshift({ label: source.label, kind: vscode.QuickPickItemKind.Separator });
  const known = [...categories.keys()].some((category) => category.toLowerCase() === typed.toLowerCase());
  if (typed !== '' && !known) items.push(newCategory(source, typed, named));
  return items;
}

function newCategory(source: PromptSource, name: string, named: boolean): CategoryItem {
  const problem = categoryNameProblem(name);
  const description = named ? source.label : '';
  return problem
    ? { label: categoryNameText(problem), iconPath: new vscode.ThemeIcon('error'), description, alwaysShow: true, refused: problem }
    : { label: vscode.l10n.t('New Category: {0}', name), iconPath: new vscode.ThemeIcon('add'), description, alwaysShow: true, place: { source, category: name } };
}

/** Categories with the number of their prompts: those in use by name, then the usual ones that are not. */
function categoriesOf(app: App, source: PromptSource, chosen: Place): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const prompt of app.library.prompts) {
    if (prompt.sourceId === source.id) counts.set(prompt.category, (counts.get(prompt.category) ?? 0) + 1);
  }
  const offered = [...defaultCategories, ...(chosen.source.id === source.id ? [chosen.category] : [])];
  const names = [...new Set([...counts.keys(), ...offered])].sort((a, b) => a.localeCompare(b));
  return new Map(names.map((name) => [name, counts.get(name) ?? 0]));
}
