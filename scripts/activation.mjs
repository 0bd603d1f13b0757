/* What the extension host reads at the start: which files these are, and how they become one. */
import * as path from 'node:path';
import * as esbuild from 'esbuild';

/** The Node of the oldest VS Code that package.json allows. */
export const target = 'node22';

/**
 * Turns an output of esbuild into what the extension host loads: there, a dynamic import is a `require` on first use.
 * @param strict false where libraries may be in it, which were written as scripts
 */
export async function toCommonJs(text, output, production, strict) {
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
export async function joinActivation(metafile, texts) {
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

/**
 * What is read from disk before `activate` runs: the entry file and every file that it needs at once.
 * @param metafile of `bundleExtension`
 * @returns the files with their sizes in bytes
 */
export function activationFiles(metafile) {
  return [...activationOutputs(metafile)].map((name) => ({ name: path.basename(name), bytes: metafile.outputs[name].bytes }));
}

/**
 * What of the sources is in those files.
 * @param metafile of `bundleExtension`
 * @returns paths of the source files, from the root of the repository
 */
export function activationInputs(metafile) {
  return [...activationOutputs(metafile)].flatMap((name) => Object.keys(metafile.outputs[name].inputs));
}

/** Name of the file that `main` of package.json leads to, in the metafile. */
export function entryOf({ outputs }) {
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
