import type { AICalled } from '../../src/core/events/aiEvents';
import type { DomainEvent } from '../../src/core/events/domainEvents';
import { JournalEvents } from '../../src/core/events/journalEvents';
import type { ChainParts } from '../../src/core/ai/middleware/withMiddleware';
import type { AIEvent, AIPart, AIRequest } from '../../src/core/ai/provider';
import type { SecretFinding } from '../../src/core/ai/secrets';
import type { AIPorts, AISettings, SecretDecision } from '../../src/core/ports/ai';
import { Emitter } from '../../src/core/util/event';
import { RecordingLog } from './builders';
import { InMemoryFileSystem, memoryUri } from './inMemoryFileSystem';
import { InMemoryJournal, JournalLines } from './inMemoryJournal';
import { TestClock } from './testClock';

/** What is around language models, in memory: allowed and trusted unless a test says otherwise. Secrets are what begins with `key-`. */
export class AIWorld {
  readonly clock = new TestClock();
  readonly log = new RecordingLog();
  readonly lines = new JournalLines();
  readonly fileSystem = new InMemoryFileSystem(this.clock.now());
  readonly events = new JournalEvents(new InMemoryJournal(this.lines), this.clock, this.log);
  readonly changed = new Emitter<void>();
  readonly memory = new Map<string, unknown>();
  readonly settings: { -readonly [K in keyof AISettings]: AISettings[K] } = {
    provider: 'anthropic',
    model: '',
    contextSelector: 'score',
    concurrency: 2,
    prices: {},
    inlineTokensPerDay: 10_000,
  };
  isTrusted = true;
  consent: boolean | 'ask' = true;
  decision: SecretDecision = 'mask';
  /** Every question that was asked: of consent with its provider, of secrets with what was found. */
  readonly questions: string[] = [];

  readonly ports: AIPorts = {
    settings: this.settings,
    onDidChange: this.changed.event,
    createProvider: () => Promise.reject(new Error('This world has no providers')),
    isTrusted: () => this.isTrusted,
    consent: (provider, interactive) => {
      if (this.consent === 'ask' && interactive) {
        this.questions.push(`consent to ${provider.name} at ${provider.destination}`);
        this.consent = true;
      }
      return Promise.resolve(this.consent === true);
    },
    findSecrets: (text) => Promise.resolve(secretsIn(text)),
    decideOnSecrets: (findings, provider) => {
      this.questions.push(`${findings.length} secrets for ${provider.destination}`);
      return Promise.resolve(this.decision);
    },
    cacheFolder: memoryUri('ai-cache'),
    memory: {
      get: (key) => this.memory.get(key),
      set: (key, value) => {
        this.memory.set(key, value);
        return Promise.resolve();
      },
    },
  };

  get parts(): ChainParts {
    return { events: this.events, fileSystem: this.fileSystem, clock: this.clock, log: this.log, ports: this.ports };
  }

  /** What the journal holds of calls. */
  get calls(): readonly AICalled[] {
    return this.lines.lines.map((line) => JSON.parse(line) as DomainEvent).filter((event) => event.type === 'aiCalled');
  }
}

function secretsIn(text: string): readonly SecretFinding[] {
  return [...text.matchAll(/key-\S+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length, kind: 'Key' }));
}

export function aRequest(properties: Partial<AIRequest> = {}, text = 'A composition'): AIRequest {
  const parts: readonly AIPart[] = [{ kind: 'composition', label: 'Composition', text }];
  return { task: 'suggestions', model: 'model-1', system: 'You help.', messages: [{ role: 'user', parts }], maxOutputTokens: 1000, ...properties };
}

/** What arrived until the end or a failure. */
export interface Collected {
  readonly events: AIEvent[];
  text: string;
  json: string;
  error: unknown;
}

/** Reads an answer to its end; a failure is part of the result. */
export async function collect(answer: AsyncIterable<AIEvent>, into: Collected = { events: [], text: '', json: '', error: undefined }): Promise<Collected> {
  try {
    for await (const event of answer) {
      into.events.push(event);
      if (event.type === 'text') into.text += event.text;
      if (event.type === 'toolInput') into.json += event.json;
    }
  } catch (error) {
    into.error = error;
  }
  return into;
}
