import * as path from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeFolder, scratchFolder } from '../../../scripts/scratch.mjs';
import { packageExtension } from '../../../scripts/vsix.mjs';
import { ensureChromium } from '../../host/chromium.mjs';
import { codeServerCli, createProfile } from '../../host/codeServer.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with the extension as VS Code installed it from the package; journeys only read it. */
    readonly extensionsFolder: string;
  }
}

/** Packages the extension and installs it once, as a user would; every journey starts from a clean profile that has it. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = scratchFolder('e2e');
  await ensureChromium();
  const profile = createProfile(folder);
  let vsix = process.env.PROMPTSTACK_VSIX;
  if (!vsix) {
    vsix = path.join(folder, 'promptstack.vsix');
    await packageExtension(vsix);
  }
  await codeServerCli(profile, ['--install-extension', path.resolve(vsix), '--force']);
  const installed = await codeServerCli(profile, ['--list-extensions']);
  if (!installed.includes('promptstack.promptstack')) throw new Error(`The package was not installed: ${installed}`);
  project.provide('extensionsFolder', profile.extensions);
  return () => removeFolder(folder);
}
