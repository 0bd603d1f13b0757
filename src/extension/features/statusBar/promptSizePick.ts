import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { findBlock } from '../../../core/prompts/frontmatterBlock';
import { parsePlaceholders } from '../../../core/prompts/placeholders';
import { basenameOf } from '../../../core/util/uri';
import { historySaveOf } from '../../historySaves';
import { forLabel, forMessage } from '../../messageText';
import { targetStateText } from '../../targetStateText';
import { countExactly, providerNow } from './countExactly';
import type { DocumentFigures } from './measuredDocuments';
import type { PromptStatus } from './promptStatus';
import { referencedFiles, type ReferencedFile } from './referencedFiles';
import { recordingText, saveText, thresholdsText, tokensOf, tokensText, whole } from './sizeTexts';

/** A row; Enter on one without {@link run} does nothing. */
interface Row extends vscode.QuickPickItem {
  readonly run?: () => Thenable<unknown>;
}

/** Larger documents are not searched for placeholders and references. UTF-16 code units. */
const LARGE = 4_000_000;
const MAX_NAMES = 5;

/** Shows what the active prompt document is made of, how much of it is sent, and what else would be. */
export async function showPromptSize(app: App, status: PromptStatus): Promise<void> {
  const { editor } = status;
  if (!editor) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a prompt to see its size: a Markdown document or a file of the library.'));
    return;
  }
  const { document } = editor;
  const pick = vscode.window.createQuickPick<Row>();
  let isHidden = false;
  pick.onDidHide(() => {
    isHidden = true;
    pick.dispose();
  });
  pick.onDidAccept(() => {
    const [row] = pick.selectedItems;
    if (!row?.run) return;
    pick.hide();
    row.run().then(undefined, (error: unknown) => app.log.error('A row of the prompt size failed', error));
  });
  pick.title = vscode.l10n.t('Prompt Size: {0}', basenameOf(document.uri.toString()));
  pick.placeholder = thresholdsText(status.contextTokens);
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.show();

  const isCancelled = (): boolean => isHidden || document.isClosed;
  if (!(await status.documents.prepare(document, isCancelled))) return pick.hide();
  const figures = status.documents.figuresOf(document);
  const before = [...saveRows(status, document), ...bodyRows(status, editor, figures), ...placeholderRows(editor)];
  const after = [...aiRows(app, status, document), ...settingRows()];
  pick.items = [...before, ...after];
  const files = await filesOf(app, document, isCancelled);
  if (isCancelled()) return;
  const active = pick.activeItems[0]?.label;
  const rows = [...before, ...fileRows(files, figures.body.tokens, status.contextTokens), ...after];
  pick.items = rows;
  const again = rows.find(({ label }) => label === active);
  if (again) pick.activeItems = [again];
  pick.busy = false;
}

function heading(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function saveRows(status: PromptStatus, document: vscode.TextDocument): Row[] {
  const own = historySaveOf(document);
  const rows = (title: string, again: string, run: () => Thenable<unknown>): Row[] => [
    heading(title),
    { label: `$(refresh) ${again}`, alwaysShow: true, run },
    { label: `$(copy) ${vscode.l10n.t('Copy the Text to the Clipboard')}`, alwaysShow: true, run: () => copyText(document) },
  ];
  if (own?.kind === 'recording' && own.state === 'failed') return rows(recordingText('failed'), vscode.l10n.t('Record Again'), own.retry);
  if (status.saveStateOf(document) !== 'failed') return [];
  return rows(saveText('failed') ?? '', vscode.l10n.t('Save Again'), own?.kind === 'file' ? own.retry : () => saveAgain(status, document));
}

/** VS Code says itself why it did not work; the text must not be lost for it. */
async function saveAgain(status: PromptStatus, document: vscode.TextDocument): Promise<void> {
  const isSaved = await document.save().then(undefined, () => false);
  if (isSaved || !document.isDirty) return;
  status.saves.fail(document);
  const [again, copy] = [vscode.l10n.t('Retry'), vscode.l10n.t('Copy to Clipboard')];
  const message = vscode.l10n.t('"{0}" could not be saved. Its text is still in the editor.', basenameOf(document.uri.toString()));
  const answer = await vscode.window.showErrorMessage(forMessage(message), again, copy);
  if (answer === again) await saveAgain(status, document);
  else if (answer === copy) await copyText(document);
}

function copyText(document: vscode.TextDocument): Thenable<void> {
  return vscode.env.clipboard.writeText(document.getText());
}

function bodyRows({ contextTokens, documents }: PromptStatus, { document, selections }: vscode.TextEditor, { body, frontmatter }: DocumentFigures): Row[] {
  const selected = documents.figuresOfSelection(document, selections);
  const row = (icon: string, label: string, description: string): Row => ({ label: `$(${icon}) ${label}`, description });
  return [
    heading(vscode.l10n.t('sent')),
    row('book', vscode.l10n.t('Body'), tokensOf(body.tokens, contextTokens)),
    row('symbol-text', vscode.l10n.t('Characters'), whole(body.characters)),
    row('whole-word', vscode.l10n.t('Words'), whole(body.words)),
    row('list-flat', vscode.l10n.t('Lines'), whole(body.lines)),
    ...(selected ? [row('list-selection', vscode.l10n.t('Selection'), tokensOf(selected.tokens, contextTokens))] : []),
    ...(frontmatter ? [heading(vscode.l10n.t('not sent')), row('note', vscode.l10n.t('Frontmatter'), tokensText(frontmatter.tokens))] : []),
  ];
}

function placeholderRows(editor: vscode.TextEditor): Row[] {
  const text = editor.document.getText();
  if (text.length > LARGE) return [];
  const { placeholders } = parsePlaceholders(text, findBlock(text)?.bodyStart ?? 0);
  const [first] = placeholders;
  if (!first) return [];
  const names = [...new Set(placeholders.map(({ name }) => name))];
  const shown = names.slice(0, MAX_NAMES).join(', ');
  const count = placeholders.length;
  return [
    heading(vscode.l10n.t('to be filled')),
    {
      label: `$(symbol-variable) ${count === 1 ? vscode.l10n.t('{0} Placeholder', count) : vscode.l10n.t('{0} Placeholders', whole(count))}`,
      description: names.length > MAX_NAMES ? vscode.l10n.t('{0} and {1} more', shown, names.length - MAX_NAMES) : shown,
      run: () => select(editor, first),
    },
  ];
}

async function select({ document, viewColumn }: vscode.TextEditor, { start, end }: { start: number; end: number }): Promise<void> {
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
  await vscode.window.showTextDocument(document, { viewColumn, selection });
}

async function filesOf(app: App, document: vscode.TextDocument, isCancelled: () => boolean): Promise<readonly ReferencedFile[]> {
  if (document.getText().length > LARGE) return [];
  try {
    return await referencedFiles(app, document, isCancelled);
  } catch (error) {
    app.log.error('The files that a prompt refers to could not be measured', error);
    return [];
  }
}

function fileRows(files: readonly ReferencedFile[], bodyTokens: number, contextTokens: number): Row[] {
  if (files.length === 0) return [];
  const total = files.reduce((sum, { tokens }) => sum + (tokens ?? 0), bodyTokens);
  return [
    heading(vscode.l10n.t('sent by tools that include files')),
    ...files.map((file): Row => {
      const canOpen = file.tokens !== undefined;
      return {
        label: `$(${canOpen ? 'file' : 'warning'}) ${forLabel(file.path)}`,
        description: file.tokens === undefined ? targetStateText(file.state) : tokensOf(file.tokens, contextTokens),
        ...(canOpen && { run: () => vscode.window.showTextDocument(vscode.Uri.parse(file.uri, true)) }),
      };
    }),
    { label: `$(files) ${vscode.l10n.t('Body with Files')}`, description: tokensOf(total, contextTokens) },
  ];
}

/** What the AI does, and the question that it can answer here. */
function aiRows(app: App, { ai, host }: PromptStatus, document: vscode.TextDocument): Row[] {
  const name = providerNow(host);
  if (name === undefined) return [];
  const { sentence, hasFailed } = ai.of(document.uri.toString());
  return [
    heading(ai.provider === undefined ? vscode.l10n.t('AI') : forLabel(ai.provider)),
    ...(sentence === undefined ? [] : [{ label: `$(${hasFailed ? 'warning' : 'sparkle'}) ${sentence}`, run: () => vscode.commands.executeCommand('promptstack.suggestions.focus') }]),
    {
      label: `$(symbol-number) ${vscode.l10n.t('Count Exactly with {0}', name)}`,
      description: vscode.l10n.t('sends the text to be counted'),
      alwaysShow: true,
      run: () => countExactly(app, host, document),
    },
  ];
}

function settingRows(): Row[] {
  return [
    heading(''),
    {
      label: `$(gear) ${vscode.l10n.t('Change Context Size…')}`,
      description: vscode.l10n.t('the tokens that your model can take'),
      run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'promptstack.context.tokens'),
    },
  ];
}
