/*
 * activation_ms: from the call that activates the installed extension until its `activate` has returned, loading its code included, in the
 * extension host of a real VS Code; beside what VS Code itself reports (Developer: Show Running Extensions) and an empty extension in the
 * same windows. Medians over several windows; which of the two goes first alternates.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inRoot } from '../../scripts/paths.mjs';
import { mustRun } from '../../scripts/run.mjs';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';
import { packageExtension } from '../../scripts/vsix.mjs';
import { launchChromium } from '../host/chromium.mjs';
import { codeServerCli, createProfile, quietSettings, startCodeServer, workbenchUrl, writeSettings } from '../host/codeServer.mjs';

const windows = 5;
const extensions = { own: 'promptstack.promptstack', empty: 'promptstack-bench.empty' };
const folder = scratchFolder('activation');

try {
  const profile = createProfile(folder);
  writeSettings(profile, { ...quietSettings, 'workbench.editor.useModal': 'off' });
  const packages = [path.join(folder, 'own.vsix'), path.join(folder, 'empty.vsix'), path.join(folder, 'probe.vsix')];
  await packageExtension(packages[0]);
  await packHelper('emptyExtension', packages[1]);
  await packHelper('probeExtension', packages[2]);
  await codeServerCli(profile, packages.flatMap((file) => ['--install-extension', file]));

  const samples = { own: [], empty: [], ownReported: [], emptyReported: [] };
  for (let window = 0; window < windows; window++) {
    const { measured, reported } = await openWindow(profile, window);
    for (const [key, id] of Object.entries(extensions)) {
      if (measured[id].wasActive) throw new Error(`${id} was active before it was measured`);
      samples[key].push(measured[id].ms);
      samples[`${key}Reported`].push(reported[id]);
    }
  }
  const figure = {
    name: 'activation_ms',
    value: median(samples.own),
    unit: 'ms',
    beside: {
      reported_ms: median(samples.ownReported),
      empty_ms: median(samples.empty),
      empty_reported_ms: median(samples.emptyReported),
      slowest_ms: round(Math.max(...samples.own)),
      windows,
    },
  };
  console.log(JSON.stringify(figure));
} finally {
  removeFolder(folder);
}

async function packHelper(name, target) {
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', target];
  const cwd = path.join(folder, name);
  fs.cpSync(inRoot('test/bench/support', name), cwd, { recursive: true });
  fs.writeFileSync(path.join(cwd, 'README.md'), 'Measures.\n');
  await mustRun(process.execPath, [inRoot('node_modules/@vscode/vsce/vsce'), 'package', ...options], { cwd, quiet: true });
}

async function openWindow(profile, window) {
  const result = path.join(folder, `result-${window}.json`);
  const ids = Object.values(extensions);
  const order = window % 2 === 0 ? ids : ids.toReversed();
  const env = { PROMPTSTACK_BENCH_ORDER: order.join(','), PROMPTSTACK_BENCH_RESULT: result };
  const server = await startCodeServer(profile, { env });
  let browser;
  try {
    browser = await launchChromium(server.runFolder);
    const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
    await page.goto(workbenchUrl(server));
    for (let waited = 0; !fs.existsSync(result); waited += 100) {
      if (waited > 60_000) throw new Error(`The window measured nothing\n${server.output()}`);
      await page.waitForTimeout(100);
    }
    return { measured: JSON.parse(fs.readFileSync(result, 'utf8')), reported: await readRunningExtensions(page) };
  } finally {
    await browser?.close();
    await server.stop();
  }
}

/** What VS Code shows for each extension, in milliseconds. */
async function readRunningExtensions(page) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget:visible .quick-input-box input').first();
  await input.fill('>Developer: Show Running Extensions');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Show Running Extensions' }).first().click();
  const reported = {};
  for (const [key, id] of Object.entries(extensions)) {
    const label = key === 'own' ? 'PromptStack' : 'Empty Extension';
    const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({ has: page.getByText(label, { exact: true }) });
    const text = await row.locator('.activation-time').first().innerText();
    reported[id] = Number(/(\d+)\s*ms/.exec(text)?.[1]);
    if (Number.isNaN(reported[id])) throw new Error(`Cannot read the activation time of ${id}: ${text}`);
  }
  return reported;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return round((sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2);
}

function round(value) {
  return Number(value.toFixed(2));
}
