import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TestClock } from '../../../test/support/testClock';
import { Slices } from '../util/slices';
import { decodeTexts, encodeTexts, type KeptText } from './textsFile';

const text: fc.Arbitrary<KeptText> = fc.record({
  origin: fc.record({
    uri: fc.webUrl(),
    kind: fc.constantFrom('prompt' as const, 'composition' as const),
    stamp: fc.nat(Number.MAX_SAFE_INTEGER),
    size: fc.nat(1024 * 1024),
  }),
  words: fc.array(fc.oneof(fc.constantFrom('\n', '\n\n', ' the', '{{', '\u{FEFF}', 'ünï'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })), { maxLength: 30 }),
});

const slices = (): Slices => new Slices(new TestClock());

async function decoded(bytes: Uint8Array): Promise<{ version: string | undefined; texts: KeptText[] }> {
  const texts: KeptText[] = [];
  const version = await decodeTexts(bytes, slices(), (each) => texts.push(each));
  return { version, texts };
}

describe('the file of learned texts', () => {
  it('gives back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 6 }), fc.string({ unit: 'grapheme' }), async (texts, version) => {
        expect(await decoded(await encodeTexts(version, texts, slices()))).toEqual({ version, texts });
      }),
    );
  });

  it('that is cut or changed anywhere gives nothing', async () => {
    const bytes = await encodeTexts('1.0', fc.sample(text, { numRuns: 4, seed: 5 }), slices());
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, change, cut) => {
        const bad = cut ? bytes.slice(0, at) : bytes.slice();
        if (!cut) bad[at] = (bad[at] ?? 0) ^ change;
        expect(await decoded(bad)).toEqual({ version: undefined, texts: [] });
      }),
    );
  });

  it('is told from any other file', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => void expect((await decoded(bytes)).version).toBeUndefined()));
  });
});
