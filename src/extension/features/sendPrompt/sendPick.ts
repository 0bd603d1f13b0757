import * as vscode from 'vscode';
import type { Host } from '../../host';
import { forLabel } from '../../messageText';
import { namesText, tokensText } from '../../numberText';
import { secretKindText } from '../../secretsQuestion';
import type { TargetId } from './ledger';
import type { Resolved, Sending } from './sending';
import { leftFiles, MAX_NAMES, stateText, tokensOfContextText } from './sendTexts';

type Chosen = TargetId | 'preview' | 'placeholders';

/** Enter on a row without any of these does nothing. */
interface Row extends vscode.QuickPickItem {
  readonly chosen?: Chosen;
  /** Changes what would be sent; the list stays. */
  readonly change?: () => void;
}

/** Shows where a text can be sent, what of it would be, and what there is to know before. @returns `undefined` when the user goes away */
export async function pickTarget(host: Host, sending: Sending): Promise<Chosen | undefined> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Send "{0}"', sending.subject.name);
  pick.matchOnDescription = true;
  const update = async (): Promise<void> => {
    pick.busy = true;
    const resolved = await sending.resolve();
    const active = pick.activeItems[0]?.label;
    const rows = [...targetRows(host), ...contentRows(sending, resolved), ...noteRows(sending, resolved)];
    pick.placeholder = tokensOfContextText(resolved.payload.tokens, host.setting('promptstack.context.tokens'));
    pick.items = rows;
    const again = rows.find(({ label }) => label === active);
    if (again) pick.activeItems = [again];
    pick.busy = false;
  };
  pick.items = targetRows(host);
  try {
    return await new Promise<Chosen | undefined>((resolve, reject) => {
      pick.onDidHide(() => resolve(undefined));
      pick.onDidAccept(() => {
        const [row] = pick.selectedItems;
        if (row?.chosen) resolve(row.chosen);
        else if (row?.change) {
          row.change();
          update().catch(reject);
        }
      });
      pick.show();
      update().catch(reject);
    });
  } finally {
    pick.dispose();
  }
}

function heading(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function targetRows(host: Host): Row[] {
  const provider = host.setting('promptstack.ai.provider');
  const away = (description: string): string => (vscode.workspace.isTrusted ? description : vscode.l10n.t('not from a workspace that you do not trust'));
  return [
    heading(vscode.l10n.t('send to')),
    { label: `$(copy) ${vscode.l10n.t('Clipboard')}`, description: vscode.l10n.t('to paste it anywhere'), chosen: 'clipboard' },
    { label: `$(comment-discussion) ${vscode.l10n.t('Chat')}`, description: away(vscode.l10n.t('into its input; you press Enter')), chosen: 'chat' },
    { label: `$(sparkle) ${vscode.l10n.t('Claude Code')}`, description: away(vscode.l10n.t('its extension, or "claude" in a terminal')), chosen: 'claudeCode' },
    { label: `$(terminal) ${vscode.l10n.t('Terminal')}`, description: away(vscode.l10n.t('pasted without Enter')), chosen: 'terminal' },
    {
      label: `$(play) ${vscode.l10n.t('Run to the Side')}`,
      description: away(provider === 'none' ? vscode.l10n.t('needs an AI provider') : vscode.l10n.t('the answer arrives in a document beside')),
      chosen: 'run',
    },
  ];
}

function contentRows(sending: Sending, { payload }: Resolved): Row[] {
  const inlines = sending.references === 'inline';
  return [
    heading(vscode.l10n.t('what is sent')),
    { label: `$(eye) ${vscode.l10n.t('Preview What Is Sent')}`, description: vscode.l10n.t('the exact text'), chosen: 'preview' },
    ...(payload.files.length === 0
      ? []
      : [
          {
            label: inlines ? `$(link) ${vscode.l10n.t('Leave References as They Are')}` : `$(file-add) ${vscode.l10n.t('Put In the Text of Files')}`,
            description: inlines ? vscode.l10n.t('instead of putting in the text of the files') : vscode.l10n.t('instead of leaving the references as they are'),
            change: () => void (sending.references = inlines ? 'link' : 'inline'),
          },
        ]),
    ...payload.parts.map(({ kind, label, tokens }) => ({
      label: kind === 'composition' ? `$(note) ${vscode.l10n.t('Text')}` : `$(file) ${forLabel(label)}`,
      description: tokensText(tokens),
    })),
  ];
}

function noteRows(sending: Sending, resolved: Resolved): Row[] {
  const { payload, secrets } = resolved;
  const left = leftFiles(payload);
  const nested = payload.files.filter((file) => file.nested > 0);
  const rows: Row[] = [
    ...(payload.missing.length === 0
      ? []
      : [{ label: `$(symbol-variable) ${vscode.l10n.t('Fill Placeholders…')}`, description: forLabel(namesText(payload.missing, MAX_NAMES)), chosen: 'placeholders' as const }]),
    ...(secrets.length === 0 ? [] : [secretsRow(sending, resolved)]),
    ...left.map(({ path, state }) => ({ label: `$(warning) ${forLabel(path)}`, description: vscode.l10n.t('stays a reference: {0}', stateText(state)) })),
    ...nested.map(({ path, nested: count }) => ({
      label: `$(info) ${forLabel(path)}`,
      description: count === 1 ? vscode.l10n.t('the file that it refers to is not put in') : vscode.l10n.t('the {0} files that it refers to are not put in', count),
    })),
  ];
  return rows.length === 0 ? [] : [heading(vscode.l10n.t('to know before')), ...rows];
}

function secretsRow(sending: Sending, { secrets }: Resolved): Row {
  const kinds = namesText([...new Set(secrets.map(({ kind }) => secretKindText(kind)))], MAX_NAMES);
  const change = (): void => void (sending.secrets = sending.secrets === 'mask' ? undefined : 'mask');
  if (sending.secrets === 'mask') return { label: `$(eye-closed) ${vscode.l10n.t('Secrets Are Masked')}`, description: forLabel(kinds), change };
  return { label: `$(key) ${vscode.l10n.t('Mask Secrets')}`, description: vscode.l10n.t('{0}: you are asked before', forLabel(kinds)), change };
}
