import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refreshes } from './refreshes';

describe('Refreshes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function following(workMs = 0) {
    const seen = { isVisible: true, batches: [] as (readonly string[] | undefined)[] };
    const refreshes = new Refreshes(
      () => seen.isVisible,
      async (uuids) => {
        seen.batches.push(uuids);
        if (workMs > 0) await new Promise((resolve) => setTimeout(resolve, workMs));
      },
    );
    return { refreshes, seen };
  }

  it('follows a burst at once, and everything when anything may have changed', async () => {
    const { refreshes, seen } = following();
    refreshes.add(['a']);
    refreshes.add(['b', 'a']);
    await vi.advanceTimersByTimeAsync(299);
    expect(seen.batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen.batches).toEqual([['a', 'b']]);
    refreshes.add(['c']);
    refreshes.add(undefined);
    refreshes.add(['d']);
    await vi.advanceTimersByTimeAsync(300);
    expect(seen.batches.slice(1)).toEqual([undefined]);
  });

  it('waits until somebody looks', async () => {
    const { refreshes, seen } = following();
    seen.isVisible = false;
    refreshes.add(['a']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(seen.batches).toEqual([]);
    seen.isVisible = true;
    refreshes.wake();
    await vi.advanceTimersByTimeAsync(300);
    expect(seen.batches).toEqual([['a']]);
  });

  it('rests the longer the more work a look is, and never looks twice at a time', async () => {
    const { refreshes, seen } = following(200);
    refreshes.add(['a']);
    await vi.advanceTimersByTimeAsync(400);
    refreshes.add(['b']);
    await vi.advanceTimersByTimeAsync(1800);
    expect(seen.batches).toEqual([['a']]);
    await vi.advanceTimersByTimeAsync(200);
    expect(seen.batches).toEqual([['a'], ['b']]);
  });

  it('ends with its view', async () => {
    const { refreshes, seen } = following();
    refreshes.add(['a']);
    refreshes.dispose();
    refreshes.add(['b']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(seen.batches).toEqual([]);
  });
});
