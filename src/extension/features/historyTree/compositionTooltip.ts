import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { CompositionSummary } from '../../../core/history/composition';
import type { SentComposition } from '../../../core/history/sentCompositions';
import { basenameOf } from '../../../core/util/uri';
import { excerptText, whenText } from '../../compositionTexts';
import { namesText, numberText, tokensText } from '../../numberText';
import { plainMarkdown } from '../../plainMarkdown';
import { safeUri } from './safeUri';

const MAX_NAMES = 10;

/**
 * What one wants to know of a composition before opening it. Everything is escaped: nothing of a text becomes Markdown.
 * @param sent where it was sent, if it was
 */
export function compositionTooltip(app: App, summary: CompositionSummary, sent?: SentComposition): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown(`**${plainMarkdown(excerptText(summary))}**`);
  if (summary.isMissing) paragraph(tooltip, `⚠ ${vscode.l10n.t('Its Markdown file is missing. Restore writes it again.')}`);
  const facts = [...factsOf(app, summary), ...(sent ? [[vscode.l10n.t('Sent'), sentText(sent)] as const] : [])];
  facts.forEach(([name, value], index) => {
    tooltip.appendMarkdown(`${index === 0 ? '\n\n' : '  \n'}${plainMarkdown(`${name}: ${value}`)}`);
  });
  return tooltip;
}

type Fact = readonly [name: string, value: string];

function factsOf(app: App, { created, updated, directory, source, uri, characters, lines, tokens, tags, prompts }: CompositionSummary): readonly Fact[] {
  const titles = prompts.map((prompt) => app.library.get(prompt)?.title ?? basenameOf(prompt));
  const size = [
    characters === 1 ? vscode.l10n.t('1 character') : vscode.l10n.t('{0} characters', numberText(characters)),
    lines === 1 ? vscode.l10n.t('1 line') : vscode.l10n.t('{0} lines', numberText(lines)),
    tokensText(tokens),
  ];
  return [
    [vscode.l10n.t('Created'), whenText(created)],
    ...(whenText(updated) === whenText(created) ? [] : [[vscode.l10n.t('Changed'), whenText(updated)] as const]),
    [vscode.l10n.t('Size'), size.join(', ')],
    ...(tags.length > 0 ? [[vscode.l10n.t('Tags'), namesText(tags, MAX_NAMES)] as const] : []),
    ...(titles.length > 0 ? [[vscode.l10n.t('Prompts'), namesText(titles, MAX_NAMES)] as const] : []),
    ...(directory === undefined ? [] : [[vscode.l10n.t('Written in'), pathText(directory)] as const]),
    ...(source === undefined ? [] : [[vscode.l10n.t('Records'), pathText(source)] as const]),
    [vscode.l10n.t('File'), pathText(uri)],
  ];
}

function sentText({ count, at, target }: SentComposition): string {
  const last = vscode.l10n.t('{0}, {1}', whenText(at), targetText(target));
  return count === 1 ? last : vscode.l10n.t('{0} times, last {1}', numberText(count), last);
}

/** The journal may know targets of a later version. */
function targetText(target: string): string {
  switch (target) {
    case 'clipboard':
      return vscode.l10n.t('to the clipboard');
    case 'chat':
      return vscode.l10n.t('to the chat');
    case 'claudeCode':
      return vscode.l10n.t('to Claude Code');
    case 'terminal':
      return vscode.l10n.t('to a terminal');
    case 'run':
      return vscode.l10n.t('to the AI provider');
    default:
      return target;
  }
}

/** As people write paths. */
function pathText(uri: string): string {
  const parsed = safeUri(uri);
  return parsed?.scheme === 'file' ? parsed.fsPath : parsed?.scheme === 'untitled' ? parsed.path : uri;
}

function paragraph(tooltip: vscode.MarkdownString, text: string): void {
  tooltip.appendMarkdown(`\n\n${plainMarkdown(text)}`);
}
