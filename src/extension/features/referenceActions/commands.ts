import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { ReferenceTarget } from '../../../core/references/reference';
import { estimateTokens } from '../../../core/ai/tokens';
import { FileSystemError } from '../../../core/ports/fileSystem';
import { forLabel, forMessage } from '../../messageText';
import { askToReadOutside } from '../../outsideAccess';
import { apply, createFile } from './edits';
import { linesOfFragment } from '../../../core/references/fragment';
import { browse, fixMissing, removeLink } from './fixPick';
import { inlineReplacements } from './inlineContents';
import { asMentionPlace, findAgain, findMentions, type Mention, type MentionAction, nameOf } from './mention';
import { openTarget, previewTarget } from './openTarget';
import { isReadable, stateLabel, stateMessage, tokensText } from './stateText';
import type { ReferenceTargets } from './targets';

/** Contents estimated above this many tokens are put into a prompt only after a question. */
const MANY_TOKENS = 20_000;

/** A mention and where it leads now. */
interface Found {
  readonly mention: Mention;
  readonly target: ReferenceTarget;
}

/** Runs what lenses, links and hovers offer. */
export class ReferenceCommands {
  readonly #app: App;
  readonly #targets: ReferenceTargets;

  constructor(app: App, targets: ReferenceTargets) {
    this.#app = app;
    this.#targets = targets;
  }

  /** @param value what the caller passed; anything but the place of a reference in an open document does nothing */
  async run(value: unknown): Promise<void> {
    const place = asMentionPlace(value);
    if (!place) return;
    const mentions = findMentions(this.#app, place);
    const found = await Promise.all(mentions.map(async (mention) => ({ mention, target: await this.#targets.get(mention.reference, mention.context) })));
    const fitting = found.filter(({ target }) => fits(place.action, target));
    if (mentions.length === 0) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('The reference is no longer in the document.'), 4000);
      return;
    }
    const chosen = await choose(place.action, fitting.length > 0 ? fitting : found);
    if (chosen) await this.#act(place.action, chosen);
  }

  async #act(action: MentionAction, { mention, target }: Found): Promise<void> {
    switch (action) {
      case 'unlink':
        return removeLink(this.#app, mention);
      case 'choose':
        return browse(this.#app, mention);
      case 'fix':
        return fixMissing(this.#app, this.#targets, mention);
      case 'create':
        return target.state === 'missing' ? createFile(this.#app, target, mention.context) : this.#use('open', mention, target);
      case 'allow':
        if (target.state === 'outside') await askToReadOutside(this.#app, target.uri);
        return;
      case 'open':
      case 'preview':
      case 'inline':
        return this.#use(action, mention, target);
    }
  }

  async #use(action: 'open' | 'preview' | 'inline', mention: Mention, known: ReferenceTarget): Promise<void> {
    const target = await this.#allowed(mention, known);
    if (!target) return;
    if (target.state === 'missing') return fixMissing(this.#app, this.#targets, mention);
    if (action === 'open' && target.state !== 'unreadable') return openTarget(target, mention.reference);
    if (!isReadable(target.state)) {
      const why = stateMessage(mention.reference, target) ?? vscode.l10n.t('"{0}" is a folder.', mention.reference.path);
      void vscode.window.showWarningMessage(forMessage(why));
      return;
    }
    if (action === 'preview') return previewTarget(target, mention.reference);
    await this.#inline(mention, target);
  }

  /** What an outside target is once the user said yes; `undefined` when they did not. */
  async #allowed({ reference, context }: Mention, target: ReferenceTarget): Promise<ReferenceTarget | undefined> {
    if (target.state !== 'outside') return target;
    return (await askToReadOutside(this.#app, target.uri)) ? this.#app.references.resolve(reference, context) : undefined;
  }

  async #inline(mention: Mention, target: ReferenceTarget): Promise<void> {
    let text: string;
    try {
      text = linesOfFragment(await this.#app.references.read(target.uri), mention.reference.fragment);
    } catch (error) {
      if (!FileSystemError.is(error)) throw error;
      void vscode.window.showWarningMessage(forMessage(vscode.l10n.t('"{0}" cannot be read. Check its permissions.', mention.reference.path)));
      return;
    }
    const tokens = estimateTokens(text);
    if (tokens > MANY_TOKENS && !(await wantsMany(mention, tokens))) return;
    const now = findAgain(this.#app, mention);
    if (now) await apply(now.document, inlineReplacements(now.document.getText(), now.reference, text));
  }
}

/** Whether an action means something for what a reference leads to; of several on a line, only those are offered. */
function fits(action: MentionAction, { state }: ReferenceTarget): boolean {
  switch (action) {
    case 'fix':
    case 'create':
      return state === 'missing';
    case 'allow':
      return state === 'outside';
    case 'preview':
    case 'inline':
      return isReadable(state) || state === 'outside';
    case 'open':
      return state !== 'missing' && state !== 'unreadable';
    case 'choose':
    case 'unlink':
      return true;
  }
}

async function choose(action: MentionAction, found: readonly Found[]): Promise<Found | undefined> {
  if (found.length === 1) return found[0];
  const items = found.map((one) => ({
    label: forLabel(nameOf(one.mention)),
    description: forLabel(one.mention.reference.path),
    detail: stateLabel(one.target),
    one,
  }));
  return (await vscode.window.showQuickPick(items, { title: questionFor(action), matchOnDescription: true }))?.one;
}

function questionFor(action: MentionAction): string {
  switch (action) {
    case 'open':
      return vscode.l10n.t('Open Which File?');
    case 'preview':
      return vscode.l10n.t('Preview Which File?');
    case 'inline':
      return vscode.l10n.t('Inline the Contents of Which File?');
    case 'allow':
      return vscode.l10n.t('Allow Reading Which File?');
    case 'fix':
    case 'choose':
    case 'create':
    case 'unlink':
      return vscode.l10n.t('Fix Which Reference?');
  }
}

async function wantsMany(mention: Mention, tokens: number): Promise<boolean> {
  const inline = vscode.l10n.t('Inline Contents');
  const message = vscode.l10n.t('"{0}" has {1}. Put all of it into the document?', mention.reference.path, tokensText(tokens));
  return (await vscode.window.showWarningMessage(message, { modal: true }, inline)) === inline;
}
