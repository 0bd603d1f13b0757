import { describe, expect, it } from 'vitest';
import { TestClock } from '../../../../test/support/testClock';
import { SaveTracker } from './saveTracker';

function setUp() {
  const clock = new TestClock();
  const document = { isDirty: true, isUntitled: false };
  const states: string[] = [];
  const tracker = new SaveTracker<typeof document>((ms, task) => clock.schedule(ms, task), (changed) => states.push(tracker.stateOf(changed)));
  return { clock, document, states, tracker };
}

describe('SaveTracker', () => {
  it('follows a save that succeeds', async () => {
    const { clock, document, states, tracker } = setUp();
    expect(tracker.stateOf(document)).toBe('unsaved');
    tracker.willSave(document);
    document.isDirty = false;
    tracker.didSave(document);
    await clock.advance(60_000);
    expect(states).toEqual(['saving', 'saved']);
  });

  it('holds a save for failed that never ends, until one succeeds', async () => {
    const { clock, document, states, tracker } = setUp();
    tracker.willSave(document);
    await clock.advance(4000);
    expect(tracker.stateOf(document)).toBe('saving');
    await clock.advance(2000);
    expect(states).toEqual(['saving', 'failed']);
    tracker.willSave(document);
    expect(tracker.stateOf(document)).toBe('saving');
    document.isDirty = false;
    tracker.didSave(document);
    document.isDirty = true;
    expect(tracker.stateOf(document)).toBe('unsaved');
  });

  it('believes a slow save that ends after all', async () => {
    const { clock, document, tracker } = setUp();
    tracker.willSave(document);
    await clock.advance(10_000);
    document.isDirty = false;
    tracker.didSave(document);
    expect(tracker.stateOf(document)).toBe('saved');
  });

  it('gives every attempt its time', async () => {
    const { clock, document, tracker } = setUp();
    tracker.willSave(document);
    await clock.advance(4000);
    tracker.willSave(document);
    await clock.advance(4000);
    expect(tracker.stateOf(document)).toBe('saving');
  });

  it('forgets a failure when the changes were given up, and has none for documents without a file', async () => {
    const { clock, document, tracker } = setUp();
    tracker.willSave(document);
    await clock.advance(6000);
    document.isDirty = false;
    expect(tracker.stateOf(document)).toBe('saved');
    tracker.forget(document);
    document.isDirty = true;
    expect(tracker.stateOf(document)).toBe('unsaved');
    const untitled = { isDirty: true, isUntitled: true };
    tracker.willSave(untitled);
    await clock.advance(6000);
    expect(tracker.stateOf(untitled)).toBe('none');
  });
});
