import { compositionRepositoryConformance } from '../../../test/support/compositionRepositoryConformance';
import type { Clock } from '../ports/clock';
import { toDisposable } from '../util/dispose';
import { Slices } from '../util/slices';
import { InMemoryCompositionRepository } from './inMemoryCompositionRepository';

/** A machine so slow that every piece of work uses its slice up. */
class SlowClock implements Clock {
  #now = 0;

  now(): number {
    return (this.#now += 1000);
  }

  schedule(ms: number, task: () => void): ReturnType<typeof toDisposable> {
    const timer = setTimeout(task, ms);
    return toDisposable(() => clearTimeout(timer));
  }

  nextTurn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

compositionRepositoryConformance('InMemoryCompositionRepository', () => Promise.resolve(new InMemoryCompositionRepository()));
compositionRepositoryConformance('InMemoryCompositionRepository in slices', () => Promise.resolve(new InMemoryCompositionRepository(new Slices(new SlowClock()))));
