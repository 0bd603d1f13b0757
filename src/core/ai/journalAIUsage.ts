import type { DomainEvents } from '../events/domainEvents';
import type { Clock } from '../ports/clock';
import { DisposableStore } from '../util/dispose';
import { Emitter } from '../util/event';
import type { AIUsage, DayOfUse } from './usage';

/** See {@link AIUsage}. */
export class JournalAIUsage extends DisposableStore implements AIUsage {
  readonly #changed = this.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;

  constructor(_events: DomainEvents, _clock: Clock) {
    super();
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  days(): readonly DayOfUse[] {
    return [];
  }
  tokensToday(_task: string): number {
    return 0;
  }
}
