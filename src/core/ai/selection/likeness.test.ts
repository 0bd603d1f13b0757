import { expect, it } from 'vitest';
import { TestClock } from '../../../../test/support/testClock';
import { Slices } from '../../util/slices';
import { KnownRuns } from './likeness';

const knowing = async (text: string): Promise<KnownRuns> => {
  const runs = new KnownRuns();
  await runs.add(text, new Slices(new TestClock()));
  return runs;
};
const body = 'Review the change for faults, name each with its line, and say how grave it is. Be brief, and do not praise what is good.';

it('knows a text again that is inside of a longer one, also with small changes', async () => {
  const runs = await knowing(`# Task\n\nFirst read the change.\n\n${body.replace('grave', 'serious').toUpperCase()}\n\nThen stop.`);
  expect(runs.hasCopyOf(body)).toBe(false);
  expect((await knowing(`# Task\n\n${body.toUpperCase()}\n\nThen stop.`)).hasCopyOf(body)).toBe(true);
  expect((await knowing(body.replace(' what is good', ' it'))).hasCopyOf(body)).toBe(true);
});

it('takes no text for a copy that only has words in common, or hardly any', async () => {
  const runs = await knowing(body.split(' ').reverse().join(' '));
  expect(runs.hasCopyOf(body)).toBe(false);
  expect(runs.hasCopyOf('Review the change')).toBe(false);
  expect(runs.hasCopyOf('')).toBe(false);
});
