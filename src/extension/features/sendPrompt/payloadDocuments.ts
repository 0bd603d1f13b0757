import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/util/dispose';
import type { Host } from '../../host';
import { lensTitle } from '../../lensTitle';
import { forLabel } from '../../messageText';
import { numberText, tokensText } from '../../numberText';
import type { Outgoing, Sending } from './sending';
import { tokensOfContextText } from './sendTexts';

const scheme = 'promptstack-payload';

interface Shown {
  readonly sending: Sending;
  readonly outgoing: Outgoing;
}

/** Read-only documents of exactly what is sent, nothing more; what it is made of stands in lenses above its parts. */
export class PayloadDocuments extends DisposableStore {
  readonly #host: Host;
  readonly #shown = new Map<string, Shown>();
  #count = 0;

  constructor(host: Host) {
    super();
    this.#host = host;
    this.add(vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: (uri) => this.#text(uri) }));
    this.add(vscode.languages.registerCodeLensProvider({ scheme }, { provideCodeLenses: (document) => this.#lenses(document) }));
    this.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString())));
  }

  /** What such a document shows; `undefined` for other documents. */
  sendingOf(uri: string): Sending | undefined {
    return this.#shown.get(uri)?.sending;
  }

  async show(sending: Sending, outgoing: Outgoing): Promise<void> {
    const name = sending.subject.name.replace(/[\\/\s]+/g, ' ').slice(0, 60);
    const title = vscode.l10n.t('{0} (as it is sent)', name);
    // Plain text: references, placeholders and the like mean nothing any more in what is sent.
    const uri = vscode.Uri.from({ scheme, path: `/${title}.txt`, query: String(++this.#count) });
    this.#shown.set(uri.toString(), { sending, outgoing });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  #text(uri: vscode.Uri): string {
    return this.#shown.get(uri.toString())?.outgoing.payload.text ?? vscode.l10n.t('This preview is no longer there. Ask for it again.');
  }

  #lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const shown = this.#shown.get(document.uri.toString());
    if (!shown) return [];
    const { payload, masked, secrets } = shown.outgoing;
    const lens = (offset: number, title: string, command = '', ...args: readonly unknown[]): vscode.CodeLens => {
      const { line } = document.positionAt(offset);
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: [...args] });
    };
    const total = tokensOfContextText(payload.tokens, this.#host.setting('promptstack.context.tokens'));
    return [
      lens(0, lensTitle('send', vscode.l10n.t('Send…')), 'promptstack.sendComposition', document.uri.toString()),
      lens(0, vscode.l10n.t('All: {0}', total)),
      ...(masked > 0 ? [lens(0, lensTitle('eye-closed', vscode.l10n.t('Masked secrets: {0}', numberText(masked))))] : []),
      ...(secrets.length > 0 ? [lens(0, lensTitle('warning', vscode.l10n.t('Secrets: {0}', numberText(secrets.length))))] : []),
      ...payload.parts.map(({ kind, label, start, tokens }) =>
        lens(start, kind === 'composition' ? lensTitle('note', vscode.l10n.t('Text: {0}', tokensText(tokens))) : lensTitle('file', vscode.l10n.t('{0}: {1}', forLabel(label), tokensText(tokens)))),
      ),
    ];
  }
}
