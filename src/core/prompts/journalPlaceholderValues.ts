import type { Clock } from '../ports/clock';
import type { Journal } from '../ports/journal';
import type { Log } from '../ports/log';
import type { PlaceholderValues } from './placeholderValues';

export class JournalPlaceholderValues implements PlaceholderValues {
  constructor(
    readonly journal: Journal,
    readonly clock: Clock,
    readonly log: Log,
  ) {}

  whenReady(): Promise<void> {
    return Promise.resolve();
  }

  of(_name: string): readonly string[] {
    return [];
  }

  record(_name: string, _value: string): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.journal.dispose();
  }
}
