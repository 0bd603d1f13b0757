import { describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from './dispose';
import { Emitter } from './event';

describe('DisposableStore', () => {
  it('releases in reverse order, once', () => {
    const released: number[] = [];
    const store = new DisposableStore();
    for (const i of [1, 2, 3]) store.add(toDisposable(() => released.push(i)));
    store.dispose();
    store.dispose();
    expect(released).toEqual([3, 2, 1]);
  });

  it('releases at once what comes too late', () => {
    const store = new DisposableStore();
    store.dispose();
    let released = false;
    store.add(toDisposable(() => (released = true)));
    expect(released).toBe(true);
  });

  it('releases everything although one fails, and reports it', () => {
    const released: number[] = [];
    const store = new DisposableStore();
    store.add(toDisposable(() => released.push(1)));
    store.add({
      dispose() {
        throw new Error('broken');
      },
    });
    store.add(toDisposable(() => released.push(3)));
    expect(() => store.dispose()).toThrow(AggregateError);
    expect(released).toEqual([3, 1]);
  });
});

describe('Emitter', () => {
  it('calls every listener although one throws', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<number>((error) => errors.push(error));
    const seen: number[] = [];
    emitter.event(() => {
      throw new Error('broken');
    });
    const subscription = emitter.event((value) => seen.push(value));
    emitter.fire(1);
    subscription.dispose();
    emitter.fire(2);
    expect(seen).toEqual([1]);
    expect(errors).toHaveLength(2);
  });

  it('lets the same function listen twice', () => {
    const emitter = new Emitter<void>();
    let calls = 0;
    const listener = (): void => void calls++;
    const first = emitter.event(listener);
    emitter.event(listener);
    first.dispose();
    emitter.fire();
    expect(calls).toBe(1);
  });
});
