/*
 * npm run l10n: writes the texts of the code into l10n/bundle.l10n.json, the template for translations (l10n/bundle.l10n.<language>.json).
 * The texts of package.json are in package.nls.json.
 */
import * as fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { inRoot } from './paths.mjs';

export const bundleFile = inRoot('l10n/bundle.l10n.json');

/**
 * The texts that the code passes to `l10n.t`, by themselves, as VS Code looks translations up.
 * @throws when one is not a literal: it could not be translated
 */
export function textsOfCode() {
  const texts = new Set();
  for (const name of fs.readdirSync(inRoot('src'), { recursive: true })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const source = ts.createSourceFile(name, fs.readFileSync(inRoot('src', name), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node) => {
      if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText())) {
        const [text] = node.arguments;
        if (!text || !ts.isStringLiteralLike(text)) {
          const { line } = source.getLineAndCharacterOfPosition(node.getStart());
          throw new Error(`src/${name}:${line + 1}: the text for l10n.t is not a literal`);
        }
        texts.add(text.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return Object.fromEntries([...texts].sort().map((text) => [text, text]));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  fs.mkdirSync(inRoot('l10n'), { recursive: true });
  fs.writeFileSync(bundleFile, `${JSON.stringify(textsOfCode(), null, 2)}\n`);
}
