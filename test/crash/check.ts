/* What is left after kills: says in one line of JSON what is missing. Arguments: folder, program folder, file with all answers, number of runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compositionBody, readCompositionHead } from '../../src/core/history/compositionText';
import { ClockAhead, compositionsIn, openOnDisk } from '../support/diskHistory';
import { type Answer, readVersion } from './texts';

const [folder = '', program = '', answersFile = '', runs = '0'] = process.argv.slice(2);
const answers = readFileSync(answersFile, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Answer);

const window = openOnDisk(folder, program, new ClockAhead((Number(runs) + 1) * 60_000));
const { history, journal, state } = window;
await history.whenReconciled();

const versions = new Map<string, number>();
const torn: string[] = [];
const names = readdirSync(compositionsIn(folder)).filter((name) => name.endsWith('.md') && !name.startsWith('.'));
for (const name of names) {
  const text = readFileSync(join(compositionsIn(folder), name), 'utf8');
  const version = readVersion(compositionBody(text));
  if (!version || readCompositionHead(text).head.uuid === undefined) torn.push(name);
  else versions.set(version.key, Math.max(version.version, versions.get(version.key) ?? -1));
}

const kept = new Map<string, number>();
const mayBeGone = new Set<string>();
const deleted = new Set<string>();
const hashes = new Set<string>();
for (const answer of answers) {
  if (answer.type === 'kept') {
    kept.set(answer.key, Math.max(answer.version, kept.get(answer.key) ?? -1));
    if (answer.hash !== undefined) hashes.add(answer.hash);
  } else if (answer.type !== 'opened') (answer.type === 'deleted' ? deleted : mayBeGone).add(answer.key);
}
const missing = [...kept].filter(([key, version]) => !mayBeGone.has(key) && (versions.get(key) ?? -1) < version).map(([key, version]) => `${key} ${version}`);
const back = [...deleted].filter((key) => versions.has(key));
const announced = new Set((await journal.readOthers()).map((event) => (event as { readonly hash?: string }).hash));
const missingEvents = [...hashes].filter((hash) => !announced.has(hash));

const differing = await history.reconcile();
const { total } = await history.list({ isMissing: false });
const damage = await history.verify();
const result = {
  compositions: names.length,
  acknowledged: answers.filter(({ type }) => type === 'kept' || type === 'deleted').length,
  missingTexts: missing,
  missingEvents,
  tornFiles: torn,
  deletedAndBack: back,
  indexDiffers: differing + Math.abs(total - names.length),
  damage,
  database: state() ?? 'none',
  errors: window.log.lines.filter((line) => line.startsWith('error')),
};
await new Promise<void>((resolve) => process.stdout.write(`${JSON.stringify(result)}\n`, () => resolve()));
window.close();
process.exit(0);
