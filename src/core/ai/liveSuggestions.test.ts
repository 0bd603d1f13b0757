import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryJournal, JournalLines } from '../../../test/support/inMemoryJournal';
import { ScriptedProvider, type Script, textAnswer, toolAnswer } from '../../../test/support/scriptedProvider';
import { TestClock } from '../../../test/support/testClock';
import { JournalEvents } from '../events/journalEvents';
import { AIError, type AIErrorReason } from './aiError';
import type { ChosenPrompt, ContextSelection, SelectionRequest } from './contextSelector';
import { noAI } from './liveAI';
import { LiveSuggestions } from './liveSuggestions';
import type { AIEvent, AIModel, AIRequest, CallOptions } from './provider';
import { suggestionKinds } from './suggestion';

const uri = 'file:///compositions/one.md';
const text = '---\ntitle: One\n---\nFirst line.\nSecond line.\nThird line.\n';
const { signal } = new AbortController();

function aChosenPrompt(name: string, properties: Partial<ChosenPrompt> = {}): ChosenPrompt {
  return { uri: `file:///library/${name}.md`, title: name, text: `Do ${name}.`, tokens: 5, score: 1, reasons: [{ kind: 'uses', count: 1, score: 1 }], ...properties };
}

function item(title: string, properties: object = {}): object {
  return { kind: 'gap', title, explanation: `Why ${title}`, lines: [{ first: 4, last: 4 }], prompt: null, ...properties };
}

function answer(...items: readonly object[]): Script {
  return toolAnswer({ suggestions: items }, 10);
}

class Machine {
  readonly clock = new TestClock();
  readonly log = new RecordingLog();
  readonly lines = new JournalLines();
  readonly journal = new InMemoryJournal(this.lines);
  readonly events = new JournalEvents(this.journal, this.clock, this.log);
  readonly selections: SelectionRequest[] = [];
  memory = new Map<string, unknown>();
  prompts: readonly ChosenPrompt[] = [];
  next: Script | ((request: AIRequest, options: CallOptions) => Script | Promise<Script>) = answer();
  provider = new ScriptedProvider((request, options) => (typeof this.next === 'function' ? this.next(request, options) : this.next));
  failure: Error | undefined;
  suggestions = this.open();

  open(): LiveSuggestions {
    const ai = {
      provider: () => (this.failure ? Promise.reject(this.failure) : Promise.resolve(this.provider)),
      knownModel: undefined as AIModel | undefined,
      model: async () => (ai.knownModel = (await this.provider.models())[0] as AIModel),
      select: (request: SelectionRequest): Promise<ContextSelection> => {
        this.selections.push(request);
        return Promise.resolve().then(() => ({ selector: 'score', prompts: this.prompts, tokens: 5, leftOut: [] }));
      },
    };
    const memory = {
      get: (key: string) => this.memory.get(key),
      set: async (key: string, value: unknown) => {
        await Promise.resolve();
        this.memory.set(key, JSON.parse(JSON.stringify(value)));
      },
    };
    return new LiveSuggestions(ai, { clock: this.clock, log: this.log, events: this.events, ports: { ...noAI, memory } });
  }

  get(of = text, options: { refresh?: boolean; signal?: AbortSignal } = {}): Promise<void> {
    return this.suggestions.get(uri, of, { signal, ...options });
  }

  get list(): ReturnType<LiveSuggestions['of']> {
    return this.suggestions.of(uri);
  }

  get titles(): readonly string[] {
    return this.list.suggestions.map(({ title }) => title);
  }

  idOf(title: string): string {
    return this.list.suggestions.find((each) => each.title === title)?.id ?? '';
  }

  /** Waits for the advice with these titles: hashing takes turns of its own. */
  until(...titles: readonly string[]): Promise<void> {
    return vi.waitFor(() => expect(this.titles).toEqual(titles), { timeout: 15_000, interval: 2 });
  }

  /** What the journal was told. */
  recorded(): Promise<readonly unknown[]> {
    return new InMemoryJournal(this.lines).readOthers();
  }

  /** Lets the debounced write happen and opens the window anew. */
  async reload(): Promise<void> {
    this.suggestions.dispose();
    await this.clock.settle();
    this.suggestions = this.open();
  }

}

/** Answers step by step, when the test says so. */
class SlowAnswer {
  readonly #steps: (AIEvent | AIError)[] = [];
  #wake: (() => void) | undefined;
  /** Of the call. */
  signal: AbortSignal | undefined;

  push(...steps: readonly (AIEvent | AIError)[]): void {
    this.#steps.push(...steps);
    this.#wake?.();
  }

  called(): Promise<void> {
    return vi.waitFor(() => expect(this.signal).toBeDefined(), { timeout: 15_000, interval: 2 });
  }

  async *generate(): AsyncGenerator<AIEvent> {
    for (;;) {
      const step = this.#steps.shift();
      if (!step) await new Promise<void>((resolve) => (this.#wake = resolve));
      else if (step instanceof AIError) throw step;
      else {
        yield step;
        if (step.type === 'end') return;
      }
    }
  }
}

function slow(machine: Machine): SlowAnswer {
  const steps = new SlowAnswer();
  machine.provider.generate = (_request, options) => {
    steps.signal = options.signal;
    return steps.generate();
  };
  return steps;
}

const piece = (json: string): AIEvent => ({ type: 'toolInput', json });
const end: AIEvent = { type: 'end', reason: 'complete' };

describe('LiveSuggestions', () => {
  it('has nothing to say before anybody asked, and asks nobody', () => {
    const machine = new Machine();
    expect(machine.list).toEqual({ uri, run: { kind: 'idle' }, suggestions: [], text: undefined, context: undefined, unreadable: 0, at: undefined });
    expect(machine.provider.requests).toEqual([]);
  });

  it('gives the same list as long as nothing changed in it', async () => {
    const machine = new Machine();
    const before = machine.list;
    expect(machine.list).toBe(before);
    let changes = 0;
    machine.suggestions.onDidChange(() => changes++);
    machine.suggestions.chooseContext(uri, [], ['file:///library/b.md']);
    expect([machine.list === before, changes]).toEqual([true, 1]);
    await machine.get();
    expect(machine.list).not.toBe(before);
  });

  it('gives what the model says, in its order', async () => {
    const machine = new Machine();
    machine.prompts = [aChosenPrompt('review')];
    machine.next = answer(item('One'), item('Two', { kind: 'contradiction', lines: [{ first: 6, last: 6 }, { first: 4, last: 4 }] }));
    await machine.get();
    expect(machine.list).toMatchObject({
      run: { kind: 'idle' },
      text,
      context: { prompts: [{ title: 'review' }] },
      unreadable: 0,
      at: machine.clock.now(),
      suggestions: [
        { kind: 'gap', title: 'One', explanation: 'Why One', lines: [{ first: 4, last: 4 }], state: 'pending' },
        { kind: 'contradiction', title: 'Two', lines: [{ first: 4, last: 4 }, { first: 6, last: 6 }], state: 'pending' },
      ],
    });
    expect(new Set(machine.list.suggestions.map(({ id }) => id)).size).toBe(2);
  });

  it('shows each piece of advice as soon as it is complete', async () => {
    const machine = new Machine();
    const steps = slow(machine);
    const done = machine.get();
    await machine.clock.settle();
    expect(machine.list.run).toEqual({ kind: 'running', status: { kind: 'queued' } });
    steps.push(piece(`{"suggestions":[${JSON.stringify(item('One'))},{"kind":"gap","ti`));
    await machine.until('One');
    expect(machine.list.run.kind).toBe('running');
    steps.push(piece('tle":"Two"}]}'), end);
    await done;
    expect(machine.titles).toEqual(['One', 'Two']);
    expect(machine.list.run).toEqual({ kind: 'idle' });
  });

  describe('a run that does not go well', () => {
    const reasons: readonly AIErrorReason[] = [
      ...(['noProvider', 'noKey', 'noConsent', 'untrusted', 'unauthorized', 'forbidden', 'modelNotFound', 'tooLarge', 'rateLimited', 'overloaded'] as const),
      ...(['serverError', 'badRequest', 'notSupported', 'unreachable', 'insecure', 'timeout', 'interrupted', 'badAnswer', 'refused', 'unavailable'] as const),
    ];

    it.each(reasons)('%s before the answer: the list says so and earlier advice stays', async (reason) => {
      const machine = new Machine();
      machine.next = answer(item('Earlier'));
      await machine.get();
      const before = machine.list;
      const error = new AIError(reason, { detail: 'In words', until: 5 });
      machine.next = [error];
      await machine.get(`${text}More.`);
      expect(machine.list).toEqual({ ...before, run: { kind: 'failed', error }, at: machine.clock.now() });
    });

    it.each(reasons)('%s in the middle of the answer: what arrived is shown and stays', async (reason) => {
      const machine = new Machine();
      machine.next = answer(item('Earlier'));
      await machine.get();
      machine.next = [piece(`{"suggestions":[${JSON.stringify(item('One'))},${JSON.stringify(item('Two')).slice(0, 40)}`), new AIError(reason)];
      await machine.get(`${text}More.`);
      expect(machine.list).toMatchObject({ run: { kind: 'failed', error: { reason } }, text: `${text}More.`, unreadable: 1 });
      expect(machine.titles).toEqual(['One']);
    });

    it.each(reasons)('%s before anything was sent', async (reason) => {
      const machine = new Machine();
      machine.failure = new AIError(reason);
      await machine.get();
      expect(machine.list).toMatchObject({ run: { kind: 'failed', error: { reason } }, suggestions: [], text: undefined });
      expect(machine.provider.requests).toEqual([]);
    });

    it('has the detail that tells the figures when the composition is too large, and sends nothing', async () => {
      const machine = new Machine();
      machine.provider.list = [{ id: 'small', name: 'Small', contextTokens: 400, maxOutputTokens: undefined }];
      await machine.get('word '.repeat(200));
      expect(machine.list.run).toMatchObject({ kind: 'failed', error: { reason: 'tooLarge', detail: expect.stringContaining('100') as string } });
      expect(machine.provider.requests).toEqual([]);
    });

    it.each([
      ['an answer without an end', [piece('{"suggestions":[]}')], 'interrupted'],
      ['an answer in prose', textAnswer('I had rather not.'), 'badAnswer'],
      ['no answer', [end], 'badAnswer'],
      ['nothing that can be read', toolAnswer('{"suggestions":[{"kind":"gap","title":'), 'badAnswer'],
      ['a model that declines', [{ type: 'end', reason: 'refused' }], 'refused'],
    ] as const)('%s is a failure', async (_, script, reason) => {
      const machine = new Machine();
      machine.next = script;
      await machine.get();
      expect(machine.list.run).toMatchObject({ kind: 'failed', error: { reason } });
    });

    it('says of a failure of our own that there is no answer, and logs it without contents', async () => {
      const machine = new Machine();
      machine.failure = new TypeError('x is not a function');
      await machine.get();
      expect(machine.list.run).toMatchObject({ kind: 'failed', error: { reason: 'badAnswer' } });
      expect(machine.log.lines).toEqual(['error Suggestions failed: x is not a function']);
    });

    it('shows what could be read of an answer that was too long', async () => {
      const machine = new Machine();
      machine.next = [piece(`{"suggestions":[${JSON.stringify(item('One'))},{"kind":"gap","title":"Tw`), { type: 'end', reason: 'length' }];
      await machine.get();
      expect(machine.list).toMatchObject({ run: { kind: 'idle' }, unreadable: 1 });
      expect(machine.titles).toEqual(['One']);
    });

    it('asks without the library when no prompts can be chosen', async () => {
      const machine = new Machine();
      Object.defineProperty(machine, 'prompts', { get: () => { throw new Error('The library is away'); } });
      machine.next = answer(item('One'));
      await machine.get();
      expect(machine.titles).toEqual(['One']);
      expect(machine.log.lines).toHaveLength(1);
    });
  });

  it('reads the list out of text where a model has no tools', async () => {
    const machine = new Machine();
    machine.next = textAnswer('Here:\n```json\n', JSON.stringify({ suggestions: [item('One')] }), '\n```');
    await machine.get();
    expect(machine.titles).toEqual(['One']);
  });

  it('tells what the call waits for', async () => {
    const machine = new Machine();
    const seen: unknown[] = [];
    machine.suggestions.onDidChange(() => seen.push(machine.list.run));
    machine.next = (_request, { onStatus }) => {
      onStatus?.({ kind: 'sent' });
      onStatus?.({ kind: 'waiting', until: 99, attempt: 1, attempts: 3, reason: 'overloaded' });
      onStatus?.({ kind: 'streaming' });
      return answer();
    };
    await machine.get();
    expect(seen).toContainEqual({ kind: 'running', status: { kind: 'waiting', until: 99, attempt: 1, attempts: 3, reason: 'overloaded' } });
    expect(seen.at(-1)).toEqual({ kind: 'idle' });
  });

  it('shows that there is nothing to improve, and asks nobody about an empty composition', async () => {
    const machine = new Machine();
    machine.next = answer(item('Earlier'));
    await machine.get();
    machine.next = answer();
    await machine.get();
    expect(machine.list).toMatchObject({ run: { kind: 'idle' }, suggestions: [] });
    const empty = '---\ntitle: x\n---\n \n';
    await machine.get(empty);
    expect(machine.list).toMatchObject({ run: { kind: 'idle' }, suggestions: [], text: empty });
    expect(machine.provider.requests).toHaveLength(2);
  });

  it('asks the cache unless told to refresh', async () => {
    const machine = new Machine();
    const caches: unknown[] = [];
    machine.next = (_request, { cache }) => {
      caches.push(cache);
      return answer();
    };
    await machine.get();
    await machine.get(text, { refresh: true });
    expect(caches).toEqual(['use', 'refresh']);
    expect(JSON.stringify(machine.provider.requests[0])).toBe(JSON.stringify(machine.provider.requests[1]));
  });

  describe('stopping', () => {
    async function midway(machine: Machine, options: { signal?: AbortSignal } = {}): Promise<{ steps: SlowAnswer; done: Promise<void> }> {
      const steps = slow(machine);
      const done = machine.get(text, options);
      steps.push(piece(`{"suggestions":[${JSON.stringify(item('One'))},{"kind":"gap",`));
      await machine.until('One');
      return { steps, done };
    }

    it('keeps what arrived, counts nothing as unreadable, and ends the call', async () => {
      const machine = new Machine();
      const { steps, done } = await midway(machine);
      machine.suggestions.stop(uri);
      expect(machine.list).toMatchObject({ run: { kind: 'stopped' }, unreadable: 0 });
      expect(steps.signal?.aborted).toBe(true);
      await done;
      expect(machine.titles).toEqual(['One']);
      steps.push(piece('"title":"Two"}]}'), end);
      await machine.clock.settle();
      expect(machine.titles).toEqual(['One']);
      expect(machine.list.run).toEqual({ kind: 'stopped' });
    });

    it('happens by the signal as well, before and during the run', async () => {
      const machine = new Machine();
      const abort = new AbortController();
      const { done } = await midway(machine, { signal: abort.signal });
      abort.abort();
      await done;
      expect(machine.list.run).toEqual({ kind: 'stopped' });
      await machine.get(text, { signal: abort.signal });
      expect(machine.list.run).toEqual({ kind: 'stopped' });
      expect(machine.titles).toEqual(['One']);
    });

    it('ends a run when another one begins, of which nothing is mixed in', async () => {
      const machine = new Machine();
      const { steps, done } = await midway(machine);
      const other = slow(machine);
      const second = machine.get(`${text}More.`);
      expect(steps.signal?.aborted).toBe(true);
      await done;
      steps.push(piece('"title":"Two"},'), new AIError('serverError'));
      other.push(piece(JSON.stringify({ suggestions: [item('New')] })), end);
      await second;
      await machine.clock.settle();
      expect(machine.titles).toEqual(['New']);
      expect(machine.list).toMatchObject({ run: { kind: 'idle' }, text: `${text}More.` });
    });

    it('does nothing where nothing runs', () => {
      const machine = new Machine();
      machine.suggestions.stop(uri);
      expect(machine.list.run).toEqual({ kind: 'idle' });
    });

    it('ends the call when it is disposed, and is silent from then on', async () => {
      const machine = new Machine();
      const { steps, done } = await midway(machine);
      machine.suggestions.dispose();
      expect(steps.signal?.aborted).toBe(true);
      await done;
      await machine.get();
      expect(machine.provider.requests).toEqual([]);
    });

    it('leaves other documents alone', async () => {
      const machine = new Machine();
      const { steps, done } = await midway(machine);
      machine.suggestions.stop('file:///other.md');
      steps.push(piece('"title":"Two"}]}'), end);
      await done;
      expect(machine.list.run).toEqual({ kind: 'idle' });
    });
  });

  describe('what becomes of advice', () => {
    async function withAdvice(...items: readonly object[]): Promise<Machine> {
      const machine = new Machine();
      machine.next = answer(...items);
      await machine.get();
      return machine;
    }

    it('is shown and recorded as an outcome, once', async () => {
      const machine = await withAdvice(item('One'), item('Two', { kind: 'clarity' }), item('Three'));
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'applying', diff: '-a\n+b' });
      expect(machine.list.suggestions[0]).toMatchObject({ title: 'One', state: 'applying', diff: '-a\n+b' });
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'error', error: { reason: 'conflict' } });
      expect(machine.list.suggestions[0]).toMatchObject({ state: 'error', error: { reason: 'conflict' } });
      expect(machine.list.suggestions[0]).not.toHaveProperty('diff');
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'applied' });
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'applied' });
      machine.suggestions.update(uri, machine.idOf('Two'), { state: 'dismissed' });
      expect(machine.list.suggestions.map(({ state }) => state)).toEqual(['applied', 'dismissed', 'pending']);
      await machine.clock.settle();
      const at = machine.clock.now();
      expect(await machine.recorded()).toEqual([
        { type: 'adviceJudged', outcome: 'applied', kind: 'gap', at },
        { type: 'adviceJudged', outcome: 'dismissed', kind: 'clarity', at },
      ]);
    });

    it('does not matter for what is gone', async () => {
      const machine = await withAdvice(item('One'));
      const before = machine.list;
      machine.suggestions.update(uri, 'gone', { state: 'applied' });
      machine.suggestions.update('file:///gone.md', 'gone', { state: 'applied' });
      expect(machine.list).toBe(before);
      expect(await machine.recorded()).toEqual([]);
    });

    it('stays dismissed when the same comes again, wherever its lines are now and however it is put', async () => {
      const machine = await withAdvice(item('One'), item('Two'), item('Three', { lines: [{ first: 5, last: 6 }] }));
      for (const title of ['One', 'Two', 'Three']) machine.suggestions.update(uri, machine.idOf(title), { state: 'dismissed' });
      machine.next = answer(
        item('One', { explanation: 'In other words', lines: [{ first: 5, last: 5 }] }),
        item('TWO!', { lines: [] }),
        item('Three', { explanation: 'In other words', lines: [{ first: 5, last: 6 }] }),
        item('One', { explanation: 'Of another place', lines: [{ first: 6, last: 6 }] }),
        item('One', { kind: 'clarity' }),
      );
      await machine.get('---\ntitle: One\n---\nNew line.\nFirst line.\nSecond line.\nThird line.\n');
      expect(machine.list.suggestions.map(({ state }) => state)).toEqual(['dismissed', 'dismissed', 'dismissed', 'pending', 'pending']);
    });

    it('stays dismissed by its words alone', async () => {
      const machine = await withAdvice(item('One'));
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'dismissed' });
      machine.next = answer(item('one', { explanation: 'why: one', lines: [] }));
      await machine.get('All new.\n');
      expect(machine.list.suggestions.map(({ state }) => state)).toEqual(['dismissed']);
    });

    it('can be taken back', async () => {
      const machine = await withAdvice(item('One'));
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'dismissed' });
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'pending' });
      await machine.get();
      expect(machine.list.suggestions.map(({ state }) => state)).toEqual(['pending']);
    });

    it('knows what was applied when the text changed by it, and not when that was undone', async () => {
      const machine = await withAdvice(item('One', { lines: [] }));
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'applied' });
      await machine.get(`${text}Added.`);
      expect(machine.list.suggestions.map(({ state }) => state)).toEqual(['applied']);
      await machine.get(text);
      expect(machine.list.suggestions.map(({ state }) => state)).toEqual(['pending']);
    });

    it('keeps the recommendation of a prompt dismissed, whatever it is called', async () => {
      const machine = new Machine();
      machine.prompts = [aChosenPrompt('review'), aChosenPrompt('other'), aChosenPrompt('used', { reasons: [{ kind: 'referenced' }] })];
      machine.next = answer(item('Use it', { kind: 'recommendation', prompt: 1 }), item('Used', { kind: 'recommendation', prompt: 3 }));
      await machine.get();
      expect(machine.list).toMatchObject({ unreadable: 1, suggestions: [{ promptUri: 'file:///library/review.md' }] });
      machine.suggestions.update(uri, machine.idOf('Use it'), { state: 'dismissed' });
      machine.next = answer(item('Add a review', { kind: 'recommendation', prompt: 1, explanation: 'New' }), item('Add it', { kind: 'recommendation', prompt: 2 }));
      await machine.get();
      expect(machine.list.suggestions.map(({ state }) => state)).toEqual(['dismissed', 'pending']);
    });

    it('is kept through a new run while it is under review, with its lines where they are now', async () => {
      const machine = await withAdvice(item('Reviewed'), item('Other'));
      const id = machine.idOf('Reviewed');
      machine.suggestions.update(uri, id, { state: 'applying', diff: 'x' });
      machine.next = answer(item('New'));
      await machine.get(text.replace('First', 'Before\nFirst'));
      expect(machine.list.suggestions).toMatchObject([{ id, title: 'Reviewed', state: 'applying', diff: 'x', lines: [{ first: 5, last: 5 }] }, { title: 'New' }]);
      machine.suggestions.update(uri, id, { state: 'applied' });
      expect(machine.list.suggestions[0]).toMatchObject({ id, state: 'applied' });
    });

    it('can be decided while more of it arrives', async () => {
      const machine = new Machine();
      const steps = slow(machine);
      const done = machine.get();
      steps.push(piece(`{"suggestions":[${JSON.stringify(item('One'))},`));
      await machine.until('One');
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'dismissed' });
      steps.push(piece(`${JSON.stringify(item('Two'))}]}`), end);
      await done;
      expect(machine.list.suggestions.map(({ title, state }) => [title, state])).toEqual([
        ['One', 'dismissed'],
        ['Two', 'pending'],
      ]);
    });
  });

  describe('the prompts that are sent along', () => {
    it('are those the user wants, chosen for a share of the model', async () => {
      const machine = new Machine();
      machine.suggestions.chooseContext(uri, ['file:///library/a.md'], ['file:///library/b.md']);
      machine.prompts = [aChosenPrompt('a')];
      expect(await machine.suggestions.context(uri, text, signal)).toMatchObject({ prompts: [{ title: 'a' }] });
      await machine.get();
      await machine.suggestions.context(uri, text, signal);
      expect(machine.selections).toMatchObject([
        { uri, text, budget: 19_200, wanted: ['file:///library/a.md'], unwanted: ['file:///library/b.md'] },
        { uri, text, budget: 30_000, wanted: ['file:///library/a.md'], unwanted: ['file:///library/b.md'] },
        { budget: 30_000 },
      ]);
      expect(machine.provider.requests[0]?.messages[0]?.parts[0]).toMatchObject({ kind: 'prompt', label: 'a' });
    });

    it('are shown before anything is sent', async () => {
      const machine = new Machine();
      await machine.suggestions.context(uri, text, signal);
      expect(machine.provider.requests).toEqual([]);
      expect(machine.list.context).toBeUndefined();
    });
  });

  describe('of a document that has another name', () => {
    const renamed = 'file:///elsewhere/compositions/uno.md';
    const isThere = (machine: Machine, at: string): readonly string[] => machine.suggestions.of(at).suggestions.map(({ title }) => title);

    it('goes along with it, decisions, choices and all, also over a reload', async () => {
      const machine = new Machine();
      machine.next = answer(item('One'), item('Two'));
      await machine.get();
      machine.suggestions.update(uri, machine.idOf('Two'), { state: 'dismissed' });
      machine.suggestions.chooseContext(uri, ['file:///library/a.md'], ['file:///library/b.md']);
      const before = machine.list;
      const told: unknown[] = [];
      machine.suggestions.onDidMove((move) => told.push(move));
      machine.suggestions.moved(uri, renamed);
      expect(machine.suggestions.of(renamed)).toEqual({ ...before, uri: renamed });
      expect([isThere(machine, uri), told]).toEqual([[], [{ from: uri, to: renamed }]]);
      await machine.reload();
      await machine.suggestions.get(renamed, text, { signal });
      expect(machine.suggestions.of(renamed).suggestions.map(({ state }) => state)).toEqual(['pending', 'dismissed']);
      expect(machine.selections.at(-1)).toMatchObject({ uri: renamed, wanted: ['file:///library/a.md'], unwanted: ['file:///library/b.md'] });
    });

    it('goes along with its folder, and other documents keep theirs', async () => {
      const machine = new Machine();
      machine.next = answer(item('One'));
      await machine.get();
      await machine.suggestions.get('file:///compositions-2/one.md', text, { signal });
      machine.suggestions.moved('file:///compositions', 'file:///b');
      machine.suggestions.moved('file:///nothing', 'file:///compositions-2');
      expect([uri, 'file:///b/one.md', 'file:///compositions-2/one.md'].map((at) => isThere(machine, at))).toEqual([[], ['One'], ['One']]);
    });

    it('goes on arriving there', async () => {
      const machine = new Machine();
      const steps = slow(machine);
      const done = machine.get();
      steps.push(piece(`{"suggestions":[${JSON.stringify(item('One'))},`));
      await machine.until('One');
      machine.suggestions.moved(uri, renamed);
      expect(machine.suggestions.of(renamed).run.kind).toBe('running');
      steps.push(piece(`${JSON.stringify(item('Two'))}]}`), end);
      await done;
      expect([isThere(machine, uri), isThere(machine, renamed), machine.suggestions.of(renamed).run]).toEqual([[], ['One', 'Two'], { kind: 'idle' }]);
    });

    it('can be stopped there', async () => {
      const machine = new Machine();
      const steps = slow(machine);
      const done = machine.get();
      await steps.called();
      machine.suggestions.moved(uri, renamed);
      machine.suggestions.stop(uri);
      expect(machine.suggestions.of(renamed).run.kind).toBe('running');
      machine.suggestions.stop(renamed);
      await done;
      expect([steps.signal?.aborted, machine.suggestions.of(renamed).run.kind]).toEqual([true, 'stopped']);
    });

    it('takes the place of what was said of a file that it overwrites', async () => {
      const machine = new Machine();
      machine.next = answer(item('Of the other'));
      await machine.suggestions.get(renamed, text, { signal });
      machine.next = answer(item('One'));
      await machine.get(`${text}More.`);
      machine.suggestions.moved(uri, renamed);
      expect(isThere(machine, renamed)).toEqual(['One']);
    });

    it('still leads to prompts that have another name', async () => {
      const machine = new Machine();
      machine.prompts = [aChosenPrompt('review')];
      machine.next = answer(item('Use it', { kind: 'recommendation', prompt: 1 }));
      await machine.get();
      machine.suggestions.chooseContext(uri, ['file:///library/review.md'], []);
      machine.suggestions.moved('file:///library', 'file:///prompts');
      expect(machine.list.suggestions[0]?.promptUri).toBe('file:///prompts/review.md');
      await machine.suggestions.context(uri, text, signal);
      expect(machine.selections.at(-1)?.wanted).toEqual(['file:///prompts/review.md']);
    });

    it('is forgotten with a document that is gone, and its run ends', async () => {
      const machine = new Machine();
      machine.next = answer(item('One'));
      await machine.get();
      machine.suggestions.chooseContext(uri, ['file:///library/a.md'], []);
      const steps = slow(machine);
      const done = machine.get(`${text}More.`);
      await steps.called();
      machine.suggestions.forget(uri);
      await done;
      expect([steps.signal?.aborted, machine.list]).toEqual([true, { uri, run: { kind: 'idle' }, suggestions: [], text: undefined, context: undefined, unreadable: 0, at: undefined }]);
      await machine.reload();
      await machine.suggestions.context(uri, text, signal);
      expect([machine.titles, machine.selections.at(-1)?.wanted]).toEqual([[], []]);
    });
  });

  describe('over a reload of the window', () => {
    it('comes back although the window went in the same second', async () => {
      const machine = new Machine();
      machine.next = answer(item('Say who reads it'));
      await machine.get();
      await machine.clock.settle();
      machine.suggestions = machine.open();
      expect(machine.list.suggestions.map(({ title }) => title)).toEqual(['Say who reads it']);
    });

    it('comes back as it was', async () => {
      const machine = new Machine();
      machine.prompts = [aChosenPrompt('review', { reasons: [{ kind: 'tag', tag: 'x', score: 10 }, { kind: 'words', words: ['a'], score: 1 }] })];
      machine.next = answer(item('One'), item('Two'), item('Three', { kind: 'recommendation', prompt: 1 }), item('Four'), item('Five'));
      await machine.get();
      machine.suggestions.update(uri, machine.idOf('Two'), { state: 'dismissed' });
      machine.suggestions.update(uri, machine.idOf('Four'), { state: 'error', error: { reason: 'conflict', detail: 'Line 4' } });
      machine.suggestions.update(uri, machine.idOf('Five'), { state: 'error', error: new AIError('timeout') });
      machine.suggestions.chooseContext(uri, ['file:///library/a.md'], []);
      const before = machine.list;
      await machine.reload();
      const context = { ...before.context, prompts: before.context?.prompts.map((prompt) => ({ ...prompt, text: '' })) };
      expect(machine.list).toEqual({ ...before, context });
      await machine.get();
      expect(machine.selections.at(-1)?.wanted).toEqual(['file:///library/a.md']);
      expect(machine.list.suggestions.map(({ state }) => state)).toEqual(['pending', 'dismissed', 'pending', 'pending', 'pending']);
    });

    it('is stopped where it was running, and pending where it was under review', async () => {
      const machine = new Machine();
      const steps = slow(machine);
      const done = machine.get();
      steps.push(piece(`{"suggestions":[${JSON.stringify(item('One'))},`));
      await machine.until('One');
      machine.suggestions.update(uri, machine.idOf('One'), { state: 'applying', diff: 'x' });
      await machine.reload();
      await done;
      expect(machine.list).toMatchObject({ run: { kind: 'stopped' }, suggestions: [{ title: 'One', state: 'pending' }] });
      expect(machine.list.suggestions[0]).not.toHaveProperty('diff');
    });

    it('keeps what arrived when the window ends without saying so', async () => {
      const machine = new Machine();
      const steps = slow(machine);
      void machine.get();
      steps.push(piece(`{"suggestions":[${JSON.stringify(item('One'))},`));
      await machine.until('One');
      await machine.clock.advance(2000);
      machine.suggestions = machine.open();
      expect(machine.list.run).toEqual({ kind: 'stopped' });
      expect(machine.titles).toEqual(['One']);
    });

    it('says again what failed', async () => {
      const machine = new Machine();
      machine.next = [new AIError('rateLimited', { detail: 'Slow down', until: 77, status: 429 })];
      await machine.get();
      const { run } = machine.list;
      await machine.reload();
      expect(machine.list.run).toEqual(run);
    });

    it('remembers the latest fifty documents', async () => {
      const machine = new Machine();
      machine.next = answer(item('One'));
      for (let index = 0; index < 60; index++) await machine.suggestions.get(`file:///${index}.md`, text, { signal });
      await machine.reload();
      const known = Array.from({ length: 60 }, (_, index) => machine.suggestions.of(`file:///${index}.md`).suggestions.length);
      expect(known).toEqual([...Array<number>(10).fill(0), ...Array<number>(50).fill(1)]);
    });

    it('stays small: the oldest go first', async () => {
      const machine = new Machine();
      machine.next = answer(item('One'));
      machine.provider.list = [{ id: 'large', name: 'Large', contextTokens: 1_000_000, maxOutputTokens: undefined }];
      for (let index = 0; index < 10; index++) await machine.suggestions.get(`file:///${index}.md`, `${index}${'x '.repeat(30_000)}`, { signal });
      await machine.suggestions.get('file:///huge.md', 'x '.repeat(210_000), { signal });
      expect(machine.suggestions.of('file:///huge.md').suggestions).toHaveLength(1);
      await machine.reload();
      expect(JSON.stringify([...machine.memory.values()]).length).toBeLessThan(410_000);
      expect(machine.suggestions.of('file:///0.md').suggestions).toEqual([]);
      expect(machine.suggestions.of('file:///9.md').suggestions).toHaveLength(1);
    });

    it('believes nothing that has not the right shape', async () => {
      const machine = new Machine();
      machine.next = answer(item('One'), item('Two'));
      await machine.get();
      await machine.reload();
      const good = [...machine.memory.entries()][0];
      const json = JSON.stringify(good?.[1]);
      const place = fc.nat(json.length - 1);
      const shapes = fc.oneof(
        fc.anything(),
        fc.record({ version: fc.constant(1), documents: fc.anything() }),
        fc.record({ version: fc.constant(1), documents: fc.array(fc.record({ uri: fc.constant(uri), text: fc.anything(), suggestions: fc.array(fc.object()), run: fc.anything(), context: fc.object(), judged: fc.array(fc.object()), wanted: fc.anything() })) }),
        fc.tuple(place, fc.constantFrom('0', 'null', '"', '[]', '{}', '-1')).map(([at, text_]) => json.slice(0, at) + text_ + json.slice(at + 1)).map(parsed),
      );
      fc.assert(
        fc.property(shapes, (value) => {
          machine.memory = new Map([[good?.[0] ?? '', value]]);
          const { run, suggestions, context } = machine.open().of(uri);
          expect(['idle', 'failed', 'stopped']).toContain(run.kind);
          for (const each of suggestions) expect([each.id !== '', suggestionKinds.includes(each.kind), each.title !== '', Array.isArray(each.lines), each.explanation.length < 2001]).not.toContain(false);
          for (const each of context?.prompts ?? []) expect(each.reasons.length).toBeGreaterThan(0);
        }),
        { numRuns: 400 },
      );
    });

    it('goes on when it cannot be kept', async () => {
      const machine = new Machine();
      machine.next = answer(item('One'));
      machine.memory.set = () => { throw new Error('The disk is full'); };
      await machine.get();
      await machine.clock.advance(2000);
      expect(machine.titles).toEqual(['One']);
      expect(machine.log.lines).toEqual(['error Suggestions could not be kept: The disk is full']);
    });
  });

  it('writes no contents to the log', async () => {
    const machine = new Machine();
    machine.next = [piece('{"suggestions":[{"kind":"gap","title":"Secret title"'), new AIError('serverError', { detail: 'Secret detail' })];
    await machine.get('Secret text');
    expect(machine.log.lines.join('\n')).not.toMatch(/Secret/);
  });
});

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return json;
  }
}
