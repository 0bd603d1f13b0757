import type { Locator, Page } from 'playwright-core';

/** An item of the status bar. */
export class StatusItem {
  readonly #page: Page;
  readonly #id: string;

  /** @param id as in `createStatusBarItem`, of this extension */
  constructor(page: Page, id: string) {
    this.#page = page;
    this.#id = id;
  }

  get locator(): Locator {
    return this.#page.locator(`.statusbar-item[id="promptstack.promptstack.${this.#id}"]`);
  }

  /** Without its icons; `undefined` while it is not shown. */
  async text(): Promise<string | undefined> {
    return (await this.locator.isVisible()) ? (await this.locator.innerText()).replaceAll('\u00a0', ' ').trim() : undefined;
  }

  /** Names of its icons, such as `check`. */
  async icons(): Promise<readonly string[]> {
    const classes = await this.locator.locator('.codicon').evaluateAll((icons) => icons.map((icon) => icon.getAttribute('class') ?? ''));
    return classes.flatMap((name) => /codicon-(?!modifier)([a-z-]+)/.exec(name)?.[1] ?? []);
  }

  /** The colour that it is marked with. */
  async severity(): Promise<'none' | 'warning' | 'error'> {
    const name = (await this.locator.getAttribute('class')) ?? '';
    if (name.includes('error-kind')) return 'error';
    return name.includes('warning-kind') ? 'warning' : 'none';
  }

  /** What a screen reader says. */
  async spoken(): Promise<string> {
    return (await this.locator.locator('[aria-label]').first().getAttribute('aria-label')) ?? '';
  }

  async click(): Promise<void> {
    await this.locator.locator('a').first().click();
  }
}
