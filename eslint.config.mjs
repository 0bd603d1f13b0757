import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const node = builtinModules.flatMap((name) => [name, `node:${name}`]);

/**
 * Imports point inward only. One entry per layer: what it may not import.
 * Dynamic `import()` and `require()` are covered as well, through `no-restricted-syntax`.
 */
function layer(files, { vscode = false, builtins = false, not, forbidden: extra }) {
  const message = 'Layer violation: imports point inward only (docs/architecture.md).';
  const absent = 'Not available in this layer; add a port in src/core/ports.';
  const forbidden = [...(vscode ? [] : ['vscode']), ...(builtins ? [] : node)];
  const outer = [`^(\\.\\.?/)+(.*/)?(${not.join('|')})(/|$)`, extra].filter(Boolean).join('|');
  const names = forbidden.map((name) => name.replaceAll('/', '\\u002f')).join('|');
  return {
    files,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: forbidden.map((name) => ({ name, message: absent })), patterns: [{ regex: outer, message }] },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: `ImportExpression[source.value=/${outer.replaceAll('/', '\\u002f')}/]`, message },
        ...(names ? [{ selector: `ImportExpression[source.value=/^(${names})$/]`, message: absent }] : []),
        { selector: 'CallExpression[callee.name="require"]', message: 'Use import.' },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', 'coverage/', 'test/host/offline/'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['**/*.test.ts', 'test/**/*.ts'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off', 'no-console': 'off' } },
  layer(['src/core/**/*.ts'], { not: ['protocol', 'platform', 'extension', 'webview', 'server'] }),
  layer(['src/protocol/**/*.ts'], { not: ['platform', 'extension', 'webview', 'server'] }),
  layer(['src/platform/node/**/*.ts'], { builtins: true, not: ['protocol', 'platform/vscode', 'vscode', 'sqlite', 'extension', 'webview', 'server'] }),
  layer(['src/platform/sqlite/**/*.ts'], { builtins: true, not: ['protocol', 'platform/vscode', 'vscode', 'extension', 'webview', 'server'] }),
  layer(['src/platform/vscode/**/*.ts'], { vscode: true, not: ['node', 'sqlite', 'extension', 'webview', 'server'] }),
  layer(['src/webview/**/*.ts'], { not: ['platform', 'extension', 'server'] }),
  layer(['src/server/**/*.ts'], { builtins: true, not: ['platform/vscode', 'extension', 'webview'] }),
  layer(['src/extension/**/*.ts'], { vscode: true, builtins: true, not: ['webview', 'server'] }),
  // A feature stands alone: what two of them need lives in src/extension, and they reach each other through commands.
  layer(['src/extension/features/*/*.ts'], { vscode: true, builtins: true, not: ['webview', 'server', 'features'], forbidden: '^\\.\\./[^.]' }),
);
