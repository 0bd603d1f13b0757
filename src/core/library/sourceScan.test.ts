import { describe, expect, it } from 'vitest';
import { aSource, inMemoryPorts, promptText } from '../../../test/support/builders';
import { memoryUri } from '../../../test/support/inMemoryFileSystem';
import { SourceScan } from './sourceScan';
import { SourceState } from './sourceState';

describe('a library of more files than can be handled', () => {
  it('shows as many as can be, and says so', async () => {
    const { fileSystem, clock, log } = inMemoryPorts();
    for (let index = 0; index < 25; index++) fileSystem.put(memoryUri('library', `${index}.md`), promptText(`P${index}`));
    const state = new SourceState();
    const context = {
      source: aSource(),
      fileSystem,
      clock,
      log,
      state,
      nested: [],
      remembered: { has: () => false, get: () => undefined },
      isSuperseded: () => false,
      isStopped: () => false,
      progress: () => undefined,
      maxCount: 10,
    };
    await new SourceScan(context).run([memoryUri('library')]);
    expect(state.prompts.size).toBe(10);
    expect(state.notices).toEqual([{ uri: memoryUri('library'), reason: 'tooMany' }]);
  });
});
