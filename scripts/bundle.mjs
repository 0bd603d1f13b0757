import * as fs from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { entryOf, joinActivation, target, toCommonJs } from './activation.mjs';
import { inRoot, root } from './paths.mjs';

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

/** Leaves equal files alone, so that a window which runs them sees nothing happen. */
function writeIfChanged(file, content) {
  const bytes = Buffer.from(content);
  if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return;
  fs.writeFileSync(file, bytes);
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
