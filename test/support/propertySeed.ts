import fc from 'fast-check';

/**
 * Property tests try the same cases in every run, so that a run says something about the change and not about luck.
 * `PROPERTY_SEED=random npm run test:unit` looks for new counterexamples; any number repeats a run.
 */
const wanted = process.env['PROPERTY_SEED'];
if (wanted !== 'random') fc.configureGlobal({ seed: wanted ? Number(wanted) : 20_261_121 });
