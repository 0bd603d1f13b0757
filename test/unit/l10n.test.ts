import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bundleFile, textsOfCode } from '../../scripts/l10n.mjs';

it('the template for translations has exactly the texts of the code (npm run l10n)', () => {
  expect(JSON.parse(readFileSync(bundleFile, 'utf8'))).toEqual(textsOfCode());
});
