import * as vscode from 'vscode';
import type { Composition } from '../../../core/history/composition';
import type { TagChange } from '../../../core/history/compositionEdits';
import type { CountOf } from '../../../core/history/compositionRepository';
import { tagChange, tagCounts, typedTag } from '../../../core/history/tagChange';
import { countText } from '../../compositionTexts';
import { forLabel } from '../../messageText';

type TagRow = vscode.QuickPickItem & { readonly tag: string };

/** Asks for the tags of these compositions: known ones to tick, and new ones to type. @returns `undefined` when the user left */
export function pickTags(known: readonly CountOf<string>[], compositions: readonly Pick<Composition, 'tags'>[]): Promise<Required<TagChange> | undefined> {
  const pick = vscode.window.createQuickPick<TagRow>();
  const own = tagCounts(compositions);
  const ticked = new Set(own.flatMap(({ value, count }) => (count === compositions.length ? value : [])));
  const tags = new Set([...own, ...known].map(({ value }) => value));
  const partly = new Map(own.map(({ value, count }) => [value, count]));

  const show = (): void => {
    const typed = typedTag(pick.value, [...tags]);
    const isNew = typed !== undefined && !tags.has(typed);
    const rows = [...tags].map((tag) => tagRow(tag, ticked.has(tag), descriptionOf(tag)));
    pick.items = isNew ? [{ ...tagRow(typed, ticked.has(typed), vscode.l10n.t('new tag')), alwaysShow: true }, ...rows] : rows;
    pick.selectedItems = pick.items.filter(({ tag }) => ticked.has(tag));
  };
  const descriptionOf = (tag: string): string => {
    const count = partly.get(tag) ?? 0;
    return count > 0 && count < compositions.length ? vscode.l10n.t('{0} of {1}', count, compositions.length) : '';
  };
  pick.title = vscode.l10n.t('Tags of {0}', countText(compositions.length));
  pick.placeholder = tags.size > 0 ? vscode.l10n.t('Tick tags, or type a new one') : vscode.l10n.t('Type a new tag');
  pick.canSelectMany = true;
  show();
  return new Promise((resolve) => {
    pick.onDidChangeValue(show);
    pick.onDidChangeSelection((rows) => {
      ticked.clear();
      for (const { tag } of rows) {
        ticked.add(tag);
        tags.add(tag);
      }
    });
    pick.onDidAccept(() => {
      resolve(tagChange(compositions, ticked));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function tagRow(tag: string, picked: boolean, description: string): TagRow {
  return { label: forLabel(tag), description, picked, tag };
}
