import * as vscode from 'vscode';
import type { Prompt } from '../../../core/prompts/prompt';
import { tagsIn } from '../../../core/prompts/newPrompt';
import { showStep, type StepFrame, type StepResult } from './wizard';

interface TagItem extends vscode.QuickPickItem {
  /** Tags to add or, when it is one that is chosen already, to take away; absent: go on. */
  readonly tags?: readonly string[];
}

/**
 * Asks for tags: Enter on a tag chooses it or takes it back, typing offers those in use first and then the typed one, and Enter in the
 * empty field goes on.
 * @param keep called with the chosen tags whenever the user leaves the step
 */
export async function askTags(frame: StepFrame, known: readonly TagCount[], chosen: readonly string[], keep: (tags: readonly string[]) => void): Promise<StepResult> {
  const pick = vscode.window.createQuickPick<TagItem>();
  const tags = new Set(chosen);
  pick.placeholder = vscode.l10n.t('Type a tag, or go on without any');
  const update = (): void => {
    pick.items = itemsFor(known, tags, pick.value);
    const first = pick.value.trim() === '' ? pick.items[0] : undefined;
    if (first) pick.activeItems = [first];
  };
  update();
  const result = await showStep(pick, frame, (done) => {
    pick.onDidChangeValue(update);
    pick.onDidAccept(() => {
      const item = pick.activeItems[0];
      if (!item?.tags) return done('next');
      toggle(tags, item.tags);
      pick.value = '';
      update();
    });
  });
  keep([...tags]);
  return result;
}

interface TagCount {
  readonly tag: string;
  readonly count: number;
}

/** The tags of a library, most used first. */
export function countTags(prompts: readonly Prompt[]): readonly TagCount[] {
  const counts = new Map<string, number>();
  for (const prompt of prompts) for (const tag of prompt.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => b.count - a.count || a.tag.localeCompare(b.tag));
}

function itemsFor(known: readonly TagCount[], chosen: ReadonlySet<string>, value: string): TagItem[] {
  const typed = tagsIn(value);
  const items: TagItem[] = typed.length === 0 ? [goOn(chosen)] : [];
  for (const tag of chosen) items.push({ label: tag, iconPath: icon('check'), description: vscode.l10n.t('chosen; select to remove'), tags: [tag] });
  if (typed.length === 0 && known.length > 0) items.push({ label: vscode.l10n.t('in use'), kind: vscode.QuickPickItemKind.Separator });
  for (const { tag, count } of known) if (!chosen.has(tag)) items.push({ label: tag, iconPath: icon('tag'), description: usedBy(count), tags: [tag] });
  const fresh = typed.filter((tag) => !chosen.has(tag) && !known.some((one) => one.tag === tag));
  if (fresh.length > 0) {
    const label = fresh.length === 1 ? vscode.l10n.t('Add New Tag: {0}', fresh.join()) : vscode.l10n.t('Add Tags: {0}', typed.join(', '));
    items.push({ label, iconPath: icon('add'), alwaysShow: true, tags: fresh.length === 1 ? fresh : typed });
  }
  return items;
}

function goOn(chosen: ReadonlySet<string>): TagItem {
  const tags = [...chosen].join(', ');
  const label = chosen.size === 0 ? vscode.l10n.t('Continue Without Tags') : vscode.l10n.t('Continue');
  return { label, iconPath: icon('arrow-right'), description: tags };
}

function icon(name: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name);
}

function usedBy(count: number): string {
  return count === 1 ? vscode.l10n.t('1 prompt') : vscode.l10n.t('{0} prompts', count);
}

function toggle(chosen: Set<string>, tags: readonly string[]): void {
  for (const tag of tags) if (tags.length > 1 || !chosen.delete(tag)) chosen.add(tag);
}
