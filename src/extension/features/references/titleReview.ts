import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import { forLabel } from '../../messageText';
import type { ChosenFile } from './filePick';

export interface TitledFile extends ChosenFile {
  readonly title: string;
  /** The document refers to it already. */
  readonly isReferenced: boolean;
}

interface Review {
  /** False: the user went back to choose other files. */
  readonly isAccepted: boolean;
  readonly files: readonly TitledFile[];
}

/** A file, or what accepts them all (no file). */
interface TitleRow extends vscode.QuickPickItem {
  readonly file?: TitledFile;
}

/**
 * Shows the titles that the references will get, in order. Enter accepts them all; each can be edited, removed and moved.
 * @returns `undefined` when the user gave up
 */
export async function reviewTitles(files: readonly TitledFile[]): Promise<Review | undefined> {
  const review = new TitleReview(files);
  try {
    return await review.answer;
  } finally {
    review.dispose();
  }
}

class TitleReview {
  readonly answer: Promise<Review | undefined>;
  readonly #owned = new DisposableStore();
  readonly #pick = this.#owned.add(vscode.window.createQuickPick<TitleRow>());
  readonly #buttons = {
    edit: button('edit', vscode.l10n.t('Edit Title')),
    up: button('arrow-up', vscode.l10n.t('Move Up')),
    down: button('arrow-down', vscode.l10n.t('Move Down')),
    remove: button('close', vscode.l10n.t('Remove')),
  };
  #files: TitledFile[];
  #end: (review: Review | undefined) => void = () => undefined;
  #isEditing = false;

  constructor(files: readonly TitledFile[]) {
    this.#files = [...files];
    this.answer = new Promise((resolve) => (this.#end = resolve));
    const pick = this.#pick;
    pick.title = vscode.l10n.t('Titles of the References');
    pick.placeholder = vscode.l10n.t('Enter adds them as they are; choose one to edit its title');
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.buttons = [vscode.QuickInputButtons.Back];
    this.#owned.add(pick.onDidAccept(() => this.#accept(pick.activeItems[0])));
    this.#owned.add(pick.onDidTriggerItemButton(({ item, button }) => this.#press(item, button)));
    this.#owned.add(pick.onDidTriggerButton(() => this.#end({ isAccepted: false, files: this.#files })));
    this.#owned.add(pick.onDidHide(() => this.#isEditing || this.#end(undefined)));
    this.#show();
    pick.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** @param active is highlighted; absent: what accepts all */
  #show(active?: TitledFile): void {
    const count = this.#files.length;
    const label = count === 1 ? vscode.l10n.t('Add 1 Reference') : vscode.l10n.t('Add {0} References', count);
    const all: TitleRow = { label, iconPath: new vscode.ThemeIcon('check'), alwaysShow: true };
    const rows = this.#files.map((file, index) => this.#row(file, index));
    this.#pick.items = [all, ...rows];
    this.#pick.activeItems = [rows.find(({ file }) => file === active) ?? all];
  }

  #row(file: TitledFile, index: number): TitleRow {
    const { edit, up, down, remove } = this.#buttons;
    const path = file.folder === '' ? file.name : `${file.folder}/${file.name}`;
    return {
      file,
      label: forLabel(file.title),
      description: forLabel(file.isReferenced ? vscode.l10n.t('{0} · already referenced', path) : path),
      buttons: [edit, ...(index > 0 ? [up] : []), ...(index < this.#files.length - 1 ? [down] : []), remove],
    };
  }

  #accept(row: TitleRow | undefined): void {
    if (row?.file) void this.#edit(row.file);
    else this.#end({ isAccepted: true, files: this.#files });
  }

  #press({ file }: TitleRow, pressed: vscode.QuickInputButton): void {
    if (!file) return;
    if (pressed === this.#buttons.edit) return void this.#edit(file);
    if (pressed === this.#buttons.remove) return this.#replace(file, undefined);
    const index = this.#files.indexOf(file);
    this.#files.splice(index, 1);
    this.#files.splice(index + (pressed === this.#buttons.up ? -1 : 1), 0, file);
    this.#show(file);
  }

  async #edit(file: TitledFile): Promise<void> {
    this.#isEditing = true;
    const title = await askTitle(file);
    this.#isEditing = false;
    this.#pick.value = '';
    this.#pick.show();
    this.#replace(file, title === '' ? undefined : { ...file, title: title ?? file.title });
  }

  /** Without any file left there is nothing to add, so the user chooses again. */
  #replace(file: TitledFile, by: TitledFile | undefined): void {
    this.#files = this.#files.flatMap((one) => (one === file ? (by ?? []) : one));
    if (this.#files.length === 0) return this.#end({ isAccepted: false, files: [] });
    this.#show();
  }
}

/** @returns the new title, empty to leave the file out; `undefined` when it stays as it was. */
function askTitle({ title, name }: TitledFile): Promise<string | undefined> {
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Title of {0}', name);
  input.prompt = vscode.l10n.t('An empty title removes the reference.');
  input.value = title;
  input.valueSelection = [0, title.length];
  input.ignoreFocusOut = true;
  input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<string | undefined>((resolve) => {
    input.onDidAccept(() => resolve(input.value.replace(/\s+/g, ' ').trim()));
    input.onDidTriggerButton(() => resolve(undefined));
    input.onDidHide(() => resolve(undefined));
    input.show();
  }).finally(() => input.dispose());
}

function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}
