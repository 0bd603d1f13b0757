import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { AllowedSecrets } from '../../../core/ai/provider';
import { type PayloadPart, type ReferenceMode, type ResolvedPayload, resolvePayload, withTexts } from '../../../core/ai/send/resolvePayload';
import { maskAll, type SecretFinding } from '../../../core/ai/secrets';
import { findSecrets } from '../../../platform/node/ai/secretFinder';
import { withLateProgress } from '../../lateProgress';
import type { Subject } from './subject';

/** What a text would be sent as, and the secrets in it. */
export interface Resolved {
  readonly payload: ResolvedPayload;
  readonly secrets: readonly SecretFinding[];
}

/** Exactly what is sent. */
export interface Outgoing {
  /** With marks in the place of secrets where the user wants that. */
  readonly payload: ResolvedPayload;
  /** Secrets that were masked. */
  readonly masked: number;
  /** Secrets that stayed, as the user wants it. */
  readonly secrets: readonly SecretFinding[];
  /** The same, as the yes of the user to the one who gets them. */
  readonly allowed: AllowedSecrets;
}

/** One text on its way to be sent, with what the user chose for it. */
export class Sending {
  readonly subject: Subject;
  /** Of placeholders, for this sending alone. */
  readonly values = new Map<string, readonly string[]>();
  references: ReferenceMode;
  /** What becomes of secrets; `undefined`: the user is asked. */
  secrets: 'mask' | 'send' | undefined;
  /** Placeholders without a value are sent as they are. */
  isIncomplete = false;
  readonly #app: App;
  #resolved: { readonly key: string; readonly result: Promise<Resolved> } | undefined;

  constructor(app: App, subject: Subject, references: ReferenceMode) {
    this.#app = app;
    this.subject = subject;
    this.references = references;
  }

  /** The same one until something is chosen differently. @throws an `AbortError` when the user cancels */
  resolve(): Promise<Resolved> {
    const key = JSON.stringify([this.references, [...this.values]]);
    if (this.#resolved?.key !== key) this.#resolved = { key, result: withLateProgress(vscode.l10n.t('Reading the files to send'), (signal) => this.#resolve(signal)) };
    const { result } = this.#resolved;
    result.catch(() => {
      if (this.#resolved?.result === result) this.#resolved = undefined;
    });
    return result;
  }

  /**
   * @param secrets what becomes of them
   * @param destination who gets it
   */
  outgoing({ payload, secrets: found }: Resolved, secrets: 'mask' | 'send', destination: string): Outgoing {
    if (secrets === 'send') return { payload, masked: 0, secrets: found, allowed: { destination, secrets: found.map(({ start, end }) => payload.text.slice(start, end)) } };
    const masked = maskAll(payload.parts.map((part) => ({ text: part.text, findings: findingsIn(part, found) })));
    return { payload: withTexts(payload, masked.texts), masked: masked.count, secrets: [], allowed: { destination, secrets: [] } };
  }

  async #resolve(signal: AbortSignal): Promise<Resolved> {
    const { references, library } = this.#app;
    const { uri, text } = this.subject;
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.toString());
    const parts = { references, isPrompt: (file: string) => library.get(file) !== undefined || this.#app.history.isCompositionFile(file) };
    const payload = await resolvePayload(parts, { uri, text, folders, values: this.values, references: this.references, signal });
    return { payload, secrets: await findSecrets(payload.text) };
  }
}

/** With offsets of the part. */
function findingsIn({ start, text }: PayloadPart, findings: readonly SecretFinding[]): readonly SecretFinding[] {
  return findings
    .map((finding) => ({ ...finding, start: finding.start - start, end: finding.end - start }))
    .filter((finding) => finding.end > 0 && finding.start < text.length);
}
