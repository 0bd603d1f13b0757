import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlJsStatic } from 'sql.js';
import { RecordingLog } from '../../../test/support/builders';
import { compositionRow } from '../../../test/support/compositionRows';
import { inThisThread, sqlJs } from '../../../test/support/sqlHistory';
import { TestClock } from '../../../test/support/testClock';
import type { Composition } from '../../core/history/composition';
import type { CompositionRepository } from '../../core/history/compositionRepository';
import { SqlJsHistoryDatabase } from './sqlJsHistoryDatabase';

const base = fs.mkdtempSync(join(tmpdir(), 'promptstack-snapshots-'));
let sql: SqlJsStatic;
let count = 0;
const second = 1000;
const minute = 60 * second;

beforeAll(async () => {
  sql = await sqlJs();
});
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

class Place {
  readonly folder = join(base, String(count++));
  readonly file = join(this.folder, 'history.db');
  readonly log = new RecordingLog();
  readonly clock = new TestClock();

  readonly #ends = new Map<CompositionRepository, Promise<void>>();

  async open(): Promise<CompositionRepository> {
    const link = inThisThread(sql, this.folder, this.clock);
    const database = new SqlJsHistoryDatabase({ folder: this.folder, worker: '', wasm: '', log: this.log, connect: () => link });
    const { repository } = await database.open({ mayLose: () => Promise.resolve(true) });
    this.#ends.set(repository, link.ended);
    return repository;
  }

  async close(repository: CompositionRepository): Promise<void> {
    repository.dispose();
    await this.#ends.get(repository);
  }

  /** How often the file was replaced while `work` ran. */
  async written(work: () => Promise<unknown>): Promise<number> {
    const before = this.#writes();
    await work();
    return this.#writes() - before;
  }

  /** Of the database as it is on disk. */
  async uuids(): Promise<string[]> {
    const copy = new Place();
    fs.mkdirSync(copy.folder);
    fs.copyFileSync(this.file, copy.file);
    const repository = await copy.open();
    const uuids = (await repository.files()).map(({ uuid }) => uuid);
    repository.dispose();
    return uuids;
  }

  #writes(): number {
    return this.log.lines.filter((line) => line.includes('was written')).length;
  }
}

function large(count: number, bytes = 20_000): Composition[] {
  return Array.from({ length: count }, () => compositionRow({ body: 'some words '.repeat(bytes / 11) }));
}

describe('the database is written', () => {
  test('soon when a good part of it is new, and not again for a little more', async () => {
    const place = new Place();
    const repository = await place.open();
    expect(await place.written(async () => {
      await repository.save(large(60));
      await place.clock.advance(5 * second);
    })).toBe(1);
    expect(await place.written(async () => {
      for (let save = 0; save < 20; save++) {
        await repository.save([compositionRow({ uuid: 'draft', body: `draft ${save} `.repeat(100) })]);
        await place.clock.advance(2 * second);
      }
    })).toBe(0);
    await place.close(repository);
  });

  test('when nothing happens any more, unless too little is new', async () => {
    const place = new Place();
    const repository = await place.open();
    await repository.save(large(200));
    await place.clock.advance(minute);
    expect(await place.written(async () => {
      await repository.save(large(1, 5000));
      await place.clock.advance(20 * minute);
    })).toBe(0);
    expect(await place.written(async () => {
      await repository.save(large(5));
      await place.clock.advance(20 * minute);
    })).toBe(1);
    await place.close(repository);
  });

  test('within seconds also while saving never pauses', async () => {
    const place = new Place();
    const repository = await place.open();
    expect(await place.written(async () => {
      for (let save = 0; save < 25; save++) {
        await repository.save(large(20));
        await place.clock.advance(second);
      }
    })).toBeGreaterThanOrEqual(2);
    await place.close(repository);
  });

  test('soon when a text is nowhere else, or was deleted', async () => {
    const place = new Place();
    const repository = await place.open();
    await repository.save([...large(100), compositionRow({ uuid: 'first' }), compositionRow({ uuid: 'second' })]);
    await place.clock.advance(minute);
    expect(await place.written(async () => {
      await repository.markMissing(['first'], true);
      await place.clock.advance(15 * second);
    })).toBe(1);
    expect(await place.written(async () => {
      await repository.delete(['second']);
      await place.clock.advance(15 * second);
    })).toBe(1);
    expect(await place.uuids()).toContain('first');
    expect(await place.uuids()).not.toContain('second');
    await place.close(repository);
  });

  test('at the end', async () => {
    const place = new Place();
    const repository = await place.open();
    await repository.save([compositionRow({ uuid: 'last' })]);
    await place.close(repository);
    expect(await place.uuids()).toEqual(['last']);
    expect(fs.readdirSync(place.folder).sort()).toEqual(['history.db', 'history.json']);
  });

  test('again some time after it failed, and the former one stays whole', async () => {
    const place = new Place();
    const repository = await place.open();
    await repository.save(large(50));
    await repository.flush();
    const before = fs.readFileSync(place.file);
    // A folder in the way of the new name, as good as a full disk, also for root.
    fs.renameSync(place.file, `${place.file}.away`);
    fs.mkdirSync(place.file);
    fs.writeFileSync(join(place.file, 'in the way'), '');
    await repository.save([...large(50), compositionRow({ uuid: 'later' })]);
    await place.clock.advance(5 * minute);
    expect(fs.readdirSync(place.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(place.log.lines.filter((line) => line.includes('could not be written'))).toHaveLength(1);
    fs.rmSync(place.file, { recursive: true });
    fs.renameSync(`${place.file}.away`, place.file);
    expect(fs.readFileSync(place.file).equals(before)).toBe(true);
    await place.clock.advance(15 * minute);
    expect(await place.uuids()).toContain('later');
    await place.close(repository);
  });
});

describe('two windows over one database', () => {
  test('do not both write it', async () => {
    const place = new Place();
    const [first, other] = [await place.open(), await place.open()];
    const compositions = large(60);
    expect(await place.written(async () => {
      await first.save(compositions);
      await place.clock.advance(5 * second);
      await other.save(compositions);
      await place.clock.advance(10 * second);
    })).toBe(1);
    await place.close(first);
    expect(await place.written(() => place.clock.advance(2 * minute))).toBe(1);
    await place.close(other);
  });

  test('keep for each other what is nowhere else, but not what was deleted', async () => {
    const place = new Place();
    const [first, other] = [await place.open(), await place.open()];
    await first.save([compositionRow({ uuid: 'only-here', isMissing: true }), compositionRow({ uuid: 'shared', isMissing: true })]);
    await first.flush();
    await other.save([compositionRow({ uuid: 'shared', isMissing: true })]);
    await other.delete(['shared']);
    await other.save([compositionRow({ uuid: 'new' })]);
    await other.flush();
    expect((await place.uuids()).sort()).toEqual(['new', 'only-here']);
    expect(await other.load('only-here')).toBeDefined();
    await place.close(first);
    await place.close(other);
  });

  test('take over from one that was killed', async () => {
    const place = new Place();
    fs.mkdirSync(place.folder);
    for (const lock of [JSON.stringify({ pid: 2 ** 22 + 1, since: place.clock.now() }), JSON.stringify({ pid: process.pid, since: place.clock.now() - 60 * minute })]) {
      fs.writeFileSync(`${place.file}.lock`, lock);
      const repository = await place.open();
      expect(await place.written(async () => {
        await repository.save(large(60));
        await place.clock.advance(5 * second);
      })).toBe(1);
      await place.close(repository);
    }
  });
});
