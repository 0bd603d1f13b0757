import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SqlJsStatic } from 'sql.js';
import { RecordingLog } from '../../../test/support/builders';
import { compositionRow } from '../../../test/support/compositionRows';
import { inThisThread, sqlJs } from '../../../test/support/sqlHistory';
import { TestClock } from '../../../test/support/testClock';
import type { Composition } from '../../core/history/composition';
import type { CompositionRepository } from '../../core/history/compositionRepository';
import { HistoryError } from '../../core/history/historyError';
import type { OpenedDatabase } from '../../core/ports/historyDatabase';
import { pathOf } from '../node/nodePaths';
import { migrations } from './schema';
import { SqlDatabase } from './sqlDatabase';
import { SqlJsHistoryDatabase } from './sqlJsHistoryDatabase';

const base = fs.mkdtempSync(join(tmpdir(), 'promptstack-db-'));
let sql: SqlJsStatic;
let count = 0;

beforeAll(async () => {
  sql = await sqlJs();
});
afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

/** A folder of its own, with windows over its database. */
class Place {
  readonly folder = join(base, String(count++));
  readonly file = join(this.folder, 'history.db');
  readonly log = new RecordingLog();
  readonly clock = new TestClock();
  /** Counts that were asked about. */
  readonly asked: number[] = [];
  mayLose = false;

  readonly #ends = new Map<CompositionRepository, Promise<void>>();

  async open(): Promise<OpenedDatabase> {
    const link = inThisThread(sql, this.folder, this.clock);
    const database = new SqlJsHistoryDatabase({ folder: this.folder, worker: '', wasm: '', log: this.log, connect: () => link });
    const mayLose = (lost: number): Promise<boolean> => {
      this.asked.push(lost);
      return Promise.resolve(this.mayLose);
    };
    const opened = await database.open({ mayLose });
    this.#ends.set(opened.repository, link.ended);
    return opened;
  }

  /** Writes these into a database and closes it. */
  async fill(compositions: readonly Composition[]): Promise<void> {
    const { repository } = await this.open();
    await repository.save(compositions);
    await repository.flush();
    await this.close(repository);
  }

  async close(repository: CompositionRepository): Promise<void> {
    repository.dispose();
    await this.#ends.get(repository);
  }

  change(edit: (bytes: Buffer) => Buffer | void): void {
    const bytes = fs.readFileSync(this.file);
    fs.writeFileSync(this.file, edit(bytes) ?? bytes);
  }

  backups(): readonly string[] {
    return fs.readdirSync(this.folder).filter((name) => name.includes('.backup-'));
  }
}

function texts(count: number): Composition[] {
  return Array.from({ length: count }, (_, index) => compositionRow({ body: `${'lorem ipsum '.repeat(index % 7 === 0 ? 900 : 90)} number${index}` }));
}

async function uuidsOf(repository: CompositionRepository): Promise<string[]> {
  return (await repository.files()).map(({ uuid }) => uuid).sort();
}

describe('the database on disk', () => {
  test('begins empty and is as it was left', async () => {
    const place = new Place();
    const first = await place.open();
    expect(first.state).toBe('new');
    const kept = compositionRow({ body: 'Something to keep', tags: ['One', 'two'], prompts: ['file:///p.md'], directory: 'file:///w' });
    await first.repository.save([kept]);
    await first.repository.flush();
    await place.close(first.repository);
    const { state, repository } = await place.open();
    expect(state).toBe('ready');
    expect(await repository.load(kept.uuid)).toEqual(kept);
    expect((await repository.search('keep')).map(({ composition }) => composition.uuid)).toEqual([kept.uuid]);
    expect(await repository.verify()).toEqual([]);
    await place.close(repository);
  });

  test('what is deleted leaves no trace in the file', async () => {
    const place = new Place();
    const secret = compositionRow({ body: `top-secret-words ${'filler '.repeat(3000)}`, tags: ['hushhush'] });
    await place.fill([...texts(20), secret]);
    expect(fs.readFileSync(place.file).includes('top-secret-words')).toBe(true);
    const { repository } = await place.open();
    await repository.delete([secret.uuid]);
    await place.close(repository);
    const bytes = fs.readFileSync(place.file);
    for (const trace of ['top-secret-words', secret.uuid, 'hushhush']) expect(bytes.includes(trace)).toBe(false);
  });

  test('works in memory where nothing can be written, and says so once', async () => {
    const place = new Place();
    fs.writeFileSync(place.folder, 'a file where the folder should be');
    const { repository } = await place.open();
    await repository.save([compositionRow({ uuid: 'a' }), ...texts(400)]);
    await place.clock.advance(60 * 60_000);
    expect(await repository.load('a')).toBeDefined();
    await expect(repository.flush()).rejects.toThrow();
    expect(place.log.lines.filter((line) => line.includes('could not be written'))).toHaveLength(1);
    repository.dispose();
  });

  test('a later version is read and left alone', async () => {
    const place = new Place();
    const known = texts(3);
    await place.fill(known);
    const database = new SqlDatabase(sql, fs.readFileSync(place.file));
    database.execute(`ALTER TABLE composition ADD COLUMN mood TEXT; PRAGMA user_version = ${migrations.length + 1}`);
    fs.writeFileSync(place.file, database.export());
    const before = fs.readFileSync(place.file);
    const { state, repository } = await place.open();
    expect(state).toBe('newer');
    expect(await uuidsOf(repository)).toEqual(known.map(({ uuid }) => uuid).sort());
    await repository.save([compositionRow({ uuid: 'more' })]);
    await repository.flush();
    await place.close(repository);
    expect(fs.readFileSync(place.file).equals(before)).toBe(true);
    expect(place.backups()).toEqual([]);
  });

  test('SQLite reads it without our code', async () => {
    const place = new Place();
    await place.fill(texts(5));
    const database = new SqlDatabase(sql, fs.readFileSync(place.file));
    expect(database.row('PRAGMA integrity_check(content)')).toEqual(['ok']);
    expect(database.number('SELECT count(*) FROM composition')).toBe(5);
    expect(database.number('PRAGMA page_size')).toBe(8192);
  });
});

describe('a damaged database', () => {
  const damages: Record<string, (bytes: Buffer) => Buffer | void> = {
    'is of zeros': (bytes) => bytes.fill(0),
    'is empty': () => Buffer.alloc(0),
    'is cut off in the middle': (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2)),
    'is cut off in the first page': (bytes) => bytes.subarray(0, 50),
    'has lost its first page': (bytes) => void bytes.fill(0, 0, 8192),
    'has a broken schema': (bytes) => void bytes.fill(0x41, 110, 8192),
    'is something else': () => Buffer.from('Dear diary, '.repeat(5000)),
    'is of another program': () => {
      const other = new SqlDatabase(sql);
      other.execute('CREATE TABLE diary (day, text); INSERT INTO diary VALUES (1, 2)');
      return Buffer.from(other.export());
    },
    'has another schema than it says': (bytes) => {
      const other = new SqlDatabase(sql, bytes);
      other.execute('DROP TABLE tag');
      return Buffer.from(other.export());
    },
  };

  for (const [name, damage] of Object.entries(damages)) {
    test(`that ${name} is set aside, and works again`, async () => {
      const place = new Place();
      const known = texts(60);
      await place.fill(known);
      place.change(damage);
      const before = fs.readFileSync(place.file);
      const { state, backup, salvaged, repository } = await place.open();
      expect(state).toBe('repaired');
      expect(fs.readFileSync(pathOf(backup ?? '')).equals(before)).toBe(true);
      expect(await uuidsOf(repository)).toHaveLength(salvaged ?? -1);
      await repository.save(known);
      expect(await repository.search('number7 ')).toHaveLength(1);
      await place.close(repository);
      const again = await place.open();
      expect(again.state).toBe('ready');
      expect(await uuidsOf(again.repository)).toHaveLength(60);
      await place.close(again.repository);
    });
  }

  test('gives back every row of which the pages are whole', async () => {
    const place = new Place();
    const known = texts(200);
    await place.fill(known);
    place.change((bytes) => void bytes.fill(0, 0, 8192));
    const { salvaged, repository } = await place.open();
    expect(salvaged).toBe(200);
    const { size, mtime, hash, ...rest } = known[7] as Composition;
    expect(await repository.load(rest.uuid)).toEqual({ ...rest, size: 0, mtime: 0, hash: '' });
    expect([size, mtime, hash]).not.toEqual([0, 0, '']);
    expect((await repository.search('number7 ')).map(({ composition }) => composition.uuid)).toEqual([rest.uuid]);
    await place.close(repository);
  });

  test('is asked about when a text could be lost, and left alone when that may not be', async () => {
    const place = new Place();
    await place.fill([compositionRow({ uuid: 'only-here', isMissing: true }), ...texts(3)]);
    place.change((bytes) => bytes.fill(0));
    await expect(place.open()).rejects.toSatisfy((error) => HistoryError.is(error, 'unavailable'));
    expect(place.asked).toEqual([1]);
    expect(place.backups()).toEqual([]);
    expect(fs.readFileSync(place.file).every((byte) => byte === 0)).toBe(true);
    place.mayLose = true;
    const { state, salvaged, repository } = await place.open();
    expect([state, salvaged]).toEqual(['repaired', 0]);
    expect(place.backups()).toHaveLength(1);
    await place.close(repository);
  });

  test('is not asked about when the texts that are nowhere else could be read', async () => {
    const place = new Place();
    const only = compositionRow({ isMissing: true, body: 'Nowhere else' });
    await place.fill([only, ...texts(3)]);
    place.change((bytes) => void bytes.fill(0, 0, 8192));
    const { state, repository } = await place.open();
    expect(state).toBe('repaired');
    expect(place.asked).toEqual([]);
    expect(await repository.load(only.uuid)).toEqual(only);
    await place.close(repository);
  });

  test('never takes the place of an earlier one, and only five are kept', async () => {
    const place = new Place();
    const contents: string[] = [];
    for (let round = 0; round < 8; round++) {
      await place.fill(texts(2));
      contents.push(`damage ${round}`);
      fs.writeFileSync(place.file, `damage ${round}`);
      // Two in the same second.
      if (round % 2 === 0) await place.clock.advance(1000);
      await place.close((await place.open()).repository);
    }
    const kept = place.backups().map((name) => fs.readFileSync(join(place.folder, name), 'utf8'));
    expect(kept.sort()).toEqual(contents.slice(-5));
  });

  test('whatever bytes are changed, it opens, answers and can be filled again', async () => {
    const known = texts(40);
    const model = new Place();
    await model.fill(known);
    const bytes = fs.readFileSync(model.file);
    const change = fc.record({ at: fc.nat(bytes.length - 1), length: fc.integer({ min: 1, max: 20_000 }), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const place = new Place();
        const damaged = Buffer.from(bytes);
        for (const { at, length, value } of changes) damaged.fill(value, at, Math.min(at + length, damaged.length));
        fs.mkdirSync(place.folder);
        fs.writeFileSync(place.file, damaged);
        const { repository } = await place.open();
        // The check after some time finds what opening did not see.
        await place.clock.advance(60_000);
        await repository.save(known);
        expect(await uuidsOf(repository)).toEqual(expect.arrayContaining(known.map(({ uuid }) => uuid)));
        expect(await repository.search('number13')).not.toEqual([]);
        expect(await repository.verify()).toEqual([]);
        await place.close(repository);
        fs.rmSync(place.folder, { recursive: true });
      }),
      { numRuns: 20, interruptAfterTimeLimit: 30_000 },
    );
  });

  test('that is found out later is repaired, and whoever listens learns of it', async () => {
    const place = new Place();
    const known = texts(200);
    await place.fill(known);
    const marker = known[100]?.uuid ?? '';
    // The page that holds the text of one of them.
    place.change((bytes) => {
      const page = Math.floor(bytes.indexOf(`${marker}---`) / 8192);
      expect(page).toBeGreaterThan(0);
      bytes.fill(0xee, page * 8192, (page + 1) * 8192);
    });
    const { state, onDidRepair, repository } = await place.open();
    expect(state).toBe('ready');
    const repairs: unknown[] = [];
    onDidRepair?.((repair) => repairs.push(repair));
    await place.clock.advance(60_000);
    await expect.poll(() => repairs, { timeout: 15_000 }).toEqual([{ backup: expect.stringContaining('history.db.backup-') as string, salvaged: expect.any(Number) as number }]);
    const left = await uuidsOf(repository);
    expect(left.length).toBeGreaterThan(150);
    expect(left).not.toContain(marker);
    await repository.save(known);
    expect(await repository.verify()).toEqual([]);
    await place.close(repository);
  });

  for (const mayLose of [true, false]) {
    test(`that is found out later is asked about when a text could be lost: ${mayLose ? 'it may' : 'it may not'}`, async () => {
      const place = new Place();
      const only = compositionRow({ isMissing: true, body: 'nowhere else '.repeat(1000) });
      await place.fill([only, ...texts(100)]);
      place.change((bytes) => {
        const page = Math.floor(bytes.indexOf(`${only.uuid}---`) / 8192);
        expect(page).toBeGreaterThan(0);
        bytes.fill(0xee, page * 8192, (page + 1) * 8192);
      });
      const before = fs.readFileSync(place.file);
      place.mayLose = mayLose;
      const { state, repository } = await place.open();
      expect(state).toBe('ready');
      if (mayLose) {
        expect(await repository.load(only.uuid)).toBeUndefined();
        expect(place.backups()).toHaveLength(1);
      } else {
        await expect(repository.load(only.uuid)).rejects.toSatisfy((error) => HistoryError.is(error, 'unavailable'));
        await expect(repository.list()).rejects.toSatisfy((error) => HistoryError.is(error, 'unavailable'));
      }
      expect(place.asked).toEqual([1]);
      await place.close(repository);
      if (!mayLose) expect(fs.readFileSync(place.file).equals(before)).toBe(true);
    });
  }

  test('in its full-text index only is mended without setting anything aside', async () => {
    const place = new Place();
    await place.fill(texts(30));
    place.change((bytes) => {
      const database = new SqlDatabase(sql, bytes);
      database.execute("DELETE FROM fulltext_segments; DELETE FROM fulltext_segdir; UPDATE fulltext_docsize SET size = x'01'");
      return Buffer.from(database.export());
    });
    const { state, repository } = await place.open();
    expect(state).toBe('ready');
    await place.clock.advance(60_000);
    await expect.poll(() => repository.search('number13'), { timeout: 15_000 }).toHaveLength(1);
    expect(place.backups()).toEqual([]);
    await place.close(repository);
  });
});
