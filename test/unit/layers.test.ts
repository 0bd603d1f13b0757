import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  // The planted files do not exist, so the rules that need types are off; the layer rules need none.
  overrideConfig: [
    { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
    { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
  ],
});

const layerRules = new Set(['no-restricted-imports', 'no-restricted-syntax']);

async function violations(filePath: string, code: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const messages = result?.messages ?? [];
  expect(messages.filter((message) => message.fatal)).toEqual([]);
  return messages.flatMap((message) => (message.ruleId && layerRules.has(message.ruleId) ? [message.ruleId] : []));
}

describe('layers', () => {
  it.each([
    ['core knows no editor', 'src/core/planted.ts', `import * as vscode from 'vscode'; export const v = vscode;`],
    ['not even its types', 'src/core/planted.ts', `import type { Uri } from 'vscode'; export type U = Uri;`],
    ['core knows no Node', 'src/core/planted.ts', `import fs from 'node:fs'; export const f = fs;`],
    ['without the prefix either', 'src/core/planted.ts', `import fs from 'fs'; export const f = fs;`],
    ['nor a sub-path of a built-in', 'src/core/planted.ts', `import fs from 'fs/promises'; export const f = fs;`],
    ['core imports no adapter', 'src/core/prompts/planted.ts', `export { x } from '../../platform/node/nodeFileSystem';`],
    ['core imports no feature', 'src/core/planted.ts', `import { x } from '../extension/host'; export const y = x;`],
    ['nor lazily', 'src/core/planted.ts', `export const y = () => import('../extension/host');`],
    ['nor the editor lazily', 'src/core/planted.ts', `export const y = () => import('vscode');`],
    ['nor Node lazily', 'src/core/planted.ts', `export const y = () => import('node:fs/promises');`],
    ['no require', 'src/core/planted.ts', `export const y = require('fs');`],
    ['node adapters know no editor', 'src/platform/node/planted.ts', `import * as vscode from 'vscode'; export const v = vscode;`],
    ['nor the editor adapters', 'src/platform/node/planted.ts', `export { x } from '../vscode/outputLog';`],
    ['editor adapters know no Node', 'src/platform/vscode/planted.ts', `import os from 'node:os'; export const o = os;`],
    ['adapters know no feature', 'src/platform/vscode/planted.ts', `export { x } from '../../extension/host';`],
    ['messages know no adapter', 'src/protocol/planted.ts', `export { x } from '../platform/node/nodeFileSystem';`],
    ['pages know no adapter', 'src/webview/planted.ts', `export { x } from '../platform/node/nodeFileSystem';`],
    ['features know no page', 'src/extension/planted.ts', `export { x } from '../webview/panel';`],
    ['the server knows no editor', 'src/server/planted.ts', `import * as vscode from 'vscode'; export const v = vscode;`],
    ['a feature knows no other', 'src/extension/features/one/planted.ts', `export { x } from '../other/other';`],
  ])('%s', async (_name, filePath, code) => {
    expect(await violations(filePath, code)).not.toEqual([]);
  });

  it.each([
    ['core to core', 'src/core/library/planted.ts', `export { x } from '../prompts/prompt';`],
    ['core to a library', 'src/core/prompts/planted.ts', `import matter from 'gray-matter'; export const m = matter;`],
    ['lazily within core', 'src/core/library/planted.ts', `export const y = () => import('./promptSearch');`],
    ['adapter to core', 'src/platform/node/planted.ts', `import fs from 'node:fs'; export { x } from '../../core/ports/fileSystem'; export const f = fs;`],
    ['editor adapter to the editor', 'src/platform/vscode/planted.ts', `import * as vscode from 'vscode'; export const v = vscode;`],
    ['feature to host and core', 'src/extension/features/one/planted.ts', `export { x } from '../../host'; export { y } from '../../../core/app';`],
    ['feature to its own files', 'src/extension/features/one/planted.ts', `export { x } from './part';`],
  ])('allows %s', async (_name, filePath, code) => {
    expect(await violations(filePath, code)).toEqual([]);
  });
});
