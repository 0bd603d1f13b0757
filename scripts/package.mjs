import { ensureInstalled } from './ensure.mjs';

await ensureInstalled();
const { packageExtension } = await import('./vsix.mjs');
const { bytes } = await packageExtension();
console.log(`promptstack.vsix: ${(bytes / 1000).toFixed(1)} KB`);
