import { linesOf } from '../numberedBody';
import type { LineSpan } from '../suggestion';
import { changesBetween, movedOver } from './lineChanges';
import { applyLineEdits, growth, joinedEdit, type LineEdit } from './lineEdits';
import { unifiedText } from './unifiedText';

/** One change of a proposal, which can be accepted or rejected by itself. */
interface Hunk extends LineEdit {
  /** Of this change and no other one of the review, whatever happens to the text. */
  readonly id: number;
}

/** Where a change stands in the proposed text: lines counted from 1; `last` is `first - 1` where lines go. */
export interface PlacedHunk extends LineSpan {
  readonly id: number;
  /** How many lines go. */
  readonly removed: number;
}

/** Edits that wait for a yes or no, on the text that they would change. Immutable. */
export class EditReview {
  /** Text of the document. */
  readonly text: string;
  /** Ascending; at least one line stays between any two. */
  readonly hunks: readonly Hunk[];
  readonly #nextId: number;
  #proposal: string | undefined;

  private constructor(text: string, hunks: readonly Hunk[], nextId: number) {
    this.text = text;
    this.hunks = hunks;
    this.#nextId = nextId;
  }

  /** @param edits ascending and disjoint, with a line that stays between any two of them */
  static of(text: string, edits: readonly LineEdit[]): EditReview {
    return new EditReview(
      text,
      edits.map((edit, id) => ({ ...edit, id })),
      edits.length,
    );
  }

  /** The text with all edits. */
  get proposal(): string {
    return (this.#proposal ??= applyLineEdits(this.text, this.hunks));
  }

  /** See {@link unifiedText}. */
  get unified(): string {
    return unifiedText(this.text, this.hunks);
  }

  placed(): readonly PlacedHunk[] {
    let shift = 0;
    return this.hunks.map((hunk) => {
      const first = hunk.first + shift;
      shift += growth(hunk);
      return { id: hunk.id, first, last: first + hunk.lines.length - 1, removed: hunk.last - hunk.first + 1 };
    });
  }

  /** The change was rejected. */
  without(id: number): EditReview {
    return new EditReview(
      this.text,
      this.hunks.filter((hunk) => hunk.id !== id),
      this.#nextId,
    );
  }

  /** @returns what is left once these changes are made, on the text with them */
  accepted(ids: readonly number[]): EditReview {
    const edits = this.hunks.filter(({ id }) => ids.includes(id));
    const rest = this.hunks.filter(({ id }) => !ids.includes(id));
    const moved = movedOver(rest, edits);
    // Changes have lines between them, so they cannot meet.
    const left = 'edits' in moved ? moved.edits : [];
    return this.#with(applyLineEdits(this.text, edits), rest, left);
  }

  /**
   * The same edits on what the text became meanwhile.
   * @returns `conflicts`: lines of the new text that were changed where the edits change them too
   */
  rebased(text: string): EditReview | { readonly conflicts: readonly LineSpan[] } {
    if (text === this.text) return this;
    const moved = movedOver(this.hunks, changesBetween(linesOf(this.text), linesOf(text)));
    return 'edits' in moved ? this.#with(text, this.hunks, moved.edits) : moved;
  }

  /** Changes between which no line is left become one, which nobody has seen before. */
  #with(text: string, hunks: readonly Hunk[], moved: readonly LineEdit[]): EditReview {
    const all: Hunk[] = [];
    let nextId = this.#nextId;
    hunks.forEach(({ id }, index) => {
      const edit = moved[index];
      if (!edit) return;
      const before = all.at(-1);
      if (before && edit.first <= before.last + 1) all[all.length - 1] = { ...joinedEdit(before, edit), id: nextId++ };
      else all.push({ ...edit, id });
    });
    return new EditReview(text, all, nextId);
  }
}
