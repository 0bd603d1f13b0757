/* What is read before `activate` runs, how much of that is there for language models, and what is downloaded to install. */
import * as path from 'node:path';
import { activationFiles } from '../../scripts/activation.mjs';
import { limits, loadedTooEarly, sizesOf } from '../../scripts/sizes.mjs';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';
import { packageExtension } from '../../scripts/vsix.mjs';

/** What registers the commands and views that ask language models; all that they do is loaded on first use. */
const registersAI = /^src\/(?:core\/ai\/lazyAI|extension\/lazyCommands|extension\/features\/(?:aiAccess|aiUsage|contextPrompts|reviewEdits|sendPrompt|suggestions)\/)/;

const folder = scratchFolder('sizes');
try {
  const packaged = await packageExtension(path.join(folder, 'promptstack.vsix'));
  const files = activationFiles(packaged.metafile);
  for (const [name, value] of Object.entries(sizesOf(packaged))) {
    const beside = { limit_kb: limits[name], ...(name === 'activation_bundle_kb' && { files: files.length }) };
    console.log(JSON.stringify({ name, value: Number(value.toFixed(1)), unit: 'kb', beside }));
  }
  const entry = Object.values(packaged.metafile.outputs).find(({ entryPoint }) => entryPoint?.endsWith('src/extension/extension.ts'));
  const registering = Object.entries(entry.inputs).reduce((sum, [input, { bytesInOutput }]) => sum + (registersAI.test(input) ? bytesInOutput : 0), 0);
  const early = loadedTooEarly(packaged.metafile).length;
  console.log(JSON.stringify({ name: 'ai_registration_kb', value: Number((registering / 1000).toFixed(2)), unit: 'kb', beside: { files_loaded_early: early } }));
} finally {
  removeFolder(folder);
}
