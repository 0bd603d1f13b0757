import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { ReferenceTarget } from '../../../core/references/reference';
import { rangeOfReference, referenceContext, referencesOf } from '../../documentReferences';
import { commandFor, type Mention, type MentionAction } from './mention';
import { isReadable, stateLabel, tokensText } from './stateText';
import { isSureReference } from './sureReference';
import type { ReferenceTargets } from './targets';

/** How long lenses wait for the targets of a document before they show what is known, in milliseconds. */
const PATIENCE = 200;

interface Known {
  readonly mention: Mention;
  /** `undefined` while it is not known. */
  readonly target: ReferenceTarget | undefined;
}

/** One lens; its text, when there is none yet, is the tokens of its line. */
class ReferenceLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly known: readonly Known[],
    command?: vscode.Command,
  ) {
    super(range, command);
  }
}

/**
 * What can be done with the references of a line, above it. Several of them share one row, whose entries ask which one is meant, so that
 * a line never gets more than six.
 */
export class ReferenceLenses {
  readonly #app: App;
  readonly #targets: ReferenceTargets;
  readonly #refresh: () => void;

  /** @param refresh asks the editor to ask again */
  constructor(app: App, targets: ReferenceTargets, refresh: () => void) {
    this.#app = app;
    this.#targets = targets;
    this.#refresh = refresh;
  }

  async provide(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const references = referencesOf(this.#app, document);
    if (references.length === 0) return [];
    const context = referenceContext(document.uri);
    const { version } = document;
    const looked = this.#targets.getAll(references, context, () => token.isCancellationRequested || document.isClosed);
    if (!(await soon(looked))) void looked.then(() => !token.isCancellationRequested && this.#refresh());
    if (token.isCancellationRequested || document.version !== version) return [];
    const lines = new Map<number, Known[]>();
    for (const reference of references) {
      const target = this.#targets.peek(reference, context);
      if (target ? !isSureReference(reference, target.state) : reference.syntax === 'at') continue;
      const { line } = document.positionAt(reference.start);
      const onLine = lines.get(line) ?? [];
      if (onLine.length === 0) lines.set(line, onLine);
      onLine.push({ mention: { document, reference, context }, target });
    }
    return [...lines.values()].flatMap(lensesOfLine);
  }

  /** Counts tokens, which needs the text of files; everything else came with the lens. */
  async resolve(lens: vscode.CodeLens, token: vscode.CancellationToken): Promise<vscode.CodeLens> {
    if (!(lens instanceof ReferenceLens) || lens.command) return lens;
    let sum = 0;
    for (const { mention, target: known } of lens.known) {
      if (token.isCancellationRequested) return lens;
      const target = known ?? (await this.#targets.get(mention.reference, mention.context));
      if (isReadable(target.state)) sum += (await this.#targets.tokensOf(target, mention.reference.fragment)) ?? 0;
    }
    lens.command = text(tokensText(sum), vscode.l10n.t('Estimated length of the contents for a language model'));
    return lens;
  }
}

function lensesOfLine(all: readonly Known[]): ReferenceLens[] {
  const [first] = all;
  if (!first) return [];
  const range = rangeOfReference(first.mention.document, first.mention.reference);
  const act = (action: MentionAction, title: string, tooltip?: string): ReferenceLens =>
    new ReferenceLens(range, all, { title, tooltip, ...commandFor(action, first.mention, all.length > 1) });
  const say = (title: string): ReferenceLens => new ReferenceLens(range, all, text(title, first.mention.reference.path));
  const tokens = (): ReferenceLens => new ReferenceLens(range, all);
  return all.length > 1 ? severalLenses(all, act, tokens) : oneLens(first, act, say, tokens);
}

type Act = (action: MentionAction, title: string, tooltip?: string) => ReferenceLens;

function oneLens({ mention, target }: Known, act: Act, say: (title: string) => ReferenceLens, tokens: () => ReferenceLens): ReferenceLens[] {
  const { path } = mention.reference;
  const open = (): ReferenceLens => act('open', vscode.l10n.t('Open'), path);
  const label = target && stateLabel(target);
  const said = label === undefined ? [] : [say(label)];
  switch (target?.state) {
    case 'missing':
      return [...said, act('fix', vscode.l10n.t('Fix…'), vscode.l10n.t('Choose another file, create it, or remove the link'))];
    case 'outside':
      return [...said, act('allow', vscode.l10n.t('Allow reading…'), path)];
    case 'directory':
      return [act('open', vscode.l10n.t('Reveal folder'), path)];
    case 'unreadable':
      return said;
    case 'tooLarge':
    case 'binary':
      return [open(), ...said];
    case 'ok':
    case 'ignored':
    case undefined:
      return [open(), act('preview', vscode.l10n.t('Preview'), path), tokens(), act('inline', vscode.l10n.t('Inline contents'), path), ...said];
  }
}

function severalLenses(all: readonly Known[], act: Act, tokens: () => ReferenceLens): ReferenceLens[] {
  const are = (...states: readonly (string | undefined)[]): boolean => all.some(({ target }) => states.includes(target?.state));
  const lenses: ReferenceLens[] = [];
  const missing = all.filter(({ target }) => target?.state === 'missing').length;
  if (missing > 0) lenses.push(act('fix', vscode.l10n.t('Fix {0} of {1}…', missing, all.length), vscode.l10n.t('Some of these files were not found')));
  if (are('outside')) lenses.push(act('allow', vscode.l10n.t('Allow reading…'), vscode.l10n.t('Some of these files are outside of the workspace')));
  if (!are('ok', 'ignored', 'directory', 'tooLarge', 'binary', undefined)) return lenses;
  lenses.push(act('open', vscode.l10n.t('Open…')));
  if (are('ok', 'ignored', undefined)) {
    lenses.push(act('preview', vscode.l10n.t('Preview…')), tokens(), act('inline', vscode.l10n.t('Inline contents…')));
  }
  return lenses;
}

/** A lens that says something and does nothing. */
function text(title: string, tooltip: string): vscode.Command {
  return { title, tooltip, command: '' };
}

async function soon(work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE)));
  const done = await Promise.race([work.then(() => true), patience]);
  clearTimeout(timer);
  return done;
}
