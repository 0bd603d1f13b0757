import { describe, expect, it } from 'vitest';
import { titlesWithin } from './titlesWithin';

const FOREVER = 1_000_000;

describe('titles', () => {
  it('are all there when there is time', async () => {
    const uris = Array.from({ length: 50 }, (_, i) => `f${i}`);
    const titles = await titlesWithin(uris, (uri) => Promise.resolve(uri.toUpperCase()), FOREVER, new AbortController().signal);
    expect([...titles]).toEqual(uris.map((uri) => [uri, uri.toUpperCase()]));
  });

  it('that take too long are left out, and no more are begun', async () => {
    const asked: string[] = [];
    const titleOf = (uri: string): Promise<string> => {
      asked.push(uri);
      return asked.length > 2 ? new Promise(() => undefined) : Promise.resolve(uri);
    };
    const uris = Array.from({ length: 50 }, (_, i) => `f${i}`);
    expect([...(await titlesWithin(uris, titleOf, 20, new AbortController().signal)).keys()]).toEqual(['f0', 'f1']);
    expect(asked.length).toBeLessThan(uris.length);
  });

  it('stop when nobody wants them any more', async () => {
    const abort = new AbortController();
    const result = titlesWithin(['a'], () => new Promise(() => undefined), FOREVER, abort.signal);
    abort.abort();
    expect((await result).size).toBe(0);
    expect((await titlesWithin(['a'], (uri) => Promise.resolve(uri), FOREVER, abort.signal)).size).toBe(0);
  });
});
