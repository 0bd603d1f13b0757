import * as fs from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { inRoot, root } from './paths.mjs';

/** The Node of the oldest VS Code that package.json allows. */
const target = 'node22';
/** gray-matter requires it and we import it: one copy for both. */
const alias = { 'js-yaml': inRoot('node_modules/js-yaml/dist/js-yaml.mjs') };

/** The editor has it already, and loading it once more costs every start. */
const editorAlias = { ...alias, 'vscode-uri': inRoot('src/platform/vscode/editorUri.ts') };

/**
 * Leaves out the library that secretlint loads to open key files: `secretFinder` gives its rules texts without a name, for which they never
 * get there.
 */
const withoutKeyFiles = {
  name: 'without-key-files',
  setup(build) {
    build.onResolve({ filter: /^\.\// }, ({ kind, importer }) =>
      kind === 'dynamic-import' && importer.includes('secretlint-rule-preset-recommend') ? { path: 'key-files', namespace: 'left-out' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: "throw new Error('Key files cannot be opened');" }));
  },
};

/**
 * Builds the extension into `outdir`: CommonJS, as the extension host loads it, with a separate file for every dynamic `import()`.
 *
 * esbuild splits only ES modules, so the bundle is made as such and each file is then turned into CommonJS, where a dynamic import
 * becomes a `require` on first use.
 *
 * @param options.production minified and without source maps
 * @returns sizes and imports of the written files, as in an esbuild metafile; also written to `meta.json` in `outdir`
 */
export async function bundleExtension(outdir, { production = true } = {}) {
  const pages = await bundlePages(outdir, { production });
  const worker = await buildWorker(outdir, production);
  const result = await esbuild.build(extensionOptions(outdir, production));
  return writeChunks(result, outdir, production, [worker, pages.metafile]);
}

/** Builds only the pages of the webviews, into `webview` of `outdir`. */
export function bundlePages(outdir, { production = true } = {}) {
  return esbuild.build(pageOptions(outdir, production));
}

/** As {@link bundleExtension} with source maps, again after every change. Runs until the process ends. */
export async function watchExtension(outdir) {
  const convert = {
    name: 'commonjs-chunks',
    setup(build) {
      build.onEnd(async (result) => {
        if (result.errors.length > 0) return;
        await writeChunks(result, outdir, false, [await buildWorker(outdir, false)]);
        console.log(`built ${path.relative(root, outdir)}`);
      });
    },
  };
  const context = await esbuild.context({ ...extensionOptions(outdir, false), plugins: [withoutKeyFiles, convert], logLevel: 'info' });
  const pages = await esbuild.context({ ...pageOptions(outdir, false), logLevel: 'info' });
  await Promise.all([context.watch(), pages.watch()]);
}

/** Folder of the pages in the output of the extension. */
const pagesFolder = 'webview';
/** The browser of the oldest VS Code that package.json allows, and what serves it in a browser. */
const pageTarget = ['chrome120', 'firefox121', 'safari17'];

/** Scripts and styles of the webviews: of every folder of src/webview, the files that have its name. */
function pageOptions(outdir, production) {
  const folders = fs.readdirSync(inRoot('src/webview'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = folders.flatMap(({ name }) => [`${name}.ts`, `${name}.css`].map((file) => inRoot('src/webview', name, file)));
  return {
    absWorkingDir: root,
    entryPoints: files.filter((file) => fs.existsSync(file)),
    outdir: path.join(outdir, pagesFolder),
    entryNames: '[name]',
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: pageTarget,
    minify: production,
    sourcemap: production ? false : 'inline',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
}

/** SQLite, which the worker finds beside it. */
const wasm = 'sql-wasm.wasm';

/**
 * The worker of the history's database, as one file: it runs in a thread of its own and shares no module with the extension. The file is
 * `historyWorker.js`, with `sql-wasm.wasm` beside it.
 * @returns its part of the metafile
 */
export async function buildWorker(outdir, production) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [inRoot('src/platform/sqlite/historyWorker.ts')],
    outdir,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target,
    alias,
    minify: production,
    sourcemap: production ? false : 'inline',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  fs.mkdirSync(outdir, { recursive: true });
  for (const file of result.outputFiles) writeIfChanged(file.path, file.contents);
  writeIfChanged(path.join(outdir, wasm), fs.readFileSync(inRoot('node_modules/sql.js/dist', wasm)));
  return result.metafile;
}

function extensionOptions(outdir, production) {
  return {
    absWorkingDir: root,
    entryPoints: [inRoot('src/extension/extension.ts')],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    external: ['vscode'],
    alias: editorAlias,
    plugins: [withoutKeyFiles],
    minify: production,
    sourcemap: production ? false : 'inline',
    legalComments: 'none',
    metafile: true,
    write: false,
    chunkNames: '[name]-[hash]',
    logLevel: 'warning',
  };
}

/** @param others metafiles of what is built on its own, which become part of the result's */
async function writeChunks(result, outdir, production, others) {
  fs.mkdirSync(outdir, { recursive: true });
  const { metafile } = result;
  const texts = new Map(result.outputFiles.map((file) => [path.relative(root, file.path).split(path.sep).join('/'), file.text]));
  if (production) await joinActivation(metafile, texts);
  for (const [output, text] of texts) {
    const code = await toCommonJs(text, output, production, output === entryOf(metafile));
    metafile.outputs[output].bytes = Buffer.byteLength(code);
    writeIfChanged(path.join(outdir, path.basename(output)), code);
  }
  for (const { outputs, inputs } of others) {
    Object.assign(metafile.outputs, outputs);
    Object.assign(metafile.inputs, inputs);
  }
  // Node asks the nearest one what kind of module a file is, and would read the extension's own with all that it contributes.
  writeIfChanged(path.join(outdir, 'package.json'), '{"type":"commonjs"}\n');
  const written = new Set(['meta.json', 'package.json', pagesFolder, wasm, ...Object.keys(metafile.outputs).map((output) => path.basename(output))]);
  for (const name of fs.readdirSync(outdir)) if (!written.has(name)) fs.rmSync(path.join(outdir, name), { recursive: true });
  fs.writeFileSync(path.join(outdir, 'meta.json'), JSON.stringify(metafile));
  return metafile;
}

/**
 * Turns an output of esbuild into what the extension host loads: there, a dynamic import is a `require` on first use.
 * @param strict false where libraries may be in it, which were written as scripts
 */
async function toCommonJs(text, output, production, strict) {
  const { code } = await esbuild.transform(requireEditor(text), {
    format: 'cjs',
    platform: 'node',
    target,
    supported: { 'dynamic-import': false },
    minify: production,
    sourcemap: production ? false : 'inline',
    sourcefile: path.basename(output),
    banner: strict ? '"use strict";' : '',
    legalComments: 'none',
  });
  return code;
}

/**
 * Makes everything that is needed at the start one module, the entry file: each file that the extension host finds, reads and compiles on its
 * own costs it the better part of a millisecond, and functions around modules within a file are compiled twice. The files that were joined
 * remain as one line that hands out their part, for the chunks that load later.
 * @param texts of every output as ES module, by its name in the metafile; changed, as is the metafile
 */
async function joinActivation(metafile, texts) {
  const { outputs } = metafile;
  const entry = entryOf(metafile);
  const joined = [...activationOutputs(metafile)].filter((output) => output !== entry);
  const fileOf = (output) => JSON.stringify(`./${path.basename(output)}`);
  const partOf = (output) => path.basename(output, '.js').replace(/\W/g, '_');
  const parts = joined.map((output) => `export * as ${partOf(output)} from ${fileOf(output)};`);
  const contents = [`export * from ${fileOf(entry)};`, ...parts].join('');
  texts.set(entry, await joinModules(contents, new Map([entry, ...joined].map((output) => [`./${path.basename(output)}`, texts.get(output)]))));
  for (const output of joined) {
    texts.set(output, `module.exports=require(${fileOf(entry)}).${partOf(output)};`);
    for (const [input, { bytesInOutput }] of Object.entries(outputs[output].inputs)) {
      const known = outputs[entry].inputs[input]?.bytesInOutput ?? 0;
      outputs[entry].inputs[input] = { bytesInOutput: known + bytesInOutput };
    }
    outputs[output].inputs = {};
    outputs[entry].imports.push(...outputs[output].imports);
    outputs[output].imports = [{ path: entry, kind: 'import-statement' }];
  }
  outputs[entry].imports = outputs[entry].imports.filter((imported) => !joined.includes(imported.path));
}

/**
 * @param contents a module that imports some of `modules`
 * @param modules texts by the name under which they are imported; what is not among them stays outside
 * @returns all of it as one ES module
 */
async function joinModules(contents, modules) {
  const inMemory = {
    name: 'in-memory',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ path: name }) => (modules.has(name) ? { path: name, namespace: 'memory' } : { path: name, external: true }));
      build.onLoad({ filter: /.*/, namespace: 'memory' }, ({ path: name }) => ({ contents: modules.get(name), loader: 'js' }));
    },
  };
  const { outputFiles } = await esbuild.build({
    stdin: { contents, loader: 'js' },
    plugins: [inMemory],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target,
    external: ['vscode'],
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

/**
 * Takes the editor's API as the object it is, once per file: for each `require` of it the extension host looks up whose file is asking, and
 * esbuild would copy its hundreds of properties for every import. Both cost more at activation than all the rest of the loading.
 */
function requireEditor(text) {
  if (!/\bfrom\s*"vscode"/.test(text)) return text;
  const aliases = text
    .replace(/\bimport\s*\*\s*as\s+([\w$]+)\s+from\s*"vscode";?/g, 'const $1 = $editor;')
    .replace(/\bimport\s*(\{[^}]*\})\s*from\s*"vscode";?/g, (_, names) => `const ${names.replace(/\bas\b/g, ':')} = $editor;`);
  return `const $editor = require("vscode");\n${aliases}`;
}

/** Leaves equal files alone, so that a window which runs them sees nothing happen. */
function writeIfChanged(file, content) {
  const bytes = Buffer.from(content);
  if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return;
  fs.writeFileSync(file, bytes);
}

/**
 * What is read from disk before `activate` runs: the entry file and every file that it needs at once.
 * @param metafile of {@link bundleExtension}
 * @returns the files with their sizes in bytes
 */
export function activationFiles(metafile) {
  return [...activationOutputs(metafile)].map((name) => ({ name: path.basename(name), bytes: metafile.outputs[name].bytes }));
}

/**
 * What of the sources is in those files.
 * @param metafile of {@link bundleExtension}
 * @returns paths of the source files, from the root of the repository
 */
export function activationInputs(metafile) {
  return [...activationOutputs(metafile)].flatMap((name) => Object.keys(metafile.outputs[name].inputs));
}

function entryOf({ outputs }) {
  return Object.keys(outputs).find((name) => outputs[name].entryPoint?.endsWith('src/extension/extension.ts'));
}

/** The entry and what it imports at once, by their names in the metafile. */
function activationOutputs(metafile) {
  const { outputs } = metafile;
  const found = new Set();
  const visit = (name) => {
    if (found.has(name) || !outputs[name]) return;
    found.add(name);
    for (const { path: imported, kind } of outputs[name].imports) if (kind !== 'dynamic-import') visit(imported);
  };
  visit(entryOf(metafile));
  return found;
}

/**
 * Bundles programs that run in Node or in the extension host: test suites (`cjs`) and benchmarks (`esm`, which may await at the top and
 * loads what is imported dynamically only then). What `external` names and Node itself stay outside, everything else goes in.
 */
export async function bundleForNode(entryPoints, outdir, { external = [], format = 'cjs', production = false } = {}) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    outExtension: { '.js': format === 'cjs' ? '.cjs' : '.mjs' },
    bundle: true,
    format,
    splitting: format === 'esm',
    // CommonJS dependencies ask for Node's modules with `require`.
    banner: format === 'esm' ? { js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);" } : {},
    platform: 'node',
    target: 'node20',
    alias,
    external: ['vscode', ...external],
    minify: production,
    sourcemap: production ? false : 'inline',
    logLevel: 'warning',
  });
}
