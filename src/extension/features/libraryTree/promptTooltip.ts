import * as vscode from 'vscode';
import { estimateTokens } from '../../../core/ai/tokens';
import type { App } from '../../../core/app';
import type { Prompt } from '../../../core/prompts/prompt';
import type { PromptDocument } from '../../../core/prompts/promptDocument';
import { namesText, tokensText } from '../../numberText';
import { plainMarkdown } from '../../plainMarkdown';
import { problemMessage } from '../../problemText';
import { fenced, firstLines, relativeTime, singleLine } from './tooltipText';

const MAX_PROBLEMS = 3;
const MAX_NAMES = 20;

/**
 * What one wants to know of a prompt before using it. Whatever an author wrote is escaped or fenced: a tooltip never carries a command
 * link, HTML or an image of theirs.
 *
 * @param document absent when the file could not be read.
 */
export function promptTooltip(app: App, prompt: Prompt, document: PromptDocument | undefined): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown(`**${plainMarkdown(singleLine(prompt.title))}**`);
  if (prompt.description) paragraph(tooltip, prompt.description);
  problems(tooltip, prompt);

  const facts = factsOf(app, prompt, document);
  facts.forEach(([name, value], index) => {
    tooltip.appendMarkdown(`${index === 0 ? '\n\n' : '  \n'}${plainMarkdown(singleLine(`${name}: ${value}`))}`);
  });

  const preview = document && firstLines(document.body);
  if (preview) tooltip.appendMarkdown(`\n\n${fenced(preview)}\n`);
  return tooltip;
}

function problems(tooltip: vscode.MarkdownString, prompt: Prompt): void {
  const shown = prompt.problems.filter(({ severity }) => severity !== 'hint');
  for (const problem of shown.slice(0, MAX_PROBLEMS)) paragraph(tooltip, `⚠ ${problemMessage(problem)}`);
  if (shown.length > MAX_PROBLEMS) paragraph(tooltip, vscode.l10n.t('… and {0} more problems', shown.length - MAX_PROBLEMS));
}

function factsOf(app: App, prompt: Prompt, document: PromptDocument | undefined): readonly (readonly [name: string, value: string])[] {
  const placeholders = prompt.placeholders.map(({ type, name }) => (type === 'list' ? vscode.l10n.t('{0} (list)', name) : name));
  const source = app.library.sourceOf(prompt.uri);
  return [
    ...(placeholders.length > 0 ? [[vscode.l10n.t('Placeholders'), namesText([...new Set(placeholders)], MAX_NAMES)] as const] : []),
    ...(prompt.tags.length > 0 ? [[vscode.l10n.t('Tags'), namesText(prompt.tags, MAX_NAMES)] as const] : []),
    ...(document ? [[vscode.l10n.t('Size'), tokensText(estimateTokens(document.body))] as const] : []),
    [vscode.l10n.t('Used'), useText(app, prompt)],
    [vscode.l10n.t('File'), source ? vscode.l10n.t('{0} in {1}', prompt.path, source.label) : prompt.path],
  ];
}

function paragraph(tooltip: vscode.MarkdownString, text: string): void {
  tooltip.appendMarkdown(`\n\n${plainMarkdown(singleLine(text))}`);
}

function useText(app: App, prompt: Prompt): string {
  const { count, lastUsed } = app.usage.of(prompt.uri);
  if (count === 0 || lastUsed === undefined) return vscode.l10n.t('never');
  const last = relativeTime(lastUsed, Date.now(), vscode.env.language);
  return count === 1 ? vscode.l10n.t('once, {0}', last) : vscode.l10n.t('{0} times, last {1}', count, last);
}
