import * as fs from 'node:fs';
import * as path from 'node:path';
import { inRoot } from './paths.mjs';

/**
 * The licences of the libraries whose code is in the bundle: most ask that their text goes with every copy.
 * @param metafile of the bundle; a package counts when the bundle has something of it
 * @throws when a package has no licence file
 */
export function thirdPartyNotices(metafile) {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0));
  const folders = new Set(used.flatMap(([input]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(inRoot(folder, 'package.json'), 'utf8'));
    const file = fs.readdirSync(inRoot(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${folder} has no licence file`);
    return `${name} ${version} (${license})\n\n${fs.readFileSync(path.join(inRoot(folder), file), 'utf8').trim()}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `PromptStack contains code of these libraries.\n${rule}${notices.join(rule)}`;
}
