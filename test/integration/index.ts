import * as fs from 'node:fs';
import * as path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** What a run leaves in the file named by PROMPTSTACK_TEST_RESULT. Without that file, or without an end in it, the run failed. */
interface RunResult {
  passed: number;
  failed: number;
  readonly tests: { readonly title: string; readonly state: string; readonly ms: number | undefined; readonly error?: string }[];
  /** Attempts that failed and were followed by another one. */
  readonly retried: { readonly title: string; readonly error: string | undefined }[];
  ended: boolean;
}

/** Called by VS Code inside the extension host. Runs every `*.test` file beside this one, in Mocha's TDD style (`suite`, `test`). */
export async function run(): Promise<void> {
  const { PROMPTSTACK_TEST_LOG: log, PROMPTSTACK_TEST_RESULT: resultFile, PROMPTSTACK_TEST_GREP: grep } = process.env;
  const say = (...args: unknown[]): void => (log ? fs.appendFileSync(log, `${format(...args)}\n`) : console.log(...args));
  (Mocha.reporters.Base as unknown as { consoleLog: typeof say }).consoleLog = say;
  say('running in the extension host');

  const mocha = new Mocha({ ui: 'tdd', retries: 2, color: false, timeout: 120_000, ...(grep ? { grep } : {}) });
  for (const name of fs.readdirSync(__dirname).sort()) if (/\.test\.c?js$/.test(name)) mocha.addFile(path.join(__dirname, name));

  const result: RunResult = { passed: 0, failed: 0, tests: [], retried: [], ended: false };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    const add = (test: Mocha.Runnable, state: string, error?: Error): void => {
      result.tests.push({ title: test.fullTitle(), state, ms: test.duration, error: error?.stack });
    };
    runner.on('pass', (test) => {
      result.passed++;
      add(test, 'passed');
    });
    runner.on('fail', (test, error: Error) => {
      result.failed++;
      add(test, 'failed', error);
    });
    // The error of the last attempt may only be a consequence of the first.
    runner.on('retry', (test: Mocha.Test, error: Error) => {
      result.retried.push({ title: test.fullTitle(), error: error.stack });
      say(`    attempt failed: ${test.title}\n${error.stack}`);
    });
    runner.on('pending', (test) => add(test, 'skipped'));
  });
  result.ended = true;
  if (resultFile) fs.writeFileSync(resultFile, JSON.stringify(result, undefined, 1));
  if (result.failed > 0) throw new Error(`${result.failed} tests failed`);
}
