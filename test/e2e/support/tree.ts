import type { Locator, Page } from 'playwright-core';

interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 is the top level. */
  readonly level: number;
  /** `undefined` for a row without children. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  /** What a screen reader says. */
  readonly accessibleName: string;
}

/** The tree view in the sidebar. */
export class Tree {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #rows(): Locator {
    return this.#page.locator('.part.sidebar .pane-body .monaco-list-row');
  }

  /** The rows that are on screen, from top to bottom. */
  async rows(): Promise<readonly TreeRow[]> {
    return this.#rows.evaluateAll((rows) =>
      rows
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => {
          const expanded = row.getAttribute('aria-expanded');
          return {
            label: row.querySelector('.label-name')?.textContent ?? '',
            description: row.querySelector('.label-description')?.textContent ?? '',
            level: Number(row.getAttribute('aria-level')),
            expanded: expanded === null ? undefined : expanded === 'true',
            selected: row.classList.contains('selected'),
            accessibleName: row.getAttribute('aria-label') ?? '',
          };
        }),
    );
  }

  async labels(): Promise<readonly string[]> {
    return (await this.rows()).map((row) => row.label);
  }

  /** The row with exactly that label. */
  row(label: string): Locator {
    return this.#rows.filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) }).first();
  }

  async expand(label: string): Promise<void> {
    await this.#toggle(label, 'false');
  }

  async collapse(label: string): Promise<void> {
    await this.#toggle(label, 'true');
  }

  async #toggle(label: string, from: 'true' | 'false'): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    const toggled = row.and(this.#page.locator(`[aria-expanded="${from === 'true' ? 'false' : 'true'}"]`));
    // While a library loads, rows move from under the mouse: a click that meant this one may have met another.
    for (let attempt = 1; (await row.getAttribute('aria-expanded')) === from; attempt++) {
      await row.locator('.monaco-tl-twistie').click();
      const isLast = attempt === 4;
      await toggled.waitFor(isLast ? {} : { timeout: 3000 }).catch((error: unknown) => {
        if (isLast) throw error;
      });
    }
  }

  async click(label: string): Promise<void> {
    await this.row(label).locator('.label-name').click();
  }

  /** Adds a row to the selection with Control and a click, which open nothing; the tree has the keyboard then. */
  async select(label: string): Promise<void> {
    const selected = this.row(label).and(this.#page.locator('.selected'));
    await this.row(label).waitFor();
    // A click in the moment when the rows are drawn anew selects nothing that stays.
    for (let attempt = 1; (await selected.count()) === 0; attempt++) {
      await this.row(label).click({ modifiers: ['Control'] });
      const isLast = attempt === 4;
      await selected.waitFor(isLast ? {} : { timeout: 3000 }).catch((error: unknown) => {
        if (isLast) throw error;
      });
    }
    await this.row(label).evaluate((row) => row.closest<HTMLElement>('.monaco-list')?.focus());
  }

  /** Clicks a button at the end of a row by its tooltip. */
  async pressInline(label: string, name: string): Promise<void> {
    await this.row(label).hover();
    await this.row(label).getByRole('button', { name }).click();
  }

  /** Picks entries of the context menu of a row, one for each level. */
  async pickFromMenu(label: string, ...entries: readonly string[]): Promise<void> {
    await this.row(label).locator('.label-name').click({ button: 'right' });
    for (const entry of entries) {
      await this.#menu(entry).waitFor();
      // A menu ignores the mouse for a moment after it opens, so that the click which opened it picks nothing.
      await this.#page.waitForTimeout(300);
      await this.#menu(entry).click();
    }
  }

  /** Opens the context menu of a row and closes it. @returns its entries */
  async menuOf(label: string): Promise<readonly string[]> {
    await this.row(label).locator('.label-name').click({ button: 'right' });
    const labels = this.#page.locator('.monaco-menu .action-label:not(.separator)');
    await labels.first().waitFor();
    const entries = await labels.evaluateAll((elements) => elements.map((each) => each.getAttribute('aria-label') ?? each.textContent));
    await this.#page.keyboard.press('Escape');
    return entries;
  }

  #menu(entry: string): Locator {
    return this.#page.locator('.monaco-menu .action-item').getByRole('menuitem', { name: entry, exact: true });
  }

  /** Clicks a button of the view's title bar by its tooltip; `…` opens more of them. */
  async pressTitleButton(name: string): Promise<void> {
    const title = this.#page.locator('.part.sidebar .composite.title, .part.sidebar .pane-header');
    await title.first().hover();
    await title.getByRole('button', { name }).first().click();
  }

  /** Picks an entry of the view's `…` menu, one for each level. */
  async pickFromTitleMenu(...entries: readonly string[]): Promise<void> {
    await this.pressTitleButton('Views and More Actions...');
    for (const entry of entries) await this.#menu(entry).click();
  }

  /** The text and buttons that the first empty view shows. */
  async welcome(): Promise<string> {
    return this.#page.locator('.part.sidebar .welcome-view-content').first().innerText();
  }
}
