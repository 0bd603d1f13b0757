import type { Clock } from '../../../core/ports/clock';
import type { FoldEntries } from '../../../core/ports/journal';
import type { Log } from '../../../core/ports/log';
import type { Disposable } from '../../../core/util/dispose';
import { pathOf } from '../nodePaths';
import { compactJournal } from './compactJournal';
import { JournalFollower } from './journalFollower';
import { SegmentWriter } from './segmentWriter';

/** The folder of a journal as one window uses it: it appends to its own segments and follows those of others. Failures are the system's. */
export class JournalFolder implements Disposable {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #writer: SegmentWriter;
  readonly #follower: JournalFollower;

  constructor(uri: string, clock: Clock, log: Log, onDidAppend: (entries: readonly unknown[]) => void) {
    this.#path = pathOf(uri);
    this.#clock = clock;
    this.#writer = new SegmentWriter(this.#path, clock);
    this.#follower = new JournalFollower({ folder: this.#path, clock, log, isOwn: this.#isOwn, onDidAppend });
  }

  readOthers(): Promise<readonly unknown[]> {
    return this.#follower.readOthers();
  }

  /** @param line without its end */
  append(line: string): Promise<void> {
    return this.#writer.append(line);
  }

  compact(fold: FoldEntries): Promise<boolean> {
    return compactJournal({ folder: this.#path, clock: this.#clock, isOwn: this.#isOwn, fold });
  }

  dispose(): void {
    this.#follower.dispose();
    this.#writer.close();
  }

  readonly #isOwn = (name: string): boolean => this.#writer.own.has(name);
}
