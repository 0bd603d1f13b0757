import { execFile, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureOfflineHost } from './offline/setup.mjs';

const guard = fileURLToPath(new URL('guard.mjs', import.meta.url));
const startLimitMs = 60_000;
const stopLimitMs = 5_000;

/** Settings that keep the workbench quiet, so that tests see only what they cause. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Folders of one user of the browser-hosted VS Code, below `folder`. `home` stands for the user's home folder: nothing under test ever
 * sees that of the developer.
 */
export function createProfile(folder) {
  const profile = { home: path.join(folder, 'home'), userData: path.join(folder, 'user-data'), extensions: path.join(folder, 'extensions') };
  for (const each of Object.values(profile)) fs.mkdirSync(each, { recursive: true });
  return profile;
}

/** Writes the user settings of a profile; keys that are there already stay. */
export function writeSettings(profile, settings) {
  const file = path.join(profile.userData, 'User', 'settings.json');
  const existing = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ ...settings, ...existing }, null, 2));
}

/** Runs the command line (`--install-extension`, `--list-extensions`, …). @returns its output */
export async function codeServerCli(profile, args) {
  const host = await ensureOfflineHost();
  const runFolder = temporaryFolder();
  try {
    const { stdout, stderr } = await promisify(execFile)(host.node, [host.entry, ...profileArgs(profile), ...args], {
      env: serverEnv(profile, runFolder),
      maxBuffer: 1 << 24,
    });
    return stdout + stderr;
  } finally {
    fs.rmSync(runFolder, { recursive: true, force: true });
  }
}

/**
 * Starts the server on a free port of the loopback interface. The caller stops it.
 * @param options.testDriver lets the workbench take extensions and tests from the address; hides notification toasts
 * @param options.trust opens every workspace trusted, without asking
 * @param options.onOutput called with what the server prints
 */
export async function startCodeServer(profile, { testDriver = false, trust = true, env = {}, onOutput } = {}) {
  const host = await ensureOfflineHost();
  const runFolder = temporaryFolder();
  const args = [
    ...profileArgs(profile),
    ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--session-socket', path.join(runFolder, 's')],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...(trust ? ['--disable-workspace-trust'] : []),
    ...(testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  // Its own process group, so that stopping reaches the extension hosts and watchers that it starts. Behind the guard, so that it ends
  // with us even when we are killed.
  const child = spawn(process.execPath, [guard, host.node, host.entry, ...args], {
    env: { ...serverEnv(profile, runFolder), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let output = '';
  const collect = (data) => {
    output += data;
    onOutput?.(String(data));
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const stop = async () => {
    signal(child, 'SIGTERM');
    const limit = setTimeout(() => signal(child, 'SIGKILL'), stopLimitMs);
    await exited;
    clearTimeout(limit);
    signal(child, 'SIGKILL');
    fs.rmSync(runFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const kill = async () => {
    signal(child, 'SIGKILL');
    await exited;
  };
  try {
    const url = await listening(child, () => output);
    return { url, authority: new URL(url).host, runFolder, exited, output: () => output, kill, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves with the address as soon as the server prints it. */
function listening(child, output) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`VS Code did not start in ${startLimitMs / 1000} s\n${output()}`)), startLimitMs);
    const look = () => {
      const match = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(output());
      if (!match) return;
      clearTimeout(limit);
      resolve(match[1]);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`VS Code ended at its start (${code})\n${output()}`));
    });
  });
}

/** Signals what we started and its own children: nothing else is in that process group. */
function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // Already gone.
  }
}

function profileArgs({ userData, extensions }) {
  const config = path.join(userData, 'code-server.yaml');
  fs.writeFileSync(config, '{}\n');
  return ['--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
}

/** Nothing inherited that would make the server act for an outer VS Code, and nothing written outside the run's own folders. */
function serverEnv({ home }, runFolder) {
  const env = { ...process.env, HOME: home };
  const own = { XDG_CONFIG_HOME: 'c', XDG_DATA_HOME: 'd', XDG_CACHE_HOME: 'k', XDG_RUNTIME_DIR: 'r', TMPDIR: 't' };
  for (const [key, name] of Object.entries(own)) {
    env[key] = path.join(runFolder, name);
    fs.mkdirSync(env[key], { recursive: true, mode: 0o700 });
  }
  const foreign = /^(VSCODE_.*|CODE_SERVER_.*|PASSWORD|HASHED_PASSWORD|PORT|NODE_OPTIONS|ELECTRON_RUN_AS_NODE)$/;
  for (const key of Object.keys(env)) if (foreign.test(key)) delete env[key];
  return env;
}

/** Short on purpose: the path of a Unix socket ends at 107 characters. */
function temporaryFolder() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'ps-'));
}

/**
 * Address of the workbench.
 * @param options.folder absolute path of the workspace folder; without it an empty window
 * @param options.payload pairs that the web workbench takes as if they were arguments of the command line
 */
export function workbenchUrl(server, { folder, payload = [] } = {}) {
  const url = new URL(server.url);
  if (folder) url.searchParams.set('folder', folder);
  else url.searchParams.set('ew', 'true');
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
