import * as vscode from 'vscode';
import type { DocumentMove, Suggestions } from '../../../core/ai/ai';
import { DisposableStore } from '../../../core/util/dispose';
import type { Stage } from './openReview';

interface Applied {
  /** Of the document. */
  uri: string;
  readonly id: string;
  readonly stages: readonly Stage[];
}

/** Reviews that are remembered. */
const MAX_APPLIED = 10;

/** Suggestions whose edits were accepted: one whose edits are all undone can be applied again, and counts as applied when they are redone. */
export class AppliedEdits extends DisposableStore {
  readonly #suggestions: Suggestions;
  #applied: readonly Applied[] = [];

  constructor(suggestions: Suggestions) {
    super();
    this.#suggestions = suggestions;
    this.add(suggestions.onDidMove((move) => this.#moved(move)));
    this.add(vscode.workspace.onDidChangeTextDocument(({ document, reason }) => reason !== undefined && this.#look(document)));
  }

  /** @param stages of the review, which is over */
  note(uri: string, id: string, stages: readonly Stage[]): void {
    this.#applied = [...this.#applied, { uri, id, stages }].slice(-MAX_APPLIED);
  }

  #look(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    const here = this.#applied.filter((each) => each.uri === uri);
    if (here.length === 0) return;
    const text = document.getText();
    for (const { id, stages } of here) {
      const stage = stages.find(({ review }) => review.text === text);
      const state = this.#suggestions.of(uri).suggestions.find((each) => each.id === id)?.state;
      if (stage?.accepted === 0 && state === 'applied') this.#suggestions.update(uri, id, { state: 'pending' });
      else if (stage && stage.accepted > 0 && state === 'pending') this.#suggestions.update(uri, id, { state: 'applied' });
    }
  }

  #moved({ from, to }: DocumentMove): void {
    for (const each of this.#applied) if (each.uri === from) each.uri = to;
  }
}
