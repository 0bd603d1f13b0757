import { ensureInstalled } from './ensure.mjs';
import { inRoot } from './paths.mjs';

await ensureInstalled();
const { activationFiles } = await import('./activation.mjs');
const { bundleExtension, watchExtension } = await import('./bundle.mjs');

const args = process.argv.slice(2);
if (args.includes('--watch')) {
  await watchExtension(inRoot('dist'));
} else {
  const metafile = await bundleExtension(inRoot('dist'), { production: !args.includes('--dev') });
  const activation = activationFiles(metafile).reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`dist: ${Object.keys(metafile.outputs).length} files, ${kilobytes(activation)} KB of them before activation`);
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1);
}
