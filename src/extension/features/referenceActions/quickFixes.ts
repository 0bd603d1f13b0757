import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { ReferenceTarget } from '../../../core/references/reference';
import { isInside } from '../../../core/util/uri';
import { rangeOfReference, referenceContext, referencesOf } from '../../documentReferences';
import { editOf, labelOf, mayCreate, retarget, unlink } from './edits';
import { commandFor, type Mention, type MentionAction } from './mention';
import { diagnosticSource, problemCodes } from './problems';
import { isSureReference } from './sureReference';
import type { ReferenceTargets } from './targets';

/** Candidates offered for one missing file. */
const CANDIDATES = 3;
/** Missing files that are looked for at once; a document with more of them has been moved as a whole. */
const MAX_FIXED = 50;

interface Found {
  readonly mention: Mention;
  readonly target: ReferenceTarget;
}

/** Offers what mends a reference. Judges the text as it is at that moment, so that no edit is ever out of date. */
export class ReferenceFixes {
  readonly #app: App;
  readonly #targets: ReferenceTargets;

  constructor(app: App, targets: ReferenceTargets) {
    this.#app = app;
    this.#targets = targets;
  }

  async provide(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const references = referencesOf(this.#app, document);
    const here = references.filter((reference) => rangeOfReference(document, reference).intersection(range) !== undefined);
    if (here.length === 0) return [];
    const context = referenceContext(document.uri);
    const targets = await this.#targets.getAll(here, context, () => token.isCancellationRequested);
    const actions: vscode.CodeAction[] = [];
    for (const [index, reference] of here.entries()) {
      const target = targets[index];
      if (!target || !isSureReference(reference, target.state)) continue;
      const found: Found = { mention: { document, reference, context }, target };
      const shown = diagnostics.filter((one) => isAbout(one, found));
      for (const action of await this.#actionsFor(found)) {
        action.diagnostics = shown;
        actions.push(action);
      }
    }
    const anyMissing = targets.some(({ state }) => state === 'missing');
    const all = anyMissing && !token.isCancellationRequested ? await this.#fixAll(document, token) : undefined;
    if (all) actions.push(all);
    return token.isCancellationRequested ? [] : actions;
  }

  async #actionsFor(found: Found): Promise<readonly vscode.CodeAction[]> {
    const { mention, target } = found;
    const removal = editing(mention, vscode.l10n.t('Remove Link, Keep Text'), unlink(mention.document, mention.reference));
    switch (target.state) {
      case 'ok':
      case 'directory':
        return this.#madeRelative(found);
      case 'missing':
        return [
          ...(await this.#candidates(mention)),
          running(mention, 'choose', vscode.l10n.t('Choose Another File…')),
          ...(mayCreate(target, mention.context) ? [running(mention, 'create', vscode.l10n.t('Create "{0}"', labelOf(target.uri, mention.context)))] : []),
          removal,
        ];
      case 'ignored':
        return [running(mention, 'inline', vscode.l10n.t('Inline Contents Instead')), ...this.#madeRelative(found)];
      case 'outside':
        return [running(mention, 'allow', vscode.l10n.t('Allow Reading…')), ...this.#madeRelative(found)];
      case 'tooLarge':
      case 'binary':
      case 'unreadable':
        return [removal];
    }
  }

  async #candidates(mention: Mention): Promise<readonly vscode.CodeAction[]> {
    const hits = await this.#app.references.candidatesFor(mention.reference, mention.context, CANDIDATES);
    return hits.map(({ uri }) => {
      const action = editing(mention, vscode.l10n.t('Change to "{0}"', labelOf(uri, mention.context)), retarget(this.#app, mention, uri));
      action.isPreferred = hits.length === 1;
      return action;
    });
  }

  /** For an absolute path into the workspace: it means nothing on another machine. */
  #madeRelative({ mention, target }: Found): readonly vscode.CodeAction[] {
    if (!/^(?:[\\/]|[A-Za-z]:|file:|~)/.test(mention.reference.path)) return [];
    if (!mention.context.folders.some((folder) => isInside(target.uri, folder))) return [];
    const change = retarget(this.#app, mention, target.uri);
    if (change.newText === mention.document.getText().slice(change.start, change.end)) return [];
    return [editing(mention, vscode.l10n.t('Make Path Relative to the Workspace'), change)];
  }

  /** One action for every missing file of the document that can only mean one other; `undefined` when there are not several. */
  async #fixAll(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeAction | undefined> {
    const context = referenceContext(document.uri);
    const references = referencesOf(this.#app, document);
    const targets = await this.#targets.getAll(references, context, () => token.isCancellationRequested);
    const missing = references.filter((reference, index) => targets[index]?.state === 'missing' && isSureReference(reference, 'missing'));
    if (missing.length < 2) return undefined;
    const changes = [];
    for (const reference of missing.slice(0, MAX_FIXED)) {
      if (token.isCancellationRequested) return undefined;
      const [hit, another] = await this.#app.references.candidatesFor(reference, context, 2);
      if (hit && !another) changes.push(retarget(this.#app, { document, reference, context }, hit.uri));
    }
    if (changes.length < 2) return undefined;
    const action = new vscode.CodeAction(vscode.l10n.t('Fix All Broken References with One Candidate'), vscode.CodeActionKind.QuickFix);
    action.edit = editOf(document, changes);
    return action;
  }
}

function editing({ document }: Mention, title: string, change: Parameters<typeof editOf>[1][number]): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = editOf(document, [change]);
  return action;
}

function running(mention: Mention, action: MentionAction, title: string): vscode.CodeAction {
  const result = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  result.command = { title, ...commandFor(action, mention) };
  return result;
}

function isAbout(diagnostic: vscode.Diagnostic, { mention, target }: Found): boolean {
  const range = rangeOfReference(mention.document, mention.reference);
  return diagnostic.source === diagnosticSource && diagnostic.code === problemCodes[target.state] && range.contains(diagnostic.range);
}
