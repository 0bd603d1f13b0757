import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { workFolder } from '../../../scripts/paths.mjs';
import { removeFolder } from '../../../scripts/scratch.mjs';
import { type CodeServer, createProfile, type Profile, quietSettings, startCodeServer, workbenchUrl, writeSettings } from '../../host/codeServer.mjs';
import { drag, type DragOptions } from './drag';
import { writeFiles } from './files';
import { QuickInput } from './quickInput';
import { type Theme, themes, themeSettings, writeMachineSettings } from './settings';
import { Tree } from './tree';

/*
 * Drives a real VS Code as a person would, with the packaged extension installed in a clean profile. Journeys use it through `journey`
 * (journey.ts), which starts and stops it and keeps a screenshot of a failure:
 *
 *   journey('inserts a prompt at the cursor', { files: { 'notes.md': '' } }, async (workbench) => {
 *     await workbench.openFile('notes.md');
 *     await workbench.runCommand('PromptStack: Insert Prompt');
 *     await workbench.quickInput.type('commit');
 *     await workbench.quickInput.choose('Commit Message');
 *     await expect.poll(() => workbench.editorText()).toContain('commit message');
 *     await workbench.screenshot('inserted');
 *   });
 *
 * Methods wait for what they act on. What they read is a moment's view: put it into `expect.poll(() => …)`, which waits up to 30 s.
 * Anything that is missing here can be done on `workbench.page`, a Playwright page; content of webviews is in `workbench.webview()`.
 * Run one alone with `npm run test:e2e -- <part of its name>`.
 */

export interface WorkbenchOptions {
  /** Files of the workspace by path, beside those of {@link workspace}. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Folder to copy as the workspace. Without it and without {@link files} the workspace has one empty `notes.md`. */
  readonly workspace?: string;
  /** Files of the user library (`~/.promptstack/data` of a home folder of its own) by path, there before the first start. */
  readonly library?: Readonly<Record<string, string | Uint8Array>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Default `dark`; see {@link Workbench.useTheme}. */
  readonly theme?: Theme;
  /** CSS pixels; default 1280 × 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Default true; false opens the workspace in restricted mode, with the question already answered. */
  readonly trust?: boolean;
}

const journeySettings = {
  'editor.wordBasedSuggestions': 'off',
  'files.autoSave': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
};

interface Parts {
  readonly server: CodeServer;
  readonly profile: Profile;
  readonly trust: boolean;
  readonly page: Page;
  readonly folder: string;
  readonly shots: string;
  readonly home: string;
  readonly workspace: string;
}

export class Workbench {
  #server: CodeServer;
  readonly #parts: Parts;
  readonly #folder: string;
  readonly #shots: string;

  readonly page: Page;
  /** The home folder that the extension sees. */
  readonly home: string;
  /** The user library, as a path. */
  readonly library: string;
  /** The workspace, as a path. */
  readonly workspace: string;
  /** The list or input on top of the window: palette, Quick Pick, input steps. */
  readonly quickInput: QuickInput;
  /** The PromptStack tree in the sidebar. */
  readonly tree: Tree;

  private constructor(parts: Parts) {
    this.#server = parts.server;
    this.#parts = parts;
    this.#folder = parts.folder;
    this.#shots = parts.shots;
    this.page = parts.page;
    this.home = parts.home;
    this.library = path.join(parts.home, '.promptstack', 'data');
    this.workspace = parts.workspace;
    this.quickInput = new QuickInput(parts.page);
    this.tree = new Tree(parts.page);
  }

  /**
   * Opens a window. The caller stops it.
   * @param name names the folder of the screenshots
   * @param browser where the window has a context of its own, as in a browser that nobody used before
   * @param extensionsFolder with the installed extension
   */
  static async start(name: string, browser: Browser, extensionsFolder: string, options: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = fs.mkdtempSync(path.join(path.dirname(extensionsFolder), 'journey-'));
    const profile = { ...createProfile(folder), extensions: extensionsFolder };
    const workspace = path.join(folder, 'workspace');
    fs.mkdirSync(workspace);
    if (options.workspace) fs.cpSync(options.workspace, workspace, { recursive: true });
    writeFiles(workspace, options.files ?? (options.workspace ? {} : { 'notes.md': '' }));
    writeFiles(path.join(profile.home, '.promptstack', 'data'), options.library ?? {});
    writeSettings(profile, { ...quietSettings, ...journeySettings, ...themeSettings, ...options.settings });
    writeMachineSettings(profile, options.settings ?? {});

    const shots = workFolder('screenshots', name.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase());
    fs.rmSync(shots, { recursive: true, force: true });
    const trust = options.trust ?? true;
    const server = await startCodeServer(profile, { trust });
    const { colorScheme, forcedColors } = themes[options.theme ?? 'dark'];
    let context: BrowserContext | undefined;
    try {
      context = await browser.newContext({
        viewport: options.viewport ?? { width: 1280, height: 800 },
        colorScheme,
        forcedColors,
        permissions: ['clipboard-read', 'clipboard-write'],
        // The server would compress its five megabytes of script anew for each window.
        extraHTTPHeaders: { 'Accept-Encoding': 'identity' },
      });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      const workbench = new Workbench({ server, profile, trust, page, folder, shots, home: profile.home, workspace });
      await workbench.#open();
      return workbench;
    } catch (error) {
      await context?.close();
      await server.stop();
      throw error;
    }
  }

  async #open(): Promise<void> {
    await this.page.goto(workbenchUrl(this.#server, { folder: this.workspace }));
    // The explorer is filled before contributions are registered, and an open palette does not refresh itself: wait for ours.
    await this.activityBarItem('PromptStack').waitFor({ timeout: 60_000 });
    await this.page.locator('.part.sidebar .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  /** Loads the window again, with everything that it kept. */
  async reload(): Promise<void> {
    await this.#open();
  }

  /** Kills everything but the browser, as a crash would, and opens the window again. @param meanwhile runs in between */
  async crash(meanwhile: () => void = () => undefined): Promise<void> {
    await this.#server.kill();
    await this.#server.stop();
    meanwhile();
    const { profile, trust } = this.#parts;
    this.#server = await startCodeServer(profile, { trust });
    await this.#open();
  }

  /** Another window of the same user on the same folder. It ends with this one. */
  async openAnother(): Promise<Workbench> {
    const page = await this.page.context().newPage();
    page.setDefaultTimeout(30_000);
    const another = new Workbench({ ...this.#parts, server: this.#server, page });
    await another.#open();
    return another;
  }

  /** Ends the window and everything that belongs to it. */
  async stop(): Promise<void> {
    try {
      await this.page.context().close();
    } finally {
      await this.#server.stop();
      removeFolder(this.#folder);
    }
  }

  /** Changes the colours as the system of the user would; what is open and focused stays so. */
  async useTheme(theme: Theme): Promise<void> {
    const { className, ...media } = themes[theme];
    await this.page.emulateMedia(media);
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }

  /** Writes `<name>.png` into the folder of this journey. @returns its path */
  async screenshot(name: string): Promise<string> {
    fs.mkdirSync(this.#shots, { recursive: true });
    const file = path.join(this.#shots, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** The last lines that the server printed: for reports of a failure. */
  serverOutput(): string {
    return this.#server.output().split('\n').slice(-20).join('\n');
  }

  activityBarItem(name: string): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name });
  }

  /** Shows the PromptStack sidebar. */
  async showLibrary(): Promise<void> {
    const item = this.activityBarItem('PromptStack');
    if ((await item.getAttribute('aria-selected')) !== 'true') await item.click();
    await this.page.locator('.part.sidebar .composite.title').filter({ hasText: /promptstack/i }).waitFor();
  }

  /** Leaves all the height of the sidebar to the other views. */
  async collapseView(title: string): Promise<void> {
    const header = this.page.locator('.part.sidebar .pane-header').filter({ hasText: title });
    if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
  }

  /** Runs a command of the palette by its full title, such as `PromptStack: Insert Prompt`. */
  async runCommand(title: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title);
  }

  /** Opens a list by a key until it has the row, then picks that. An open palette does not learn of commands that are offered since. */
  async #pick(key: string, typed: string, label: string): Promise<void> {
    for (let attempt = 1; attempt <= 4; attempt++) {
      await this.page.keyboard.press(key);
      if (await this.quickInput.find(typed, label, 5000)) break;
      await this.page.keyboard.press('Escape');
    }
    await this.quickInput.choose(label);
  }

  /** Opens a file of the workspace in an editor, with the keyboard focus in it. */
  async openFile(file: string): Promise<void> {
    await this.#pick('Control+P', file, path.basename(file));
    await this.page.locator('.tab.active').filter({ hasText: path.basename(file) }).waitFor();
    await this.focusEditor();
  }

  /** Opens any file on disk. */
  async openPath(file: string): Promise<void> {
    await this.runCommand('File: Open File...');
    // The dialog fills in the current folder and its files when it has read them, over anything typed before.
    await this.quickInput.row('..').waitFor();
    await this.quickInput.type(file);
    await this.quickInput.choose(path.basename(file));
    const opened = this.page.locator('.tab.active').filter({ hasText: path.basename(file) });
    // A row may only complete the name. Enter is not for an editor that has just opened.
    const isOpen = await opened.waitFor({ timeout: 3000 }).then(() => true, () => false);
    if (!isOpen && (await this.quickInput.widget.isVisible())) await this.page.keyboard.press('Enter');
    await opened.waitFor();
    await this.focusEditor();
  }

  /** The active text editor. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  async focusEditor(): Promise<void> {
    await this.editor.locator('.view-lines').waitFor();
    const focused = this.editor.and(this.page.locator('.focused'));
    // A list that is just closing gives the focus back to where it was.
    await untilShown(focused, () => this.page.keyboard.press('Control+1'));
  }

  /** Title of the active editor; a `●` in front would be its unsaved state, see {@link isDirty}. */
  async activeEditor(): Promise<string | undefined> {
    const tab = this.page.locator('.editor-group-container.active .tab.active .label-name');
    return (await tab.count()) > 0 ? await tab.first().innerText() : undefined;
  }

  async isDirty(): Promise<boolean> {
    return (await this.page.locator('.editor-group-container.active .tab.active.dirty').count()) > 0;
  }

  /** The lines of the active editor that are on screen. Without word wrap these are the lines of the document. */
  async editorText(): Promise<string> {
    const lines = await this.editor.locator('.view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), text: element.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll('\u00a0', ' ')),
    );
    return lines.join('\n');
  }

  /** Types with real key presses, so that completion and snippets behave as for a person. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 20 });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Selects text between two positions, as 1-based lines and columns; equal positions put the cursor there. */
  async select(from: readonly [line: number, column: number], to: readonly [line: number, column: number] = from): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.quickInput.type(`:${from[0]},${from[1]}`);
    await this.page.keyboard.press('Enter');
    await this.quickInput.gone();
    for (let line = from[0]; line < to[0]; line++) await this.page.keyboard.press('Shift+ArrowDown');
    if (to[0] > from[0]) await this.page.keyboard.press('Shift+Home');
    const columns = to[0] > from[0] ? to[1] - 1 : to[1] - from[1];
    for (let column = 0; column < columns; column++) await this.page.keyboard.press('Shift+ArrowRight');
  }

  /** Saves the active editor and waits until it is saved. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.editor-group-container.active .tab.active:not(.dirty)').first().waitFor();
  }

  /** Labels of the completion list; empty while none is shown. */
  async suggestions(): Promise<readonly string[]> {
    return this.page.locator('.suggest-widget.visible .monaco-list-row .label-name').allInnerTexts();
  }

  /** Messages in the corner of the window. */
  async notifications(): Promise<readonly string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** Clicks a button of the notification that contains `message`. */
  async answer(message: string, button: string): Promise<void> {
    const toast = this.page.locator('.notification-toast').filter({ hasText: message });
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  /** Clicks a button of a modal dialog. */
  async answerDialog(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box').getByRole('button', { name: button }).click();
  }

  /** Shows the Problems panel. @returns what its rows say, files and problems in order, as a screen reader hears them */
  async problems(): Promise<readonly string[]> {
    const panel = this.page.locator('.markers-panel-container');
    if (!(await panel.isVisible())) await this.runCommand('Problems: Focus on Problems View');
    await panel.waitFor();
    return panel.locator('.monaco-list-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  /** Picks an entry of the quick fixes at the cursor. */
  async quickFix(title: string): Promise<void> {
    const action = this.page.locator('.action-widget .monaco-list-row').filter({ hasText: title }).first();
    // The key means the editor only once it has the focus and its problems, which come a moment after its text.
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.page.keyboard.press('Control+.');
      if (await action.waitFor({ timeout: 4000 }).then(() => true, () => false)) break;
      await this.page.keyboard.press('Escape');
    }
    await action.click();
  }

  /** Rests the mouse on something. @returns the text of the hover that appears */
  async hoverText(target: Locator): Promise<string> {
    const hover = this.page.locator('.monaco-hover:visible').last();
    // What is drawn anew under the mouse shows no hover until the mouse comes again.
    await untilShown(hover, async () => {
      await this.page.mouse.move(0, 0);
      await target.hover();
    });
    await hover.and(this.page.locator(':not(:has-text("Loading..."))')).waitFor();
    return hover.innerText();
  }

  /** Drags with the mouse, in small steps as a hand would. */
  async drag(from: Locator, to: Locator, options: DragOptions = {}): Promise<void> {
    await drag(this.page, from, to, options);
  }

  /** Content of the webview that is shown, such as the Markdown preview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}

/** Does something until its effect is seen; what is done must do no harm a second time. */
async function untilShown(effect: Locator, act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    await act();
    if (await effect.waitFor({ timeout: 5000 }).then(() => true, () => false)) return;
  }
  await act();
  await effect.waitFor();
}
