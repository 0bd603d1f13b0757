import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatPathOf } from '../../src/core/references/formatReference';
import { type DocumentEdits, type MoveRequest, planMove } from '../../src/core/references/movePlan';
import { MoveSet } from '../../src/core/references/moveSet';
import { parseReferences } from '../../src/core/references/parseReferences';
import { ReferenceIndex } from '../../src/core/references/referenceIndex';
import { joinUri } from '../../src/core/util/uri';
import { NodeFileSystem } from '../../src/platform/node/nodeFileSystem';
import { uriOf } from '../../src/platform/node/nodePaths';
import { SystemClock } from '../../src/platform/node/systemClock';
import { syntheticPromptFile } from '../support/syntheticPrompts';
import { median, report, time } from './support/figures';

/**
 * What happens between the new name of a file and the edits for every reference to it: 500 of 5,000 documents refer to it.
 * `rename_ms`: median, with the documents read before, as the extension does in the background; `rename_cold_ms`: with nothing read.
 * Beside it the obvious way: reading every document and searching it with a regular expression.
 */

const documents = 5000;
const every = 10;
const rounds = 15;
const mentions = ['[target](../docs/target.md)', '[[docs/target.md|it]]', '#file:docs/target.md', '@docs/target.md'];

const folder = mkdtempSync(join(tmpdir(), 'promptstack-renames-'));
const root = uriOf(folder);
const fileSystem = new NodeFileSystem();
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true });
}

async function bench(): Promise<void> {
  const uris = writeDocuments();
  const index = newIndex();
  await index.fill(uris);
  const [cold, warm, read]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    if (round % 3 === 0) cold.push(await time(async () => mustBeAll((await planned(newIndex(), uris)).length)));
    warm.push(await time(async () => mustBeAll((await planned(index, uris)).length)));
    read.push(await time(() => mustBeAll(readAndSearch())));
  }
  const beside = { read_and_search_ms: median(read), documents };
  report({ name: 'rename_ms', size: documents / every, value: median(warm), unit: 'ms', beside });
  report({ name: 'rename_cold_ms', size: documents / every, value: median(cold), unit: 'ms', beside });
}

/** @returns the URIs of all documents; every tenth refers to `docs/target.md` */
function writeDocuments(): readonly string[] {
  // Long ago, as in a workspace that is in use: a fresh file would be read again.
  const settled = new Date(Date.now() - 3_600_000);
  const names = Array.from({ length: documents }, (_, index) => `group-${index % 50}/document-${index}.md`);
  for (let group = 0; group < 50; group++) mkdirSync(join(folder, `group-${group}`));
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs', 'target.md'), '# Target');
  for (const [index, name] of names.entries()) {
    const mention = index % every === 0 ? mentions[(index / every) % mentions.length] : '[neighbour](document-1.md)';
    writeFileSync(join(folder, name), `${syntheticPromptFile(index, 1).text}\n\nRead ${mention} and @docs/other-${index}.md first.\n`);
    utimesSync(join(folder, name), settled, settled);
  }
  return names.map((name) => joinUri(root, ...name.split('/')));
}

function newIndex(): ReferenceIndex {
  return new ReferenceIndex({ fileSystem, clock: new SystemClock(), parse: parseReferences });
}

function planned(index: ReferenceIndex, uris: readonly string[]): Promise<readonly DocumentEdits[]> {
  const request: MoveRequest = {
    moves: new MoveSet([{ from: joinUri(root, 'docs', 'target.md'), to: joinUri(root, 'docs', 'renamed.md') }]),
    isMoved: false,
    documents: uris,
    open: new Map(),
    folders: [root],
    inside: [root],
    isLeftAlone: () => false,
    readAsEditor: () => Promise.resolve(undefined),
  };
  return planMove({ fileSystem, index, parse: parseReferences, named: () => [], formatPath: formatPathOf }, request);
}

/** @returns how many documents would be written */
function readAndSearch(): number {
  let found = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.md')) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    if (text.replace(/(\]\(|\[\[|#file:|@)((?:\.\.\/)?docs\/)target\.md/g, '$1$2renamed.md') !== text) found++;
  }
  return found;
}

function mustBeAll(found: number): void {
  if (found !== documents / every) throw new Error(`${found} documents were found`);
}
