import type { Clock } from '../ports/clock';
import type { FileSystem } from '../ports/fileSystem';
import type { Log } from '../ports/log';
import type { RememberedPrompts } from './promptCache';
import type { PromptSource } from './promptSource';
import type { SourceState } from './sourceState';

/** What a scan works on. */
export interface ScanContext {
  readonly source: PromptSource;
  readonly fileSystem: FileSystem;
  readonly clock: Clock;
  readonly log: Log;
  readonly state: SourceState;
  /** Roots of other library folders inside this one: what lies there is theirs. */
  readonly nested: readonly string[];
  /** What an earlier run knew. */
  readonly remembered: RememberedPrompts;
  /** True when the file changed again since the scan began and will be read by the next one. */
  readonly isSuperseded: (uri: string) => boolean;
  /** True when nobody wants the result any more. */
  readonly isStopped: () => boolean;
  /** Called after each finding, to announce what is known so far. */
  readonly progress: () => void;
  readonly maxCount?: number;
}
