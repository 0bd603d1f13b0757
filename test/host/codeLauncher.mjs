#!/usr/bin/env node
/*
 * Speaks the part of the desktop VS Code's command line that @vscode/test-electron's `runTests` uses, on the browser-hosted VS Code and a
 * headless Chromium. Name it in VSCODE_TEST_EXECUTABLE, or let choose.mjs do so.
 *
 * Environment: PROMPTSTACK_TEST_LOG is the file that the suites write as they run; when it stays empty for too long, the window never
 * got as far as running them. PROMPTSTACK_TEST_HOME is the home folder that the host under
 * test sees. PROMPTSTACK_TEST_VERBOSE prints what the workbench logs. Exit code 0 says only that the window ended by itself.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { format, parseArgs } from 'node:util';
import { launchChromium } from './chromium.mjs';
import { createProfile, quietSettings, startCodeServer, workbenchUrl, writeSettings } from './codeServer.mjs';

const startLimitMs = 120_000;
const runLimitMs = 20 * 60_000;

const text = { type: 'string' };
const many = { type: 'string', multiple: true };
const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: { extensionDevelopmentPath: many, extensionTestsPath: text, 'user-data-dir': text, 'extensions-dir': text, 'disable-extensions': { type: 'boolean' } },
});

const own = fs.mkdtempSync(path.join(os.tmpdir(), 'ps-launch-'));
const defaults = createProfile(own);
const profile = {
  home: process.env.PROMPTSTACK_TEST_HOME ?? defaults.home,
  userData: path.resolve(values['user-data-dir'] ?? defaults.userData),
  extensions: path.resolve(values['extensions-dir'] ?? defaults.extensions),
};
for (const folder of Object.values(profile)) fs.mkdirSync(folder, { recursive: true });
writeSettings(profile, quietSettings);

const cleanUp = [() => fs.rmSync(own, { recursive: true, force: true })];
const stop = async () => {
  for (const step of cleanUp.reverse().splice(0)) await Promise.resolve(step()).catch(() => undefined);
};
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => void stop().then(() => process.exit(130)));

const workbenchErrors = [];
let code = 1;
try {
  code = await runWindow();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await stop();
}
if (code !== 0) for (const line of workbenchErrors.slice(-15)) console.error(line);
process.exit(code);

/** Opens the window and waits until the workbench asks to exit. @returns the exit code that it asks for */
async function runWindow() {
  const ended = Promise.withResolvers?.() ?? withResolvers();
  const server = await startCodeServer(profile, {
    testDriver: true,
    onOutput: (data) => {
      // After a normal end the workbench has long asked for its exit.
      const exit = /Extension Host Process exited with code: (\S+), signal: (\S+?)\./.exec(data);
      if (exit) setTimeout(() => ended.reject(new Error(`The extension host ended early: code ${exit[1]}, signal ${exit[2]}`)), 3_000);
    },
  });
  cleanUp.push(() => server.stop());
  void server.exited.then((status) => ended.reject(new Error(`VS Code ended early (${status})\n${server.output()}`)));
  const browser = await launchChromium(server.runFolder);
  cleanUp.push(() => browser.close());
  browser.on('disconnected', () => ended.reject(new Error('The browser ended early')));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.on('crash', () => ended.reject(new Error('The page crashed')));
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const line = `[workbench ${type}] ${format(...args)}`;
    if (process.env.PROMPTSTACK_TEST_VERBOSE) console.error(line);
    // Optional native modules that the npm registry does not have are missing in every run.
    else if (type === 'error' && !/spdlog|watchdog|ENOTFOUND/.test(line)) workbenchErrors.push(line);
  });
  await page.exposeFunction('codeAutomationExit', (status) => ended.resolve(status));
  await page.goto(workbenchUrl(server, { folder: workspaceFolder(), payload: payload(server) }));
  limit(ended, runLimitMs, 'The suites did not end');
  const log = process.env.PROMPTSTACK_TEST_LOG;
  if (log) limit(ended, startLimitMs, 'The suites did not start', () => !fs.existsSync(log) || fs.statSync(log).size === 0);
  return ended.promise;
}

function payload(server) {
  const remote = (file) => `vscode-remote://${server.authority}${path.resolve(file)}`;
  const pairs = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  for (const folder of values.extensionDevelopmentPath ?? []) pairs.push(['extensionDevelopmentPath', remote(folder)]);
  if (values.extensionTestsPath) pairs.push(['extensionTestsPath', remote(values.extensionTestsPath)]);
  if (values['disable-extensions']) pairs.push(['disableExtensions', 'true']);
  return pairs;
}

function workspaceFolder() {
  const folder = positionals.find((each) => fs.existsSync(each) && fs.statSync(each).isDirectory());
  return folder && path.resolve(folder);
}

function limit(ended, ms, message, applies = () => true) {
  setTimeout(() => applies() && ended.reject(new Error(`${message} within ${ms / 1000} s`)), ms).unref();
}

function withResolvers() {
  let settle;
  const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle };
}
