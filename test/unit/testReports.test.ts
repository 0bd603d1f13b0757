import { expect, it } from 'vitest';
import { hostOutcomes, vitestOutcomes } from '../../scripts/testReports.mjs';

it('a test of the extension host that passed only after another attempt is told with its first error', () => {
  const retried = [
    { title: 'suite a', error: 'Error: first\n    at here' },
    { title: 'suite a', error: 'Error: second' },
  ];
  expect(hostOutcomes({ tests: [{ title: 'suite a', state: 'passed' }, { title: 'suite b', state: 'passed' }], retried })).toEqual({
    failures: [],
    flaky: ['suite a: Error: first'],
  });
});

it('a test that failed is told with its last error and its first', () => {
  const tests = [
    { title: 'suite a', state: 'failed', error: 'Error: last' },
    { title: 'suite b', state: 'failed', error: 'Error: only' },
    { title: 'suite c', state: 'skipped' },
  ];
  const retried = [
    { title: 'suite a', error: 'Error: first' },
    { title: 'suite a', error: 'Error: second' },
    { title: 'suite b', error: 'Error: only' },
  ];
  expect(hostOutcomes({ tests, retried })).toEqual({
    failures: ['suite a\nError: last\nfirst attempt of 3: Error: first', 'suite b\nError: only'],
    flaky: [],
  });
});

it('a report without attempts, or of a host that was killed, tells what it has', () => {
  expect(hostOutcomes({})).toEqual({ failures: [], flaky: [] });
});

it("vitest's report names the file as well", () => {
  const assertionResults = [
    { status: 'passed', fullName: 'steady', failureMessages: [] },
    { status: 'passed', fullName: 'flaky', failureMessages: ['AssertionError: 1 is not 2\n    at here', 'Error: again'] },
    { status: 'failed', fullName: 'broken', failureMessages: ['Error: one', 'Error: two'] },
  ];
  expect(vitestOutcomes({ testResults: [{ name: '/root/a.test.ts', assertionResults }] }, (file) => file.slice('/root/'.length))).toEqual({
    failures: ['a.test.ts: broken\nError: two\nfirst attempt of 2: Error: one'],
    flaky: ['a.test.ts: flaky: AssertionError: 1 is not 2'],
  });
});
