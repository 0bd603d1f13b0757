import { describe, expect, it } from 'vitest';
import { RecordingLog } from '../../../test/support/builders';
import { InMemoryJournal } from '../../../test/support/inMemoryJournal';
import { ScriptedProvider, type Script, toolAnswer } from '../../../test/support/scriptedProvider';
import { TestClock } from '../../../test/support/testClock';
import { JournalEvents } from '../events/journalEvents';
import { AIError } from './aiError';
import type { ChosenPrompt, ContextSelection, SelectionRequest } from './contextSelector';
import { noAI } from './liveAI';
import { LiveSuggestions } from './liveSuggestions';
import type { AIEvent, AIModel, AIRequest, CallOptions } from './provider';

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
  readonly journal = new InMemoryJournal();
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
      model: async () => (await this.provider.models())[0] as AIModel,
      select: (request: SelectionRequest): Promise<ContextSelection> => {
        this.selections.push(request);
        return Promise.resolve({ selector: 'score', prompts: this.prompts, tokens: 5, leftOut: [] });
      },
    };
    const memory = {
      get: (key: string) => this.memory.get(key),
      set: (key: string, value: unknown) => {
        this.memory.set(key, JSON.parse(JSON.stringify(value)));
        return Promise.resolve();
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
  wasEnded = false;

  push(...steps: readonly (AIEvent | AIError)[]): void {
    this.#steps.push(...steps);
    this.#wake?.();
  }

  async *generate(): AsyncGenerator<AIEvent> {
    try {
      for (;;) {
        const step = this.#steps.shift();
        if (!step) await new Promise<void>((resolve) => (this.#wake = resolve));
        else if (step instanceof AIError) throw step;
        else {
          yield step;
          if (step.type === 'end') return;
        }
      }
    } finally {
      this.wasEnded = true;
    }
  }
}

function slow(machine: Machine): SlowAnswer {
  const steps = new SlowAnswer();
  machine.provider.generate = () => steps.generate();
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
    await machine.clock.settle();
    expect(machine.titles).toEqual(['One']);
    expect(machine.list.run.kind).toBe('running');
    steps.push(piece('tle":"Two"}]}'), end);
    await done;
    expect(machine.titles).toEqual(['One', 'Two']);
    expect(machine.list.run).toEqual({ kind: 'idle' });
  });
});
