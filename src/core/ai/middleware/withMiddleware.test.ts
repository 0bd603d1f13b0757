import { describe, expect, it } from 'vitest';
import { ScriptedProvider, textAnswer } from '../../../../test/support/scriptedProvider';
import { AIWorld, aRequest, collect } from '../../../../test/support/aiWorld';
import { withMiddleware } from './withMiddleware';

describe('smoke', () => {
  it('works', async () => {
    const world = new AIWorld();
    const inner = new ScriptedProvider(() => textAnswer('a', 'b'));
    const provider = withMiddleware(inner, world.parts);
    expect((await collect(provider.generate(aRequest(), { signal: new AbortController().signal }))).text).toBe('ab');
  });
});
