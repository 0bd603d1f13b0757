/*
 * npm start: a real VS Code with the extension, the starter prompts and a sample project to try it in.
 *   npm start                 desktop VS Code where there is one or it can be downloaded, else one in the browser
 *   npm start -- --browser    the one in the browser
 *   npm start -- --fresh      forgets the profile, the library and the sample project of earlier starts
 *   npm start -- --check      shows nothing: opens it headless, sees whether the library is there, and ends
 * Everything is kept in .vscode-test/start; nothing of your own VS Code or ~/.promptstack is touched.
 */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ensureInstalled } from './ensure.mjs';
import { inRoot, workFolder } from './paths.mjs';
import { mustRun } from './run.mjs';
import { removeFolder, scratchFolder } from './scratch.mjs';

await ensureInstalled();
const { packageExtension } = await import('./vsix.mjs');
const { chooseHost } = await import('../test/host/choose.mjs');
const { codeServerCli, createProfile, startCodeServer, workbenchUrl, writeSettings } = await import('../test/host/codeServer.mjs');

const args = new Set(process.argv.slice(2));
const isCheck = args.has('--check');
const folder = isCheck ? scratchFolder('check') : workFolder('start');
if (args.has('--fresh')) fs.rmSync(folder, { recursive: true, force: true });
const workspace = path.join(folder, 'invoice-service');
const notes = path.join(workspace, 'notes.md');
const vsix = path.join(folder, 'promptstack.vsix');
const profile = createProfile(folder);

const cleanUp = isCheck ? [() => removeFolder(folder)] : [];
let stopping;
/** The first reason counts: stopping makes what we wait for end as well. */
const stop = (code) => (stopping ??= end(code));
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => void stop(130));

try {
  // The check looks with a headless browser, which the desktop VS Code cannot be seen in.
  const canBrowse = process.platform === 'linux' && process.arch === 'x64';
  const want = args.has('--browser') || (isCheck && canBrowse) ? 'browser' : undefined;
  const host = await chooseHost({ want });
  console.log(host.note);
  await packageExtension(vsix);
  prepare();
  await stop(host.kind === 'desktop' ? await startDesktop(host.executable) : await startInBrowser());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stop(1);
}

async function end(code) {
  for (const step of cleanUp.reverse().splice(0)) await step();
  process.exit(code);
}

function prepare() {
  if (!fs.existsSync(workspace)) fs.cpSync(inRoot('test/fixtures/sample-workspace'), workspace, { recursive: true });
  writeSettings(profile, {
    'promptstack.library.path': path.join(folder, 'library'),
    'extensions.autoUpdate': false,
    'extensions.ignoreRecommendations': true,
    'telemetry.telemetryLevel': 'off',
    'workbench.startupEditor': 'none',
  });
}

/** Runs until its window is closed. @returns the exit code */
async function startDesktop(executable) {
  const { resolveCliArgsFromVSCodeExecutablePath } = await import('@vscode/test-electron');
  const own = [`--user-data-dir=${profile.userData}`, `--extensions-dir=${profile.extensions}`];
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  await mustRun(cli, [...cliArgs, ...own, '--install-extension', vsix, '--force'], { quiet: true });
  const windowArgs = [...own, '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', workspace, notes];
  if (isCheck) return checkDesktop(executable, windowArgs);
  const child = spawn(executable, windowArgs, { stdio: 'ignore' });
  cleanUp.push(() => child.kill());
  console.log('Close the window or press Ctrl+C to end.');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function checkDesktop(executable, windowArgs) {
  const { _electron: electron } = await import('playwright-core');
  const app = await electron.launch({ executablePath: executable, args: windowArgs });
  cleanUp.push(() => app.close());
  return look(await app.firstWindow());
}

/** Runs until Ctrl+C. @returns the exit code */
async function startInBrowser() {
  await codeServerCli(profile, ['--install-extension', vsix, '--force']);
  const server = await startCodeServer(profile);
  cleanUp.push(() => server.stop());
  const url = workbenchUrl(server, { folder: workspace, payload: [['openFile', `vscode-remote://${server.authority}${notes}`]] });
  if (isCheck) return checkInBrowser(server, url);
  console.log(`\nPromptStack runs at\n\n  ${url}\n\nPress Ctrl+C to end.`);
  openInBrowser(url);
  await server.exited;
  if (!stopping) console.error(`VS Code ended by itself\n${server.output()}`);
  return 1;
}

function openInBrowser(url) {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  spawn('xdg-open', [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

async function checkInBrowser(server, url) {
  const { launchChromium } = await import('../test/host/chromium.mjs');
  const browser = await launchChromium(server.runFolder);
  cleanUp.push(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  return look(page);
}

/** Opens the library as a person would. @returns the exit code */
async function look(page) {
  page.setDefaultTimeout(60_000);
  try {
    await page.locator('.activitybar').getByRole('tab', { name: 'PromptStack' }).click();
    const rows = page.locator('.part.sidebar .pane-body [role="treeitem"]');
    await rows.filter({ hasText: 'workflows' }).first().waitFor();
    await page.locator('.tab').filter({ hasText: 'notes.md' }).waitFor();
    console.log(`check passed: the library shows ${(await rows.locator('.label-name').allInnerTexts()).join(', ')}`);
    return 0;
  } catch (error) {
    const shot = workFolder('screenshots', 'start-check.png');
    await page.screenshot({ path: shot });
    console.error(`check failed: ${error.message}\nscreenshot: ${shot}`);
    return 1;
  }
}
