import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PromptSource } from '../../../core/library/promptSource';
import { categoryNameProblem, defaultCategories } from '../../../core/prompts/newPrompt';
import type { Prompt } from '../../../core/prompts/prompt';
import { joinUri } from '../../../core/util/uri';
import { categoryIcon, folderIcon } from '../../categoryIcon';
import { forLabel } from '../../messageText';
import { movePrompts } from '../../promptRelocation';
import { categoryNameText } from '../../categoryNameText';

interface FolderItem extends vscode.QuickPickItem {
  readonly source?: PromptSource;
  /** Below the root of the source; absent for "New Category…". */
  readonly path?: string;
}

/** Asks for a category or a new one, and moves the prompts there. */
export async function moveToCategory(app: App, prompts: readonly Prompt[]): Promise<void> {
  const [first] = prompts;
  const home = first && app.library.sourceOf(first.uri);
  if (!home) return;
  const title = prompts.length === 1 ? vscode.l10n.t('Move "{0}"', first.title) : vscode.l10n.t('Move {0} Prompts', prompts.length);
  const placeHolder = vscode.l10n.t('Category to move to');
  const picked = await vscode.window.showQuickPick(folderItems(app, prompts, home), { title, placeHolder, matchOnDescription: true });
  const source = picked?.source;
  const path = picked && (picked.path ?? (await askCategory(title)));
  if (!source || path === undefined) return;
  await movePrompts(app, prompts.map(({ uri }) => uri), joinUri(source.root, ...path.split('/')), source);
}

/** The folders of the prompt's own source first; each source with a way to add one. */
function folderItems(app: App, prompts: readonly Prompt[], home: PromptSource): readonly FolderItem[] {
  const sources = [home, ...app.library.sources.filter((source) => source !== home)];
  const used = foldersOf(app.library.prompts);
  const current = foldersOf(prompts);
  return sources.flatMap((source) => {
    const paths = new Set([...(source.kind === 'user' ? defaultCategories : []), ...(used.get(source.id) ?? [])]);
    const here = [...(current.get(source.id) ?? [])];
    const onlyHere = current.size === 1 && here.length === 1 ? here[0] : undefined;
    const folders = [...paths]
      .filter((path) => path && path !== onlyHere)
      .sort((a, b) => a.localeCompare(b))
      .map((path): FolderItem => ({ label: forLabel(path), iconPath: iconOf(path), source, path }));
    const isFirst = source === home;
    const create: FolderItem = { label: vscode.l10n.t('New Category…'), iconPath: new vscode.ThemeIcon('add'), source, alwaysShow: isFirst };
    const heading: FolderItem = { label: forLabel(source.label), kind: vscode.QuickPickItemKind.Separator };
    if (!isFirst && folders.length === 0) return [];
    return [...(sources.length > 1 ? [heading] : []), ...folders, create];
  });
}

function iconOf(path: string): vscode.ThemeIcon {
  const [category = ''] = path.split('/');
  return category === path ? categoryIcon(category) : folderIcon(category);
}

/** Every folder that holds a prompt, as a path below the root of its source. */
function foldersOf(prompts: readonly Prompt[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>();
  for (const { sourceId, path } of prompts) {
    const ofSource = folders.get(sourceId) ?? new Set();
    ofSource.add(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    folders.set(sourceId, ofSource);
  }
  return folders;
}

async function askCategory(title: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the new category'),
    validateInput: (value) => {
      const problem = categoryNameProblem(value);
      return problem && categoryNameText(problem);
    },
  });
  return name;
}
