import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { TestClock } from '../../../../test/support/testClock';
import { watchedFetch } from './watchedFetch';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('An answer that does not stop is given up, and its connection is closed', async () => {
  let isClosed = false;
  const url = await serve((_request, response) => {
    const timer = setInterval(() => response.write('x'.repeat(1000)), 1);
    response.on('close', () => {
      clearInterval(timer);
      isClosed = true;
    });
  });
  const response = await watchedFetch(new TestClock(), { firstByte: 1000, idle: 1000, size: 20_000 })(url);
  await expect(response.text()).rejects.toMatchObject({ reason: 'badAnswer' });
  await expect.poll(() => isClosed, { timeout: 30_000 }).toBe(true);
});

test('Somebody who reads slowly is not taken for a silent service', async () => {
  const url = await serve((_request, response) => {
    response.write('one');
    response.end('two');
  });
  const clock = new TestClock();
  const response = await watchedFetch(clock, { firstByte: 1000, idle: 1000, size: 1000 })(url);
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  await reader.read();
  await clock.advance(60_000);
  let length = 0;
  for (let step = await reader.read(); !step.done; step = await reader.read()) length += step.value.length;
  expect(length).toBeLessThanOrEqual(3);
});
