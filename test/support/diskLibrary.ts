import { join } from 'node:path';
import type { App } from '../../src/core/app';
import { createApp } from '../../src/core/createApp';
import { NodeFileSystem } from '../../src/platform/node/nodeFileSystem';
import { uriOf } from '../../src/platform/node/nodePaths';
import { SystemClock } from '../../src/platform/node/systemClock';
import { aSource, inMemoryPorts } from './builders';

/**
 * Begins to load a library folder from the real disk. The caller disposes of the app.
 * @param folder path of the library
 * @param storage path of what is kept between runs: `index` and `continuations` lie in it
 */
export function openDiskLibrary(folder: string, storage: string): App {
  const app = createApp({
    ...inMemoryPorts(),
    fileSystem: new NodeFileSystem(),
    clock: new SystemClock(),
    storage: { indexFolder: uriOf(join(storage, 'index')), continuationsFolder: uriOf(join(storage, 'continuations')), version: 'test' },
  });
  app.library.setSources([aSource({ root: uriOf(folder) })]);
  return app;
}
