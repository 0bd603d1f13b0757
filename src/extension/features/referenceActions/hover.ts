import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { findBlock } from '../../../core/prompts/frontmatterBlock';
import type { ReferenceTarget } from '../../../core/references/reference';
import { singleLine } from '../../../core/util/text';
import { rangeOfReference, referenceAt, referenceContext } from '../../documentReferences';
import { plainMarkdown } from '../../plainMarkdown';
import { labelOf } from './edits';
import { linesOfFragment } from '../../../core/references/fragment';
import { firstLines } from './excerpt';
import { fencedBlock, languageOf } from '../../../core/references/codeText';
import { commandUri, type Mention, type MentionAction, nameOf, referenceCommand } from './mention';
import { diagnosticSource } from './problems';
import { isReadable, sizeText, stateMessage, tokensText } from './stateText';
import { isSureReference } from './sureReference';
import type { ReferenceTargets } from './targets';

const TITLE_LENGTH = 120;

/** What a reference leads to: its title, size and first lines, and what can be done. Nothing outside of the workspace is read for it. */
export class ReferenceHover {
  readonly #app: App;
  readonly #targets: ReferenceTargets;

  constructor(app: App, targets: ReferenceTargets) {
    this.#app = app;
    this.#targets = targets;
  }

  async provide(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.Hover | undefined> {
    const reference = referenceAt(this.#app, document, document.offsetAt(position));
    if (!reference) return undefined;
    const mention: Mention = { document, reference, context: referenceContext(document.uri) };
    const target = await this.#targets.get(reference, mention.context);
    if (token.isCancellationRequested || !isSureReference(reference, target.state)) return undefined;
    const paragraphs = [await this.#heading(mention, target)];
    const state = isReported(document, position) ? undefined : stateMessage(reference, target);
    if (state !== undefined) paragraphs.push(plainMarkdown(state));
    if (isReadable(target.state)) paragraphs.push(await this.#beginning(mention, target));
    paragraphs.push(actionsFor(mention, target));
    if (token.isCancellationRequested) return undefined;
    const content = new vscode.MarkdownString(paragraphs.filter((one) => one !== '').join('\n\n'));
    content.isTrusted = { enabledCommands: [referenceCommand] };
    return new vscode.Hover(content, rangeOfReference(document, reference));
  }

  async #heading(mention: Mention, target: ReferenceTarget): Promise<string> {
    const readable = isReadable(target.state);
    const title = readable ? await this.#app.references.titleOf(target.uri) : nameOf(mention);
    const facts = [plainMarkdown(labelOf(target.uri, mention.context))];
    if (target.size !== undefined && target.state !== 'directory') facts.push(plainMarkdown(sizeText(target.size)));
    const tokens = readable ? await this.#targets.tokensOf(target, mention.reference.fragment) : undefined;
    if (tokens !== undefined) facts.push(plainMarkdown(tokensText(tokens)));
    return `**${plainMarkdown(singleLine(title, TITLE_LENGTH))}**\n\n${facts.join(' · ')}`;
  }

  async #beginning({ reference }: Mention, { uri }: ReferenceTarget): Promise<string> {
    const text = await this.#app.references.read(uri).catch(() => '');
    const named = linesOfFragment(text, reference.fragment);
    // Of the frontmatter the title says enough.
    const lines = firstLines(named === text ? text.slice(findBlock(text)?.bodyStart ?? 0).trimStart() : named);
    return lines === '' ? '' : fencedBlock(lines, languageOf(uri)).join('\n');
  }
}

/** The editor shows the problem at that place in the same hover. */
function isReported(document: vscode.TextDocument, position: vscode.Position): boolean {
  return vscode.languages.getDiagnostics(document.uri).some(({ source, range }) => source === diagnosticSource && range.contains(position));
}

function actionsFor(mention: Mention, { state }: ReferenceTarget): string {
  const link = (action: MentionAction, label: string): string => `[${plainMarkdown(label)}](${commandUri(action, mention).toString()})`;
  const open = (): string => link('open', vscode.l10n.t('Open'));
  switch (state) {
    case 'ok':
    case 'ignored':
      return [open(), link('preview', vscode.l10n.t('Preview')), link('inline', vscode.l10n.t('Inline contents'))].join(' · ');
    case 'directory':
      return link('open', vscode.l10n.t('Reveal folder'));
    case 'missing':
      return link('fix', vscode.l10n.t('Fix…'));
    case 'outside':
      return link('allow', vscode.l10n.t('Allow reading…'));
    case 'tooLarge':
    case 'binary':
      return open();
    case 'unreadable':
      return '';
  }
}
