/*
 * npm run crash [-- <kills>] [--json]
 *
 * Kills a process that writes compositions with all that is real (files, journal, database) again and again at random instants, 500 times
 * unless told otherwise, and looks at what is left: whatever the process said was safe must be there, whole, in the files, in the journal and in
 * the index. Each new process takes over what the one before left. Prints figures; --json prints one line of them. Ends with 1 when
 * anything was lost.
 */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ensureInstalled } from '../../scripts/ensure.mjs';
import { inRoot, root } from '../../scripts/paths.mjs';
import { removeFolder, scratchFolder } from '../../scripts/scratch.mjs';

await ensureInstalled();
const { buildWorker, bundleForNode } = await import('../../scripts/bundle.mjs');

const args = process.argv.slice(2);
const json = args.includes('--json');
const kills = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 500);
/** A process is killed up to so many milliseconds after up to so many answers, so that kills meet all of its work, however slow the machine is. */
const [mostAnswers, longestMs] = [60, 60];
/** All is looked at after so many kills, and at the end. */
const checkEvery = 50;

const folder = scratchFolder('crash');
const data = path.join(folder, 'data');
const answersFile = path.join(folder, 'answers.jsonl');
const opened = new Map();
const lost = [];
let last;
try {
  await Promise.all([bundleForNode(['writer', 'check'].map((name) => inRoot('test/crash', `${name}.ts`)), folder, { format: 'esm' }), buildWorker(folder, true)]);
  fs.writeFileSync(answersFile, '');
  for (let run = 0; run < kills; run++) {
    const answers = await writeAndKill(run);
    fs.appendFileSync(answersFile, answers);
    const first = JSON.parse(answers.slice(0, answers.indexOf('\n')));
    opened.set(first.database, (opened.get(first.database) ?? 0) + 1);
    if ((run + 1) % checkEvery === 0 || run === kills - 1) await check(run + 1);
  }
} finally {
  removeFolder(folder);
}
report();

/** @returns the whole lines that it said */
function writeAndKill(run) {
  const child = spawn(process.execPath, [path.join(folder, 'writer.mjs'), data, folder, String(run)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    let killed = false;
    const enough = 1 + Math.random() * mostAnswers;
    const kill = () => {
      if (!killed) setTimeout(() => child.kill('SIGKILL'), Math.random() * longestMs);
      killed = true;
    };
    child.stdout.on('data', (text) => {
      said += text;
      if (said.split('\n').length > enough) kill();
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (killed && said.includes('\n')) resolve(said.slice(0, said.lastIndexOf('\n') + 1));
      else reject(new Error(`The writer ended by itself (${code})`));
    });
  });
}

async function check(runs) {
  const child = spawn(process.execPath, [path.join(folder, 'check.mjs'), data, folder, answersFile, String(runs)], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`The check ended with ${code}`);
  last = JSON.parse(output);
  opened.set(last.database, (opened.get(last.database) ?? 0) + 1);
  for (const kind of ['missingTexts', 'missingEvents', 'tornFiles', 'deletedAndBack', 'damage', 'errors']) lost.push(...last[kind].map((what) => `${kind}: ${what}`));
  if (last.indexDiffers > 0) lost.push(`indexDiffers: ${last.indexDiffers}`);
  if (!json) console.log(`${runs} kills: ${last.acknowledged} acknowledged, ${last.compositions} compositions, ${lost.length} lost or damaged`);
}

function report() {
  const of = (kind) => new Set(lost.filter((line) => line.startsWith(`${kind}: `))).size;
  const figures = {
    kills,
    acknowledged: last.acknowledged,
    compositions: last.compositions,
    missingTexts: of('missingTexts'),
    missingEvents: of('missingEvents'),
    tornFiles: of('tornFiles'),
    deletedAndBack: of('deletedAndBack'),
    indexDiffers: of('indexDiffers'),
    databasesRepaired: opened.get('repaired') ?? 0,
    databasesUnusable: opened.get('none') ?? 0,
    failedRepairs: of('damage'),
    errors: of('errors'),
  };
  if (json) console.log(JSON.stringify(figures));
  else {
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(18)} ${value}`);
    for (const line of [...new Set(lost)].slice(0, 20)) console.log(line);
  }
  process.exitCode = lost.length > 0 || figures.databasesUnusable > 0 || figures.databasesRepaired > 0 ? 1 : 0;
}
