import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('nothing that was acknowledged is lost when the process is killed at any instant', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['test/crash/run.mjs', '5', '--json']);
  const { kills, acknowledged, compositions, ...bad } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, number>;
  expect(kills).toBe(5);
  expect(acknowledged).toBeGreaterThan(0);
  expect(compositions).toBeGreaterThan(0);
  expect(new Set(Object.values(bad))).toEqual(new Set([0]));
}, 240_000);
