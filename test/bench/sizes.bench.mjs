/* What is read before `activate` runs, and what is downloaded to install. */
import * as path from 'node:path';
import { activationFiles } from '../../scripts/bundle.mjs';
import { limits, sizesOf } from '../../scripts/sizes.mjs';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';
import { packageExtension } from '../../scripts/vsix.mjs';

const folder = scratchFolder('sizes');
try {
  const packaged = await packageExtension(path.join(folder, 'promptstack.vsix'));
  const files = activationFiles(packaged.metafile);
  for (const [name, value] of Object.entries(sizesOf(packaged))) {
    const beside = { limit_kb: limits[name], ...(name === 'activation_bundle_kb' && { files: files.length }) };
    console.log(JSON.stringify({ name, value: Number(value.toFixed(1)), unit: 'kb', beside }));
  }
} finally {
  removeFolder(folder);
}
