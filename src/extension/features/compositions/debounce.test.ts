import { describe, expect, it } from 'vitest';
import { TestClock } from '../../../../test/support/testClock';
import { Debounce } from './debounce';

function setUp(delay = 750, limit = 5000) {
  const clock = new TestClock();
  const start = clock.now();
  const runs: number[] = [];
  const debounce = new Debounce(clock, { delay: () => delay, limit }, () => runs.push(clock.now() - start));
  const type = async (count: number, every: number): Promise<void> => {
    for (let key = 0; key < count; key++) {
      debounce.touch();
      await clock.advance(every);
    }
  };
  return { clock, runs, debounce, type };
}

describe('Debounce', () => {
  it('waits for a pause', async () => {
    const { clock, runs, type } = setUp();
    await type(5, 100);
    expect(runs).toEqual([]);
    await clock.advance(5000);
    expect(runs).toEqual([400 + 750]);
  });

  it('does not wait for ever', async () => {
    const { clock, runs, type } = setUp();
    await type(200, 100);
    await clock.advance(5000);
    expect(runs).toEqual([5000, 10_000, 15_000, 20_000]);
  });

  it('has a limit shorter than its pause', async () => {
    const { runs, clock, type } = setUp(1000, 500);
    await type(1, 100);
    await clock.advance(1000);
    expect(runs).toEqual([500]);
  });

  it('does at once what waits, once, and nothing when nothing does', async () => {
    const { clock, runs, debounce, type } = setUp();
    debounce.flush();
    await type(1, 100);
    debounce.flush();
    debounce.flush();
    await clock.advance(5000);
    expect(runs).toEqual([100]);
  });

  it('forgets what waits', async () => {
    const { clock, runs, debounce, type } = setUp();
    await type(1, 100);
    debounce.dispose();
    await clock.advance(5000);
    expect(runs).toEqual([]);
    expect(debounce.isPending).toBe(false);
  });
});
