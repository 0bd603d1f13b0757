import { element } from './dom';

interface MenuItem {
  readonly label: string;
  /** The whole of what the label shows a part of. */
  readonly title: string;
  readonly run: () => void;
}

/** A button that opens a list of things to choose from, as a menu that the keyboard moves in. */
export function menuButton(button: HTMLButtonElement, label: string, items: () => readonly MenuItem[]): HTMLElement {
  const holder = element('span', { class: 'menu-holder' }, button);
  let menu: HTMLElement | undefined;
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');

  const close = (): void => {
    // Removing it takes the focus out of it, which closes it again.
    const open = menu;
    menu = undefined;
    open?.remove();
    button.setAttribute('aria-expanded', 'false');
  };
  const open = (): void => {
    const entries = items().map(({ label: text, title, run }) => {
      const entry = element('button', { type: 'button', role: 'menuitem', tabindex: -1, title }, text);
      entry.addEventListener('click', () => {
        button.focus();
        close();
        run();
      });
      return entry;
    });
    menu = element('div', { class: 'menu', role: 'menu', 'aria-label': label }, ...entries);
    menu.addEventListener('keydown', (event) => moveOrClose(event, entries, close, button));
    holder.append(menu);
    button.setAttribute('aria-expanded', 'true');
    entries[0]?.focus();
    menu.scrollIntoView({ block: 'nearest' });
  };
  button.addEventListener('click', () => (menu ? close() : open()));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || menu) return;
    event.preventDefault();
    open();
  });
  holder.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && holder.contains(relatedTarget))) close();
  });
  return holder;
}

function moveOrClose(event: KeyboardEvent, entries: readonly HTMLButtonElement[], close: () => void, button: HTMLButtonElement): void {
  const index = entries.findIndex((entry) => entry === document.activeElement);
  const target: Partial<Record<string, number>> = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: entries.length - 1 };
  const next = target[event.key];
  if (next !== undefined) entries.at(next % entries.length)?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') {
    button.focus();
    close();
    if (event.key === 'Tab') return;
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
