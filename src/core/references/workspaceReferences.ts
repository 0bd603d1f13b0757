import type { Clock } from '../ports/clock';
import type { FileLister } from '../ports/fileLister';
import type { FileSystem } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { Disposable } from '../util/dispose';
import type { References } from './references';

export interface ReferencePorts {
  readonly fileSystem: FileSystem;
  readonly fileLister: FileLister;
  readonly clock: Clock;
  readonly log: Log;
}

export const WorkspaceReferences = class {
  constructor(readonly ports: ReferencePorts) {}
  dispose(): void {}
} as unknown as new (ports: ReferencePorts) => References & Disposable;
