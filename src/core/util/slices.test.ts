import { expect, it } from 'vitest';
import { TestClock } from '../../../test/support/testClock';
import { Slices } from './slices';

it('waits for a turn of the event loop when the slice is used up, once for all who share it', async () => {
  const clock = new TestClock();
  const slices = new Slices(clock);
  expect(slices.next()).toBeUndefined();
  await clock.advance(10);
  const turn = slices.next();
  expect(turn).toBeInstanceOf(Promise);
  expect(slices.next()).toBe(turn);
  await turn;
  expect(slices.next()).toBeUndefined();
});
