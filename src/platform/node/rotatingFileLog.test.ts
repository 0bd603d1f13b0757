import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RotatingFileLog } from './rotatingFileLog';

describe('RotatingFileLog', () => {
  let folder: string;
  beforeEach(async () => void (folder = await fs.mkdtemp(path.join(os.tmpdir(), 'promptstack-log-'))));
  afterEach(() => fs.rm(folder, { recursive: true }));

  const lines = async (name: string): Promise<readonly { level: string; message: string; error?: { message: string } }[]> =>
    (await fs.readFile(path.join(folder, 'logs', name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string; message: string });

  it('writes one line of JSON per message, in order, and leaves debug out', async () => {
    const log = new RotatingFileLog(path.join(folder, 'logs'));
    log.info('first\nwith a line break');
    log.debug();
    log.warn('second');
    log.error('third', new Error('why'));
    await log.flush();
    const written = await lines('promptstack.jsonl');
    expect(written.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'first\nwith a line break'],
      ['warn', 'second'],
      ['error', 'third'],
    ]);
    expect(written[2]?.error?.message).toBe('why');
  });

  it('goes on in the file of an earlier run and keeps a bounded number of files', async () => {
    for (let i = 0; i < 8; i++) {
      const log = new RotatingFileLog(path.join(folder, 'logs'), { maxBytes: 100, maxFiles: 3 });
      log.info(`message ${i} ${'x'.repeat(60)}`);
      await log.flush();
    }
    expect((await fs.readdir(path.join(folder, 'logs'))).sort()).toEqual(['promptstack.1.jsonl', 'promptstack.2.jsonl', 'promptstack.jsonl']);
    expect((await lines('promptstack.jsonl')).at(-1)?.message).toMatch(/^message 7/);
    expect((await lines('promptstack.2.jsonl')).at(-1)?.message).toMatch(/^message 5/);
  });

  it('never throws where it cannot write', async () => {
    await fs.writeFile(path.join(folder, 'logs'), 'a file where the folder should be');
    const log = new RotatingFileLog(path.join(folder, 'logs'));
    log.error('lost', new Error('why'));
    await log.flush();
    expect(await fs.readFile(path.join(folder, 'logs'), 'utf8')).toBe('a file where the folder should be');
  });
});
