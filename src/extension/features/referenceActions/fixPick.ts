import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { dirnameOf, isInside } from '../../../core/util/uri';
import { forLabel } from '../../messageText';
import { askToReadOutside } from '../../outsideAccess';
import { apply, createFile, labelOf, mayCreate, retarget, unlink } from './edits';
import { findAgain, type Mention } from './mention';
import type { ReferenceTargets } from './targets';

const CANDIDATES = 10;

interface Choice extends vscode.QuickPickItem {
  readonly run?: () => Promise<void>;
}

/** What to do about a reference that leads nowhere: the files it may have meant, another one, or none. */
export async function fixMissing(app: App, targets: ReferenceTargets, mention: Mention): Promise<void> {
  const choices = choicesFor(app, targets, mention);
  const choice = await vscode.window.showQuickPick(choices, {
    title: vscode.l10n.t('File Not Found: {0}', forLabel(mention.reference.path)),
    placeHolder: vscode.l10n.t('Choose the file that is meant'),
    matchOnDescription: true,
  });
  await choice?.run?.();
}

async function choicesFor(app: App, targets: ReferenceTargets, mention: Mention): Promise<Choice[]> {
  const { reference, context } = mention;
  const hits = await app.references.candidatesFor(reference, context, CANDIDATES);
  const target = await targets.get(reference, context);
  const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const files = hits.map(({ uri, path }): Choice => ({
    label: forLabel(path.slice(path.lastIndexOf('/') + 1)),
    description: forLabel(labelOf(dirnameOf(uri), context)),
    resourceUri: vscode.Uri.parse(uri),
    iconPath: vscode.ThemeIcon.File,
    run: () => point(app, mention, uri),
  } as Choice));
  const others: Choice[] = [
    { label: vscode.l10n.t('Browse…'), iconPath: new vscode.ThemeIcon('folder-opened'), alwaysShow: true, run: () => browse(app, mention) },
    { label: vscode.l10n.t('Remove Link, Keep Text'), iconPath: new vscode.ThemeIcon('trash'), alwaysShow: true, run: () => removeLink(app, mention) },
  ];
  if (mayCreate(target, context)) {
    const label = vscode.l10n.t('Create {0}', forLabel(labelOf(target.uri, context)));
    others.splice(1, 0, { label, iconPath: new vscode.ThemeIcon('new-file'), alwaysShow: true, run: () => createFile(app, target, context) });
  }
  return [...(files.length > 0 ? [separator(vscode.l10n.t('files like it')), ...files, separator('')] : []), ...others];
}

/** Lets the user find the file; one outside of the workspace is only taken with a yes. */
export async function browse(app: App, mention: Mention): Promise<void> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose the file that is meant'),
      openLabel: vscode.l10n.t('Use This File'),
      defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
    })) ?? [];
  if (!chosen) return;
  const uri = chosen.toString();
  const inside = mention.context.folders.some((folder) => isInside(uri, folder));
  if (!inside && !(await askToReadOutside(app, uri))) return;
  await point(app, mention, uri);
}

export async function removeLink(app: App, mention: Mention): Promise<void> {
  const now = findAgain(app, mention);
  if (now) await apply(now.document, [unlink(now.document, now.reference)]);
}

async function point(app: App, mention: Mention, uri: string): Promise<void> {
  const now = findAgain(app, mention);
  if (now) await apply(now.document, [retarget(app, now, uri)]);
}
