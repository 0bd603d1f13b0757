import type { Locator, Page } from 'playwright-core';

interface QuickInputItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly focused: boolean;
}

/** The list or input on top of the window. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }

  get input(): Locator {
    return this.widget.locator('.quick-input-box input').first();
  }

  /** Replaces what is typed. */
  async type(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  /** Types into an input that may be about to open. @returns whether a row with that label came in time, milliseconds */
  async find(text: string, label: string, timeout: number): Promise<boolean> {
    const found = async (): Promise<void> => {
      await this.input.waitFor({ timeout });
      await this.input.fill(text, { timeout });
      await this.row(label).waitFor({ timeout });
    };
    return found().then(() => true, () => false);
  }

  async value(): Promise<string> {
    return this.input.inputValue();
  }

  async title(): Promise<string> {
    return this.widget.locator('.quick-input-title').innerText();
  }

  /** The line below an input: its prompt or what is wrong with the value. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  /** The rows that are on screen. */
  async items(): Promise<readonly QuickInputItem[]> {
    return this.widget.locator('.quick-input-list .monaco-list-row').evaluateAll((rows) =>
      rows
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => {
          const first = row.querySelector('.quick-input-list-row');
          return {
            label: first?.querySelector('.label-name')?.textContent ?? '',
            description: first?.querySelector('.label-description')?.textContent ?? '',
            detail: row.querySelector('.quick-input-list-label-meta')?.textContent ?? '',
            focused: row.classList.contains('focused'),
          };
        }),
    );
  }

  async labels(): Promise<readonly string[]> {
    return (await this.items()).map((item) => item.label);
  }

  /** The row with that label; the first that contains it when none has exactly it. */
  row(label: string): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first();
  }

  /** Picks the row with that label. In a list that allows several: ticks it. */
  async choose(label: string): Promise<void> {
    const rows = this.widget.locator('.quick-input-list .monaco-list-row');
    const exact = rows.filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) });
    await rows.filter({ hasText: label }).first().waitFor();
    await ((await exact.count()) > 0 ? exact : rows.filter({ hasText: label })).first().click();
  }

  /** Clicks a button of the title bar (`Back`) by its tooltip. */
  async pressButton(name: string): Promise<void> {
    await this.widget.locator('.quick-input-titlebar').getByRole('button', { name }).click();
  }

  /** Clicks a button of a row by its tooltip. */
  async pressItemButton(label: string, name: string): Promise<void> {
    await this.row(label).hover();
    await this.row(label).getByRole('button', { name }).click();
  }

  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.gone();
  }

  /** Waits until it is closed. */
  async gone(): Promise<void> {
    await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }
}
