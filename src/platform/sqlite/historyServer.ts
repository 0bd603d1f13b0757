import type { SqlJsStatic } from 'sql.js';
import type { Clock } from '../../core/ports/clock';
import { FileSystemError } from '../../core/ports/fileSystem';
import { HistoryError } from '../../core/history/historyError';
import { BrokenRowError } from './compositionRow';
import type { DatabaseFiles } from './databaseFiles';
import type { Failure, FromWorker, HistoryMethods, OpenAnswer, ToWorker } from './historyProtocol';
import { HistorySession } from './historySession';
import { openDatabase, type OpenDatabase, type Opening, repair } from './openDatabase';
import { isBreakdown, isDamage } from './sqlDatabase';
import { WriterLock } from './writerLock';

interface HistoryServerOptions {
  readonly sql: SqlJsStatic;
  readonly files: DatabaseFiles;
  readonly clock: Clock;
  readonly send: (message: FromWorker) => void;
  /** Nothing more will be sent. @param isBroken it broke down, and what it holds cannot be trusted */
  readonly onEnd: (isBroken: boolean) => void;
}

/** Checks for damage begin so long after opening, in milliseconds. */
const checkAfterMs = 10_000;

type Call = Extract<ToWorker, { readonly kind: 'call' }>;

/** The worker's side: answers one call after the other, repairs what turns out to be damaged, ends when it is asked to. */
export class HistoryServer {
  readonly #options: HistoryServerOptions;
  readonly #files: DatabaseFiles;
  readonly #lock: WriterLock;
  readonly #queue: Call[] = [];
  #session: HistorySession | undefined;
  /** Damage that was found and may not be repaired yet. */
  #damaged: { readonly bytes: Uint8Array; readonly missing: readonly string[] } | undefined;
  #isPumping = false;
  #isClosing = false;
  #hasEnded = false;

  constructor(options: HistoryServerOptions) {
    this.#options = options;
    this.#files = options.files;
    this.#lock = new WriterLock(this.#files.lock, () => options.clock.now());
  }

  receive(message: ToWorker): void {
    if (message.kind === 'call') this.#queue.push(message);
    else if (message.kind === 'close') this.#isClosing = true;
    else {
      const index = this.#queue.findIndex(({ id }) => id === message.id);
      if (index >= 0) this.#queue.splice(index, 1);
    }
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (!this.#hasEnded && this.#next() >= 0) {
      // Calls may be taken back until then.
      await this.#options.clock.nextTurn();
      const index = this.#next();
      const [call] = index < 0 ? [] : this.#queue.splice(index, 1);
      if (call) this.#answer(call);
    }
    this.#isPumping = false;
    if (this.#isClosing && !this.#hasEnded) this.#end();
  }

  /** Index of the call whose turn it is; -1 for none. While damage may not be repaired yet, all others wait for the answer to that. */
  #next(): number {
    return this.#damaged ? this.#queue.findIndex(({ method }) => method === 'open') : Math.min(0, this.#queue.length - 1);
  }

  #answer(call: Call): void {
    const { id, method, args } = call;
    const { send } = this.#options;
    try {
      send({ kind: 'result', id, value: this.#perform(method, args) });
    } catch (error) {
      if (this.#damaged && method !== 'open') {
        this.#queue.unshift(call);
        return;
      }
      send({ kind: 'failure', id, failure: toFailure(error) });
      if (isBreakdown(error)) this.#breakDown();
    }
  }

  /** Tries once more when it had to repair something. */
  #perform(method: keyof HistoryMethods, args: readonly unknown[]): unknown {
    if (method === 'open') return this.#open(args[0] === true);
    try {
      return this.#call(method, args);
    } catch (error) {
      if (!isDamage(error) && !(error instanceof BrokenRowError)) throw error;
      this.#log('warn', `The history's database is damaged: ${error.message}`);
      this.#repair();
      return this.#call(method, args);
    }
  }

  #call(method: Exclude<keyof HistoryMethods, 'open'>, args: readonly unknown[]): unknown {
    if (!this.#session) throw new HistoryError('unavailable', 'The history database is damaged');
    const methods: Record<string, (...args: never) => unknown> = this.#session.methods;
    return methods[method]?.(...(args as never));
  }

  #open(mayLose: boolean): OpenAnswer {
    const opening = this.#opening(mayLose);
    const opened = this.#damaged ? repair(opening, this.#damaged.bytes, this.#damaged.missing) : openDatabase(opening);
    if (!('database' in opened)) return opened;
    this.#damaged = undefined;
    this.#use(opened);
    this.#files.dropAbandoned(this.#options.clock.now());
    return opened.answer;
  }

  #repair(): void {
    const session = this.#session;
    if (!session) return;
    this.#session = undefined;
    try {
      const damaged = session.takeApart();
      const opened = repair(this.#opening(false), damaged.bytes, damaged.missing);
      if ('database' in opened) this.#use(opened);
      else this.#damaged = damaged;
      if (!('database' in opened)) this.#options.send({ kind: 'blocked', count: opened.count });
      else if (opened.answer.repair) this.#options.send({ kind: 'repaired', repair: opened.answer.repair });
    } catch (error) {
      this.#breakDown();
      throw error;
    }
  }

  #use(opened: OpenDatabase): void {
    const { sql, clock } = this.#options;
    const session = new HistorySession({
      ...{ sql, clock, files: this.#files, lock: this.#lock, opened },
      isBusy: () => this.#queue.length > 0,
      log: { debug: (message) => this.#log('debug', message), warn: (message) => this.#log('warn', message) },
      onDamage: () => this.#inOwnTurn(() => this.#session === session && this.#repair()),
      onBreakdown: () => this.#breakDown(),
    });
    this.#session = session;
    session.settle(checkAfterMs);
  }

  #inOwnTurn(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      this.#log('warn', `The history's database could not be repaired: ${String(error)}`);
      if (isBreakdown(error)) this.#breakDown();
    }
  }

  #opening(mayLose: boolean): Opening {
    const { sql, clock } = this.#options;
    return { sql, files: this.#files, now: () => clock.now(), mayLose, warn: (message) => this.#log('warn', message) };
  }

  #breakDown(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#lock.release();
    this.#options.onEnd(true);
  }

  #end(): void {
    this.#hasEnded = true;
    this.#inOwnTurn(() => this.#session?.close());
    this.#options.onEnd(false);
  }

  #log(level: 'debug' | 'warn', message: string): void {
    this.#options.send({ kind: 'log', level, message });
  }
}

function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof HistoryError) return { name: 'HistoryError', reason: error.reason, message };
  if (error instanceof FileSystemError) return { name: 'FileSystemError', reason: error.reason, uri: error.uri, message };
  if (error instanceof TypeError || error instanceof RangeError) return { name: error instanceof TypeError ? 'TypeError' : 'RangeError', message };
  return { name: 'HistoryError', reason: 'unavailable', message };
}
