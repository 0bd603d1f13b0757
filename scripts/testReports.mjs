/*
 * What a run of tests came to, from the reports of Mocha (test/integration/index.ts) and vitest (its JSON reporter). Both try a test again
 * that fails; a test that passed only then is told, so that tests which depend on luck are seen before they fail for good.
 */

/** Longest text of one error. */
const LENGTH = 1500;

/**
 * @param report of the suites in the extension host
 * @returns what failed, with the error of the first attempt beside the last one, and what passed only after another attempt
 */
export function hostOutcomes({ tests = [], retried = [] }) {
  const attempts = (title) => retried.filter((attempt) => attempt.title === title).map(({ error }) => error);
  return outcomes(tests.map(({ title, state, error }) => ({ title, state, errors: [...attempts(title), ...(state === 'failed' ? [error] : [])] })));
}

/**
 * @param report of vitest's JSON reporter
 * @param nameOf says how a file is called
 * @returns as {@link hostOutcomes}
 */
export function vitestOutcomes({ testResults }, nameOf = (file) => file) {
  return outcomes(
    testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ status, fullName, failureMessages }) => ({ title: `${nameOf(name)}: ${fullName}`, state: status, errors: failureMessages })),
    ),
  );
}

function outcomes(tests) {
  const failures = tests.filter(({ state }) => state === 'failed').map(({ title, errors }) => `${title}\n${told(errors)}`);
  const flaky = tests
    .filter(({ state, errors }) => state === 'passed' && errors.length > 0)
    .map(({ title, errors }) => `${title}: ${String(errors[0] ?? 'no error').split('\n')[0]}`);
  return { failures, flaky };
}

/** The error of the last attempt, and that of the first: the last may only be its consequence. */
function told(errors) {
  const texts = errors.map((error) => String(error ?? '').slice(0, LENGTH));
  const [first, last] = [texts[0], texts.at(-1)];
  return first === last ? first : `${last}\nfirst attempt of ${texts.length}: ${first}`;
}
