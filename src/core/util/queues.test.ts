import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedQueue } from './keyedQueue';
import { LatestQueue } from './latestQueue';

describe('tasks of one key', () => {
  it('run one after the other, also behind one that fails; those of other keys do not wait', async () => {
    const queue = new KeyedQueue();
    const order: string[] = [];
    let open = (): void => undefined;
    const first = queue.run('a', () => new Promise<void>((resolve) => (open = resolve)).then(() => order.push('a1')));
    const failing = queue.run('a', () => Promise.reject(new Error('no')));
    const last = queue.run('a', () => Promise.resolve(order.push('a3')));
    await queue.run('b', () => Promise.resolve(order.push('b1')));
    open();
    await expect(failing).rejects.toThrow('no');
    await Promise.all([first, last]);
    expect(order).toEqual(['b1', 'a1', 'a3']);
  });
});

describe('a queue for the latest', () => {
  it('works in order, leaves out what is outdated, and resolves when the value or a newer one was worked on', async () => {
    const delays = fc.array(fc.nat(3), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(delays, async (turns) => {
        const worked: number[] = [];
        const queue = new LatestQueue<number>(async (value) => {
          await new Promise((resolve) => setImmediate(resolve));
          worked.push(value);
          if (value % 5 === 4) throw new Error(String(value));
        });
        const checks: Promise<void>[] = [];
        for (const [value, wait] of turns.entries()) {
          const done = (): void => expect(worked.at(-1)).toBeGreaterThanOrEqual(value);
          checks.push(queue.push(value).then(done, done));
          for (let turn = 0; turn < wait; turn++) await new Promise((resolve) => setImmediate(resolve));
        }
        await Promise.all(checks);
        expect(worked).toEqual([...worked].sort((a, b) => a - b));
        if (turns.length > 0) expect(worked.at(-1)).toBe(turns.length - 1);
      }),
      { numRuns: 50 },
    );
  });
});
