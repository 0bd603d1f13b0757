import { activationFiles } from './bundle.mjs';

/** What may be read before `activate` runs, and what may be downloaded to install; in kilobytes of 1000 bytes. */
export const limits = { activation_bundle_kb: 150, vsix_kb: 2000 };

/**
 * @param packaged result of `packageExtension`
 * @returns the sizes in kilobytes, by the names of {@link limits}
 */
export function sizesOf({ metafile, bytes }) {
  const activation = activationFiles(metafile).reduce((sum, file) => sum + file.bytes, 0);
  return { activation_bundle_kb: activation / 1000, vsix_kb: bytes / 1000 };
}
