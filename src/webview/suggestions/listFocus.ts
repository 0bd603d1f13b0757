/** Where the keyboard is among the items, so that it stays there whatever is drawn anew. */
export class ListFocus {
  readonly #main: HTMLElement;
  readonly #select: (id: string) => void;
  #current = '';
  /** The mouse brings the focus, and to where it is. */
  #isPressed = false;

  /** @param select is called with the id of the item that the focus came to */
  constructor(main: HTMLElement, select: (id: string) => void) {
    this.#main = main;
    this.#select = select;
    main.addEventListener('focusin', ({ target }) => {
      const id = itemOf(target)?.dataset['id'];
      if (id !== undefined) select(id);
    });
    window.addEventListener('pointerdown', () => {
      this.#isPressed = true;
      setTimeout(() => (this.#isPressed = false));
    });
    // Who comes by the keyboard goes on at the same place.
    window.addEventListener('focus', () => {
      if (!this.#isPressed && (document.activeElement ?? document.body) === document.body) this.#restore();
    });
  }

  /** Draws, and gives the focus to what took the place of what had it. */
  keepWhile(current: string, draw: () => void): void {
    const active = document.activeElement;
    const wasInside = active !== null && this.#main.contains(active);
    draw();
    this.#current = current;
    if (!wasInside || (active?.isConnected && document.activeElement === active)) return;
    // Otherwise the focus is in the editor, and is not to be taken from there.
    if (document.hasFocus()) this.#restore();
  }

  move(where: 'next' | 'previous' | 'first' | 'last'): void {
    const items = this.#items();
    const index = items.findIndex(({ dataset }) => dataset['id'] === this.#current);
    const target = { next: Math.min(index + 1, items.length - 1), previous: Math.max(index - 1, 0), first: 0, last: items.length - 1 }[where];
    this.#focusItem(items[target]);
  }

  /** To a button of an item, named by its class; nothing happens when it has none. */
  toButton(id: string, name: string): void {
    const item = this.#items().find(({ dataset }) => dataset['id'] === id);
    item?.querySelector<HTMLElement>(`button.${name}`)?.focus();
  }

  /** @returns `undefined` outside of the list */
  placeOf({ target }: Event): 'item' | 'button' | 'diff' | undefined {
    const item = itemOf(target);
    if (!item) return undefined;
    if (item === target) return 'item';
    return target instanceof Element && target.closest('.diff') ? 'diff' : 'button';
  }

  /** Puts the focus into the list, or to the first button where there is none. */
  #restore(): void {
    const item = this.#items().find(({ dataset }) => dataset['id'] === this.#current);
    if (item) this.#focusItem(item);
    else this.#main.querySelector<HTMLElement>('vscode-button:not([disabled])')?.focus();
  }

  #focusItem(item: HTMLElement | undefined): void {
    if (!item) return;
    this.#select(item.dataset['id'] ?? '');
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest' });
  }

  #items(): readonly HTMLElement[] {
    return [...this.#main.querySelectorAll<HTMLElement>('.list > li')];
  }
}

function itemOf(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element ? target.closest<HTMLElement>('.list > li') : null) ?? undefined;
}
