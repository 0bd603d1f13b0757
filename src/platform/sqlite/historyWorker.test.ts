import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { compositionRow } from '../../../test/support/compositionRows';
import { buildHistoryWorker } from '../../../test/support/historyWorker';
import { inThisThread, type LinkInThisThread, sqlJs, wasmFile } from '../../../test/support/sqlHistory';
import { TestClock } from '../../../test/support/testClock';
import type { OpenedDatabase } from '../../core/ports/historyDatabase';
import { HistoryError } from '../../core/history/historyError';
import { SqlJsHistoryDatabase } from './sqlJsHistoryDatabase';

const base = fs.mkdtempSync(join(tmpdir(), 'promptstack-worker-'));
let built: { readonly worker: string; readonly wasm: string };

beforeAll(() => {
  built = buildHistoryWorker(join(base, 'dist'));
});
afterAll(() => fs.rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));

const log = new RecordingLog();
const isUnavailable = (error: unknown): boolean => HistoryError.is(error, 'unavailable');

function open(folder: string, files = built): Promise<OpenedDatabase> {
  return new SqlJsHistoryDatabase({ folder, ...files, log }).open({ mayLose: () => Promise.resolve(false) });
}

describe('the worker as it ships', () => {
  test('keeps compositions from one start to the next', async () => {
    const folder = join(base, 'storage', 'not there yet');
    const first = await open(folder);
    expect(first.state).toBe('new');
    const kept = compositionRow({ body: 'A naïve 日本語 text 👩‍👩‍👧' });
    await first.repository.save([kept]);
    await first.repository.flush();
    first.repository.dispose();
    await expect(first.repository.load(kept.uuid)).rejects.toSatisfy((error) => HistoryError.is(error, 'closed'));
    const second = await open(folder);
    expect(second.state).toBe('ready');
    expect(await second.repository.load(kept.uuid)).toEqual(kept);
    expect((await second.repository.search('naive 本語')).map(({ composition }) => composition.uuid)).toEqual([kept.uuid]);
    second.repository.dispose();
  });

  test('writes what is new when it is closed', async () => {
    const folder = join(base, 'closed');
    const { repository } = await open(folder);
    await repository.save([compositionRow()]);
    repository.dispose();
    await expect.poll(() => fs.existsSync(join(folder, 'history.db')), { timeout: 20_000 }).toBe(true);
  });

  test('takes a search back', async () => {
    const { repository } = await open(join(base, 'cancelled'));
    const controller = new AbortController();
    const search = repository.search('anything', { signal: controller.signal });
    controller.abort();
    await expect(search).rejects.toThrow(/abort/i);
    await expect(repository.search('anything', { signal: controller.signal })).rejects.toThrow(/abort/i);
    expect(await repository.search('anything')).toEqual([]);
    repository.dispose();
  });

  test('is unavailable, and soon so, where SQLite or the script are missing or broken', async () => {
    const broken = join(base, 'broken.wasm');
    fs.writeFileSync(broken, fs.readFileSync(wasmFile).subarray(0, 100_000));
    const noScript = join(base, 'broken.js');
    fs.writeFileSync(noScript, 'this is no script');
    const folder = join(base, 'unavailable');
    await expect(open(folder, { ...built, wasm: join(base, 'absent.wasm') })).rejects.toSatisfy(isUnavailable);
    await expect(open(folder, { ...built, wasm: broken })).rejects.toSatisfy(isUnavailable);
    await expect(open(folder, { ...built, worker: join(base, 'absent.js') })).rejects.toSatisfy(isUnavailable);
    await expect(open(folder, { ...built, worker: noScript })).rejects.toSatisfy(isUnavailable);
    expect(fs.existsSync(folder)).toBe(false);
  });

  test('is killed while it writes: the former file is whole', async () => {
    const folder = join(base, 'killed');
    const program = join(base, 'child.cjs');
    buildSync({ entryPoints: [resolve('test/support/historyDatabaseChild.ts')], outfile: program, bundle: true, platform: 'node', format: 'cjs' });
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [program, folder, built.worker, built.wasm], { stdio: ['ignore', 'pipe', 'inherit'] });
      let flushed = 0;
      let reported = 0;
      await new Promise((ended) => {
        child.once('close', ended);
        createInterface({ input: child.stdout }).on('line', (line) => {
          flushed = Number(line);
          // A little later each time: in the midst of the next one.
          if (++reported === 8) setTimeout(() => child.kill('SIGKILL'), round * 3);
        });
      });
      expect(reported).toBeGreaterThanOrEqual(8);
      const { state, repository } = await open(folder);
      expect(state).toBe('ready');
      expect((await repository.files()).length).toBeGreaterThanOrEqual(flushed);
      expect(await repository.verify()).toEqual([]);
      repository.dispose();
    }
  });
});

test('a worker that dies is told to whoever waits, and another one takes its place once', async () => {
  const folder = join(base, 'dying');
  const sql = await sqlJs();
  const links: LinkInThisThread[] = [];
  const connect = (): LinkInThisThread => {
    const link = inThisThread(sql, folder, new TestClock());
    links.push(link);
    return link;
  };
  const database = new SqlJsHistoryDatabase({ folder, worker: '', wasm: '', log, connect });
  const { repository } = await database.open({ mayLose: () => Promise.resolve(false) });
  await repository.save([compositionRow({ uuid: 'flushed' })]);
  await repository.flush();
  await repository.save([compositionRow({ uuid: 'in memory only' })]);
  const waiting = repository.load('flushed');
  links[0]?.kill();
  await expect(waiting).rejects.toSatisfy(isUnavailable);
  expect((await repository.files()).map(({ uuid }) => uuid)).toEqual(['flushed']);
  links[1]?.kill();
  await links[1]?.ended;
  await expect(repository.load('flushed')).rejects.toSatisfy(isUnavailable);
  await expect(repository.load('flushed')).rejects.toSatisfy(isUnavailable);
  expect(links).toHaveLength(2);
  repository.dispose();
});
