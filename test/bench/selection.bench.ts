/**
 * The choice of prompts that are sent along with a composition.
 *
 * `select_ms`: one selection for a composition of 10,000 words, by both selectors, in libraries of prompts of about 2 KB put together from
 * paragraphs of real ones; what the first one takes, which reads the library, and the memory of what it keeps.
 *
 * `recall_at_5`: how often a prompt that is known to belong to a text is among the at most five that are chosen for it, in percent, beside plain
 * fuse.js over title, description, tags and body. That takes seconds for a whole body and question, so it gets the beginnings of both, and fewer
 * questions. The library is all Markdown files of the corpus.
 * - held out: the text is the last third of a prompt's paragraphs, which all prompts of the library lack
 * - description: the text is a prompt's description, which all prompts of the library lack
 * - paraphrase: every other word of a prompt's beginning, in another order
 * `siblings_at_5` is the share of those chosen, without the prompt itself, that lie in its folder or share the first part of its name, for the same texts.
 * Constants were tuned on the files with even numbers (by path); questions are about the others.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Fuse from 'fuse.js';
import type { ContextSelector } from '../../src/core/ai/contextSelector';
import { createSelector } from '../../src/core/ai/createSelector';
import type { App } from '../../src/core/app';
import { createApp } from '../../src/core/createApp';
import type { ContextSelectorId } from '../../src/core/ports/ai';
import { SystemClock } from '../../src/platform/node/systemClock';
import { aSource, inMemoryPorts } from '../support/builders';
import { corpusBodies, corpusFiles, corpusIsAbsent } from '../support/corpus';
import { Random } from '../support/random';
import { promptFile, promptUri, type WrittenPrompt } from '../support/selectionWorld';
import { syntheticPrompts } from '../support/syntheticPrompts';
import { median, memory, percentile, report } from './support/figures';

const selectors = ['score', 'bm25'] as const;
/** Of each kind. */
const QUESTIONS = Number(process.env['SELECTION_QUESTIONS'] ?? 150);
const FUSE_QUESTIONS = Number(process.env['SELECTION_FUSE'] ?? 20);
/** UTF-16 code units. */
const [FUSE_BODY, FUSE_QUESTION] = [1000, 64];
/** The files that questions are about: 1 judges, 0 is for tuning. */
const PARITY = Number(process.env['SELECTION_PARITY'] ?? 1);
const COMPOSITION_WORDS = 10_000;
const ROUNDS = 15;

interface Real extends WrittenPrompt {
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
}

interface Question {
  readonly path: string;
  readonly text: string;
}

async function open(prompts: readonly WrittenPrompt[]): Promise<{ app: App; selector: (id: ContextSelectorId) => ContextSelector & { dispose(): void } }> {
  const ports = { ...inMemoryPorts(), clock: new SystemClock() };
  for (const prompt of prompts) ports.fileSystem.put(promptUri(prompt.path), promptFile(prompt));
  const app = createApp(ports);
  app.library.setSources([aSource()]);
  await app.library.whenReady();
  if (app.library.prompts.length !== prompts.length) throw new Error(`The library has ${app.library.prompts.length} of ${prompts.length} prompts`);
  const { library, references, usage } = app;
  return { app, selector: (id) => createSelector(id, { library, references, usage, clock: ports.clock, log: ports.log }) };
}

function select(selector: ContextSelector, text: string): ReturnType<ContextSelector['select']> {
  const { signal } = new AbortController();
  return selector.select({ uri: 'mem:///work/composition.md', text, budget: 1_000_000, wanted: [], unwanted: [], signal });
}

function realPrompts(): Real[] {
  const bodies = corpusBodies();
  return corpusFiles().flatMap((entry, index) => {
    const body = bodies[index] ?? '';
    // Hidden folders are no part of a library.
    return body.length > 100 ? [{ ...entry, path: entry.path.replace(/(^|\/)\.+/g, '$1'), body }] : [];
  });
}

function splitBody(body: string): readonly [kept: string, held: string] {
  const paragraphs = body.split(/\n{2,}/);
  const at = Math.ceil((paragraphs.length * 2) / 3);
  return [paragraphs.slice(0, at).join('\n\n'), paragraphs.slice(at).join('\n\n')];
}

function paraphrase(body: string): string {
  const words = (body.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 400).filter((_word, index) => index % 2 === 0);
  return new Random(words.length).shuffled(words).join(' ');
}

function questionsOf(prompts: readonly Real[], textOf: (prompt: Real) => string): Question[] {
  const asked = prompts.filter((_prompt, index) => index % 2 === PARITY).map((prompt) => ({ path: prompt.path, text: textOf(prompt) }));
  return new Random(3).shuffled(asked.filter(({ text }) => (text.match(/[\p{L}\p{N}]+/gu) ?? []).length >= 8)).slice(0, QUESTIONS);
}

function areSiblings(a: string, b: string): boolean {
  const [folder, name] = [a.slice(0, a.lastIndexOf('/')), a.slice(a.lastIndexOf('/') + 1)];
  const stem = /^[A-Za-z0-9]+/.exec(name)?.[0] ?? name;
  // A folder of very many is a shelf, not a subject: there the name tells.
  return b.startsWith(`${folder}/`) && (folder.includes('/') || b.slice(folder.length + 1).startsWith(stem));
}

interface Recalled {
  readonly recall: number;
  readonly siblings: number;
}

async function recallOf(questions: readonly Question[], choose: (text: string) => Promise<readonly string[]> | readonly string[]): Promise<Recalled> {
  let [found, siblings, others] = [0, 0, 0];
  for (const { path, text } of questions) {
    const chosen = (await choose(text)).slice(0, 5);
    if (chosen.includes(promptUri(path))) found++;
    const rest = chosen.map((uri) => decodeURIComponent(uri.slice(promptUri('').length))).filter((each) => each !== path);
    siblings += rest.filter((each) => areSiblings(path, each)).length;
    others += rest.length;
  }
  return { recall: (100 * found) / questions.length, siblings: (100 * siblings) / Math.max(1, others) };
}

async function measureRecall(kind: string, prompts: readonly Real[], questions: readonly Question[]): Promise<void> {
  const { app, selector } = await open(prompts);
  const results = new Map<ContextSelectorId, Recalled>();
  for (const id of selectors) {
    const opened = selector(id);
    results.set(id, await recallOf(questions, async (text) => (await select(opened, text)).prompts.map(({ uri }) => uri)));
    opened.dispose();
  }
  const fuse = new Fuse(prompts.map((prompt) => ({ ...prompt, body: prompt.body.slice(0, FUSE_BODY) })), { keys: ['title', 'description', 'tags', 'body'], ignoreLocation: true, ignoreFieldNorm: true });
  const asked = questions.slice(0, FUSE_QUESTIONS);
  const byFuse = await recallOf(asked, (text) => fuse.search(text.slice(0, FUSE_QUESTION), { limit: 5 }).map(({ item }) => promptUri(item.path)));
  app.dispose();
  const [score, bm25] = [results.get('score'), results.get('bm25')];
  if (!score || !bm25) return;
  const beside = { score: score.recall, fuse: byFuse.recall, questions: questions.length, fuse_questions: asked.length };
  report({ name: `recall_at_5_${kind}`, size: prompts.length, value: bm25.recall, unit: 'percent', beside });
  report({ name: `siblings_at_5_${kind}`, size: prompts.length, value: bm25.siblings, unit: 'percent', beside: { score: score.siblings, fuse: byFuse.siblings } });
}

function libraryOf(size: number, paragraphs: readonly string[]): WrittenPrompt[] {
  const random = new Random(5);
  return syntheticPrompts(size, 5).map(({ path, title, description, tags }) => {
    let body = '';
    while (body.length < 1800) body += `${random.pick(paragraphs).slice(0, 1000)}\n\n`;
    return { path, title, description, tags, body };
  });
}

async function measureTimes(size: number, paragraphs: readonly string[]): Promise<void> {
  const { app, selector } = await open(libraryOf(size, paragraphs));
  const random = new Random(9);
  const words: string[] = [];
  while (words.length < COMPOSITION_WORDS) words.push(...random.pick(paragraphs).split(/(?<=\s)/));
  const text = words.slice(0, COMPOSITION_WORDS).join('');
  for (const id of selectors) {
    await select(selector(id), 'warm');
    const opened = selector(id);
    const before = memory();
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const begin = performance.now();
    await select(opened, text);
    const first = performance.now() - begin;
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      await select(opened, `${text} ${round}`);
      times.push(performance.now() - start);
    }
    delays.disable();
    const beside = { p95_ms: percentile(times, 0.95), first_ms: first, longest_stall_ms: delays.max / 1e6, index_mb: (memory() - before) / 1e6 };
    report({ name: `select_ms_${id}`, size, value: median(times), unit: 'ms', beside });
    opened.dispose();
  }
  app.dispose();
}

const real = corpusIsAbsent ? [] : realPrompts();
const made = syntheticPrompts(300, 1).map(({ title, description }) => `${title}. ${description}`);
const paragraphs = corpusIsAbsent ? made : real.flatMap(({ body }) => body.split(/\n{2,}/)).filter(({ length }) => length > 40);
if (corpusIsAbsent) console.error('recall_at_5: skipped, the corpus is absent');
else {
  const kept = real.map((prompt) => ({ ...prompt, body: splitBody(prompt.body)[0] }));
  await measureRecall('held_out', kept, questionsOf(real, ({ body }) => splitBody(body)[1].slice(0, 6000)));
  await measureRecall('description', real.map((prompt) => ({ ...prompt, description: '' })), questionsOf(real, ({ description }) => description));
  await measureRecall('paraphrase', real, questionsOf(real, ({ body }) => paraphrase(body)));
}
if (!process.env['SELECTION_RECALL_ONLY']) for (const size of [1000, 10_000]) await measureTimes(size, paragraphs);
