import { element, growWithText } from '../dom';

/** What a value is typed into. Its `input` events tell of every change. */
export interface Control {
  readonly element: HTMLElement;
  /** The items of a list; of a text, the text as the only one. */
  value(): readonly string[];
  /** Adds text where the cursor was. */
  insert(text: string): void;
  /** Takes a value of before: a text replaces what is there, which undo brings back; the items of a list join those that are there. */
  recall(previous: string): void;
  focus(): void;
}

export class TextControl implements Control {
  readonly element: HTMLTextAreaElement;

  constructor(id: string, text: string, describedBy: string) {
    this.element = element('textarea', { id, rows: 1, spellcheck: 'false', 'aria-describedby': describedBy });
    this.element.value = text;
    growWithText(this.element);
  }

  value(): readonly string[] {
    return [this.element.value];
  }

  insert(text: string): void {
    this.element.focus();
    typeText(this.element, text);
  }

  recall(previous: string): void {
    this.element.focus();
    this.element.select();
    typeText(this.element, previous);
  }

  focus(): void {
    this.element.focus();
  }
}

/** Replaces the selection as typing does, so that undo knows of it. */
export function typeText(area: HTMLTextAreaElement, text: string): void {
  // The only way to reach the undo history of a text area.
  if (text !== '' && document.execCommand('insertText', false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}
