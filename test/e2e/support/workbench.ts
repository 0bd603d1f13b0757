import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { inRoot, workFolder } from '../../../scripts/paths.mjs';
import { removeFolder } from '../../../scripts/scratch.mjs';
import { launchChromium } from '../../host/chromium.mjs';
import { type CodeServer, createProfile, type Profile, quietSettings, startCodeServer, workbenchUrl, writeSettings } from '../../host/codeServer.mjs';
import { QuickInput } from './quickInput';
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
 * Methods wait for what they act on. What they read is a moment's view: put it into `expect.poll(() => …)`, which waits up to 15 s.
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
  /** Default `dark`. */
  readonly theme?: 'dark' | 'light' | 'highContrast' | 'highContrastLight';
  /** CSS pixels; default 1280 × 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Default true; false opens the workspace in restricted mode, with the question already answered. */
  readonly trust?: boolean;
}

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

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
  readonly browser: Browser;
  readonly page: Page;
  readonly folder: string;
  readonly shots: string;
  readonly home: string;
  readonly workspace: string;
}

export class Workbench {
  #server: CodeServer;
  /** The browser has its files in the folder of the first one. */
  readonly #earlierServers: CodeServer[] = [];
  readonly #parts: Parts;
  readonly #browser: Browser;
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
    this.#browser = parts.browser;
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
   * @param extensionsFolder with the installed extension
   */
  static async start(name: string, extensionsFolder: string, options: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = fs.mkdtempSync(path.join(path.dirname(extensionsFolder), 'journey-'));
    const profile = { ...createProfile(folder), extensions: extensionsFolder };
    const workspace = path.join(folder, 'workspace');
    fs.mkdirSync(workspace);
    if (options.workspace) fs.cpSync(options.workspace, workspace, { recursive: true });
    writeFiles(workspace, options.files ?? (options.workspace ? {} : { 'notes.md': '' }));
    writeFiles(path.join(profile.home, '.promptstack', 'data'), options.library ?? {});
    const theme = { 'workbench.colorTheme': themes[options.theme ?? 'dark'] };
    writeSettings(profile, { ...quietSettings, ...journeySettings, ...theme, ...options.settings });
    writeMachineSettings(profile, options.settings ?? {});

    const shots = workFolder('screenshots', name.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase());
    fs.rmSync(shots, { recursive: true, force: true });
    const server = await startCodeServer(profile, { trust: options.trust ?? true });
    let browser: Browser | undefined;
    try {
      browser = await launchChromium(server.runFolder);
      const context = await browser.newContext({
        viewport: options.viewport ?? { width: 1280, height: 800 },
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const workbench = new Workbench({ server, profile, trust: options.trust ?? true, browser, page, folder, shots, home: profile.home, workspace });
      await workbench.#open();
      return workbench;
    } catch (error) {
      await browser?.close();
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
    this.#earlierServers.push(this.#server);
    meanwhile();
    const { profile, trust } = this.#parts;
    this.#server = await startCodeServer(profile, { trust });
    await this.#open();
  }

  /** Another window of the same user on the same folder. It ends with this one. */
  async openAnother(): Promise<Workbench> {
    const page = await this.page.context().newPage();
    page.setDefaultTimeout(20_000);
    const another = new Workbench({ ...this.#parts, server: this.#server, page });
    await another.#open();
    return another;
  }

  /** Ends the window and everything that belongs to it. */
  async stop(): Promise<void> {
    await this.#browser.close();
    for (const server of [...this.#earlierServers, this.#server]) await server.stop();
    removeFolder(this.#folder);
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
    await this.page.keyboard.press('F1');
    await this.quickInput.type(`>${title}`);
    await this.quickInput.choose(title);
  }

  /** Opens a file of the workspace in an editor, with the keyboard focus in it. */
  async openFile(file: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput.type(file);
    await this.quickInput.choose(path.basename(file));
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
    // With the whole name in place the row only completes it.
    if (await this.quickInput.widget.isVisible()) await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active').filter({ hasText: path.basename(file) }).waitFor();
    await this.focusEditor();
  }

  /** The active text editor. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  async focusEditor(): Promise<void> {
    await this.editor.locator('.view-lines').waitFor();
    await this.page.keyboard.press('Control+1');
    await this.editor.and(this.page.locator('.focused')).waitFor();
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
    await target.hover();
    const hover = this.page.locator('.monaco-hover:visible').last();
    await hover.waitFor();
    await hover.and(this.page.locator(':not(:has-text("Loading..."))')).waitFor();
    return hover.innerText();
  }

  /** Drags with the mouse, in small steps as a hand would. */
  async drag(from: Locator, to: Locator, options: DragOptions = {}): Promise<void> {
    const start = await centre(from);
    const box = await to.boundingBox();
    const end = box && options.position ? { x: box.x + options.position.x, y: box.y + options.position.y } : await centre(to);
    const { mouse, keyboard } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move(start.x + 6, start.y + 6, { steps: 3 });
    await mouse.move(end.x, end.y, { steps: 12 });
    if (options.shift) await keyboard.down('Shift');
    for (const offset of [2, -2, 0]) {
      await mouse.move(end.x + offset, end.y);
      await this.page.waitForTimeout(100);
    }
    await mouse.up();
    if (options.shift) await keyboard.up('Shift');
  }

  /** Content of the webview that is shown, such as the Markdown preview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }
}

interface DragOptions {
  /** Shift is held from the moment the target is reached: drops into the editor's text where a plain drop would open. */
  readonly shift?: boolean;
  /** Inside the target, CSS pixels from its upper left corner; default its middle. */
  readonly position?: { readonly x: number; readonly y: number };
}

async function centre(target: Locator): Promise<{ x: number; y: number }> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error(`${String(target)} is not visible`);
  return { x: box.x + Math.min(box.width / 2, 120), y: box.y + box.height / 2 };
}

/** A window on a server takes settings of the machine from a file of their own, and from there only. */
function writeMachineSettings(profile: Profile, settings: Readonly<Record<string, unknown>>): void {
  const { contributes } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8')) as { contributes: { configuration: readonly Configuration[] | Configuration } };
  const properties = [contributes.configuration].flat().flatMap((configuration) => Object.entries(configuration.properties));
  const ofMachine = new Set(properties.flatMap(([key, { scope }]) => (scope?.startsWith('machine') ? [key] : [])));
  const own = Object.fromEntries(Object.entries(settings).filter(([key]) => ofMachine.has(key)));
  writeFiles(profile.userData, { 'Machine/settings.json': JSON.stringify(own) });
}

interface Configuration {
  readonly properties: Readonly<Record<string, { readonly scope?: string }>>;
}

/** Writes files below a folder, which need not exist. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}
