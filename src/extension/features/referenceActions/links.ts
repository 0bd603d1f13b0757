import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { FileReference, ReferenceTarget } from '../../../core/references/reference';
import { referenceContext, referencesOf } from '../../documentReferences';
import { commandUri } from './mention';
import { isSureReference } from './sureReference';
import type { ReferenceTargets } from './targets';

/** Makes references links: all four syntaxes, and Markdown links where VS Code itself would open something else. */
export class ReferenceLinks {
  readonly #app: App;
  readonly #targets: ReferenceTargets;

  constructor(app: App, targets: ReferenceTargets) {
    this.#app = app;
    this.#targets = targets;
  }

  async provide(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.DocumentLink[]> {
    const references = referencesOf(this.#app, document);
    const context = referenceContext(document.uri);
    const targets = await this.#targets.getAll(references, context, () => token.isCancellationRequested);
    if (token.isCancellationRequested || document.isClosed) return [];
    return references.flatMap((reference, index) => {
      const target = targets[index];
      if (!target || !isOurs(document, reference, target)) return [];
      const span = reference.syntax === 'link' ? [reference.pathStart, reference.pathEnd] as const : [reference.start, reference.end] as const;
      // By command: what lies outside is asked for, and a heading is found, when the link is followed.
      const link = new vscode.DocumentLink(
        new vscode.Range(document.positionAt(span[0]), document.positionAt(span[1])),
        commandUri('open', { document, reference, context }),
      );
      link.tooltip = target.state === 'outside' ? vscode.l10n.t('Open a file outside of the workspace') : vscode.l10n.t('Open {0}', reference.path);
      return link;
    });
  }
}

function isOurs(document: vscode.TextDocument, reference: FileReference, target: ReferenceTarget): boolean {
  if (!isSureReference(reference, target.state) || target.state === 'unreadable') return false;
  if (reference.syntax !== 'link' || document.languageId !== 'markdown') return target.state !== 'missing';
  if (target.state === 'outside') return true;
  return target.state !== 'missing' && target.uri !== builtInTarget(document, reference.path)?.toString();
}

/** Where the Markdown support of VS Code looks for a link: beside the document, or below the root folder. */
function builtInTarget({ uri }: vscode.TextDocument, path: string): vscode.Uri | undefined {
  if (uri.scheme === 'untitled') return undefined;
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  return path.startsWith('/') ? root && vscode.Uri.joinPath(root, path) : vscode.Uri.joinPath(uri, '..', path);
}
