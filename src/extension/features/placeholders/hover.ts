import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { PlacedPlaceholder } from '../../../core/prompts/documentStructure';
import { singleLine } from '../../../core/util/text';
import type { Host } from '../../host';
import { plainMarkdown } from '../../plainMarkdown';
import { nearMissMessage } from '../../problemText';
import { problemSource } from './nearMissProblems';
import { rangeOf } from './ranges';

const MAX_VALUES = 5;
/** UTF-16 code units. */
const MAX_LENGTH = 80;
const MAX_LINES = 10;
const commands: readonly string[] = ['promptstack.fillPlaceholders', 'promptstack.editListPlaceholder'];

/** What a placeholder is, how to fill it, and what was filled in before; what is wrong with something that only looks like one. */
export async function placeholderHover(app: App, host: Host, document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
  const structure = host.structures.of(document);
  const miss = structure.nearMissAt(position);
  if (miss) {
    const range = rangeOf(miss);
    // A diagnostic says it already.
    if (vscode.languages.getDiagnostics(document.uri).some((each) => each.source === problemSource && each.range.intersection(range))) return undefined;
    return new vscode.Hover(new vscode.MarkdownString(plainMarkdown(nearMissMessage(miss.reason, miss.suggestion))), range);
  }
  const placeholder = structure.placeholderAt(position);
  if (!placeholder) return undefined;
  await app.placeholderValues.whenReady();
  const others = structure.placeholders.filter(({ name, line, start }) => name === placeholder.name && (line !== placeholder.line || start !== placeholder.start));
  const tabs = host.setting('promptstack.placeholders.tabNavigation');
  const parts = [titleOf(placeholder), linksOf(placeholder, tabs), ...placesOf(others), ...valuesOf(app, placeholder)];
  const content = new vscode.MarkdownString(parts.join('\n\n'));
  content.isTrusted = { enabledCommands: commands };
  return new vscode.Hover(content, rangeOf(placeholder));
}

function titleOf({ type, name }: PlacedPlaceholder): string {
  const shown = `**${plainMarkdown(name)}**`;
  return type === 'list' ? vscode.l10n.t('{0}: a placeholder for a list', shown) : vscode.l10n.t('{0}: a placeholder for text', shown);
}

function linksOf({ type, line, start }: PlacedPlaceholder, tabs: boolean): string {
  const at = encodeURIComponent(JSON.stringify([{ line, character: start }]));
  const edit = `[${vscode.l10n.t('Edit List Items…')}](command:promptstack.editListPlaceholder?${at})`;
  const fill = `[${vscode.l10n.t('Fill Placeholders…')}](command:promptstack.fillPlaceholders)`;
  const links = type === 'list' ? `${edit} · ${fill}` : fill;
  return tabs ? `${links}\n\n${vscode.l10n.t('Tab goes to the next placeholder; what you type replaces it.')}` : links;
}

function placesOf(others: readonly PlacedPlaceholder[]): string[] {
  if (others.length === 0) return [];
  const lines = [...new Set(others.map(({ line }) => line + 1))];
  const shown = lines.slice(0, MAX_LINES).join(', ') + (lines.length > MAX_LINES ? '…' : '');
  return [lines.length === 1 ? vscode.l10n.t('The same name stands on line {0}.', shown) : vscode.l10n.t('The same name stands on lines {0}.', shown)];
}

function valuesOf(app: App, { name }: PlacedPlaceholder): string[] {
  const values = app.placeholderValues.of(name).slice(0, MAX_VALUES);
  if (values.length === 0) return [];
  const rows = values.map((value) => `- ${plainMarkdown(singleLine(value.trim().replace(/[\r\n]+/g, ', '), MAX_LENGTH))}`);
  return [vscode.l10n.t('Used before:'), rows.join('\n')];
}
