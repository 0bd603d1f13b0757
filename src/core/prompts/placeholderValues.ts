import type { Disposable } from '../util/dispose';

/** What was filled in for placeholders before, over all windows, most recent first. */
export interface PlaceholderValues extends Disposable {
  /** Resolves when what was recorded before is known. */
  whenReady(): Promise<void>;
  /** Values for a name, most recently used first, without repetition; at most 20. Of a list, its items joined by line ends. */
  of(name: string): readonly string[];
  /** Blank values and those over 4,000 UTF-16 code units are not kept. */
  record(name: string, value: string): Promise<void>;
}
