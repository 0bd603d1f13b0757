import * as fs from 'node:fs';
import * as path from 'node:path';
import { bundleExtension } from './bundle.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { inRoot } from './paths.mjs';
import { mustRun } from './run.mjs';
import { removeFolder, scratchFolder } from './scratch.mjs';

/**
 * Builds the extension for production into a folder of its own, with everything that ships and nothing else: what a user installs.
 * Runs at the same time do not disturb each other or a `dist` in use.
 * @returns the metafile of the bundle
 */
export async function stageExtension(folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(inRoot('.vscodeignore'), path.join(folder, '.vscodeignore'));
  for (const name of shippedNames()) {
    const from = inRoot(name);
    if (name !== 'dist' && fs.existsSync(from)) fs.cpSync(from, path.join(folder, name), { recursive: true });
  }
  const readme = path.join(folder, 'README.md');
  fs.writeFileSync(readme, withoutRelativeLinks(fs.readFileSync(readme, 'utf8')));
  const metafile = await bundleExtension(path.join(folder, 'dist'));
  fs.writeFileSync(path.join(folder, 'THIRD_PARTY_NOTICES.txt'), thirdPartyNotices(metafile));
  return metafile;
}

/** The page of an extension can show no image and follow no link of its folder: images go, of a link its text stays. */
function withoutRelativeLinks(markdown) {
  return markdown.replace(/^!\[[^\]]*\]\((?!https?:)[^)]*\)\n+/gm, '').replace(/\[([^\][`\n]+)\]\((?!https?:|#)[^)\s`]+\)/g, '$1');
}

/** First path segments of what .vscodeignore lets through; patterns among them are resolved. */
function shippedNames() {
  const names = new Set();
  for (const line of fs.readFileSync(inRoot('.vscodeignore'), 'utf8').split('\n')) {
    if (!line.startsWith('!')) continue;
    const [first] = line.slice(1).trim().split('/');
    if (!first.includes('*')) names.add(first);
    else for (const name of fs.readdirSync(inRoot()).filter((entry) => matches(first, entry))) names.add(name);
  }
  return names;
}

function matches(pattern, name) {
  return new RegExp(`^${pattern.split('*').map(escapeRegExp).join('.*')}$`).test(name);
}

function escapeRegExp(text) {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * Packages the extension.
 * @param target file to write, replaced in one step
 * @returns the metafile of the bundle and the size of the package in bytes
 */
export async function packageExtension(target = inRoot('promptstack.vsix')) {
  const folder = scratchFolder('package');
  try {
    const metafile = await stageExtension(folder);
    const packagePath = path.join(folder, 'promptstack.vsix');
    // The bundle has the dependencies in it. Links of the README stay as they are: no repository is named that they could lead to.
    const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', packagePath];
    await mustRun(process.execPath, [inRoot('node_modules/@vscode/vsce/vsce'), 'package', ...options], { cwd: folder, quiet: true });
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.renameSync(packagePath, target);
    return { metafile, bytes: fs.statSync(target).size };
  } finally {
    removeFolder(folder);
  }
}
