import { activationFiles, activationInputs } from './activation.mjs';

/** What may be read before `activate` runs, and what may be downloaded to install; in kilobytes of 1000 bytes. */
export const limits = { activation_bundle_kb: 92, vsix_kb: 2000 };

/** What loads on first use only, by the names of source files. */
const late = [
  // Libraries: none is needed to register anything.
  /(?:^|\/)node_modules\//,
  /^src\/core\/history\/(?!lazyHistory\.ts$|historyError\.ts$)/,
  /^src\/core\/inline\/(?!learnedContinuations\.ts$)/,
  /^src\/platform\/sqlite\//,
  /^src\/extension\/historyDatabase\.ts$/,
  /^src\/extension\/features\/historyStatistics\/(?!historyStatistics\.ts$)/,
  /^src\/protocol\//,
  /^src\/core\/events\/isDomainEvent\.ts$/,
  /^src\/core\/ai\/(?!lazyAI\.ts$)/,
  /^src\/platform\/(?:node|vscode)\/ai\//,
  /^src\/extension\/aiPorts\.ts$/,
  /^src\/core\/library\/(?:filesystemSource|pickItems|promptSearch|starters|tree\w+)\.ts$/,
  /^src\/extension\/(?:insertion|pickPreview|problemText|promptFileErrors|promptRelocation)\.ts$/,
  /^src\/extension\/features\/libraryTree\/(?!libraryTree\.ts$)/,
  /^src\/platform\/node\/atomicWrite\.ts$/,
];

/**
 * @param packaged result of `packageExtension`
 * @returns the sizes in kilobytes, by the names of {@link limits}
 */
export function sizesOf({ metafile, bytes }) {
  const activation = activationFiles(metafile).reduce((sum, file) => sum + file.bytes, 0);
  return { activation_bundle_kb: activation / 1000, vsix_kb: bytes / 1000 };
}

/**
 * @param metafile of `bundleExtension`
 * @returns source files that are loaded before `activate` runs and should be loaded on first use
 */
export function loadedTooEarly(metafile) {
  return activationInputs(metafile).filter((name) => late.some((pattern) => pattern.test(name)));
}
