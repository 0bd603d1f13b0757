import { HistoryError } from '../../core/history/historyError';
import type { OpenOptions } from '../../core/ports/historyDatabase';
import { FileSystemError } from '../../core/ports/fileSystem';
import type { Log } from '../../core/ports/log';
import type { Disposable } from '../../core/util/dispose';
import { Emitter } from '../../core/util/event';
import type { Failure, FromWorker, HistoryLink, HistoryMethods, MethodName, OpenAnswer, Repair } from './historyProtocol';

interface HistoryClientOptions {
  /** Starts a worker. @throws when there can be none */
  readonly connect: () => HistoryLink;
  readonly mayLose: OpenOptions['mayLose'];
  readonly log: Log;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The extension host's side of a worker: calls go out at once, answers come when they come. When the worker dies, whoever waits learns it
 * (`unavailable`), or else the next caller does; the call after that starts another worker once, with what is on disk. What was saved since
 * the last snapshot has to be read from the files again then.
 */
export class HistoryClient implements Disposable {
  readonly #options: HistoryClientOptions;
  readonly #repaired = new Emitter<Repair>();
  readonly #pending = new Map<number, Pending>();
  #link: HistoryLink | undefined;
  #opening: Promise<Exclude<OpenAnswer, { readonly state: 'blocked' }>> | undefined;
  #nextId = 1;
  #deaths = 0;
  /** The worker died and nobody was told yet. */
  #isUntold = false;
  #isDisposed = false;

  constructor(options: HistoryClientOptions) {
    this.#options = options;
  }

  /** Damage was found after opening, and repaired. */
  get onDidRepair(): Emitter<Repair>['event'] {
    return this.#repaired.event;
  }

  /** Starts the worker and opens the database. @throws {HistoryError} with reason `unavailable` */
  open(): Promise<Exclude<OpenAnswer, { readonly state: 'blocked' }>> {
    return (this.#opening ??= this.#open());
  }

  /** @throws {HistoryError} `closed` after disposal, `unavailable` when the worker is gone; what the method throws; the signal's reason */
  async call<M extends MethodName>(method: M, args: Parameters<HistoryMethods[M]>, signal?: AbortSignal): Promise<ReturnType<HistoryMethods[M]>> {
    this.#check();
    signal?.throwIfAborted();
    await this.open();
    this.#check();
    signal?.throwIfAborted();
    return this.#send(method, args, signal);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#rejectAll(new HistoryError('closed', 'The history was closed'));
    this.#repaired.dispose();
    // It still writes what is worth it; the process waits for that.
    this.#link?.hold(true);
    this.#link?.post({ kind: 'close' });
  }

  #check(): void {
    if (this.#isDisposed) throw new HistoryError('closed', 'The history was closed');
    if (!this.#isUntold) return;
    this.#isUntold = false;
    throw new HistoryError('unavailable', 'The history database broke down');
  }

  async #open(): Promise<Exclude<OpenAnswer, { readonly state: 'blocked' }>> {
    if (this.#deaths > 1) throw new HistoryError('unavailable', 'The history database broke down');
    try {
      this.#connect();
    } catch (error) {
      throw new HistoryError('unavailable', 'The history database could not be started', { cause: error });
    }
    const answer = await this.#send('open', [false]);
    return answer.state === 'blocked' ? this.#ask(answer.count) : answer;
  }

  async #ask(count: number): Promise<Exclude<OpenAnswer, { readonly state: 'blocked' }>> {
    const mayLose = await this.#options.mayLose(count);
    if (this.#isDisposed) throw new HistoryError('closed', 'The history was closed');
    const answer = mayLose ? await this.#send('open', [true]) : undefined;
    if (answer && answer.state !== 'blocked') return answer;
    throw new HistoryError('unavailable', 'The history database is damaged');
  }

  #connect(): void {
    const link = this.#options.connect();
    this.#link = link;
    link.onMessage((message) => this.#receive(message));
    link.onEnd((reason) => {
      if (this.#link === link) this.#died(reason);
    });
    link.hold(false);
  }

  #send<M extends MethodName>(method: M, args: Parameters<HistoryMethods[M]>, signal?: AbortSignal): Promise<ReturnType<HistoryMethods[M]>> {
    const id = this.#nextId++;
    const link = this.#link;
    if (!link) return Promise.reject(new HistoryError('unavailable', 'The history database broke down'));
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#pending.delete(id);
        link.post({ kind: 'cancel', id });
        this.#holdIfNeeded();
        reject(reasonOf(signal));
      };
      const settle = (): void => signal?.removeEventListener('abort', cancel);
      signal?.addEventListener('abort', cancel, { once: true });
      this.#pending.set(id, {
        resolve: (value) => (settle(), resolve(value)),
        reject: (error) => (settle(), reject(error)),
      });
      link.post({ kind: 'call', id, method, args });
      this.#holdIfNeeded();
    });
  }

  #receive(message: FromWorker): void {
    const { log } = this.#options;
    if (message.kind === 'log') log[message.level](message.message);
    else if (message.kind === 'repaired') this.#repaired.fire(message.repair);
    else if (message.kind === 'blocked') this.#blocked(message.count);
    else {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.kind === 'result') pending?.resolve(message.value as never);
      else pending?.reject(toError(message.failure));
      this.#holdIfNeeded();
    }
  }

  /** Calls wait for the answer of the user. */
  #blocked(count: number): void {
    const answer = this.#ask(count);
    this.#opening = answer;
    answer.then(
      ({ repair }) => repair && this.#repaired.fire(repair),
      (error: unknown) => {
        this.#options.log.warn(`The damaged database of the history was left alone: ${String(error)}`);
        this.#rejectAll(new HistoryError('unavailable', 'The history database is damaged'));
      },
    );
  }

  #died(reason: string): void {
    this.#link = undefined;
    if (this.#isDisposed) return;
    this.#options.log.warn(`The worker of the history's database ended: ${reason}`);
    this.#deaths++;
    this.#isUntold = this.#pending.size === 0;
    this.#opening = undefined;
    this.#rejectAll(new HistoryError('unavailable', `The history database broke down: ${reason}`));
  }

  #rejectAll(error: HistoryError): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }

  #holdIfNeeded(): void {
    if (!this.#isDisposed) this.#link?.hold(this.#pending.size > 0);
  }
}

/** What `throwIfAborted` throws. */
function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason });
}

function toError(failure: Failure): Error {
  switch (failure.name) {
    case 'HistoryError':
      return new HistoryError(failure.reason, failure.message);
    case 'FileSystemError':
      return new FileSystemError(failure.reason, failure.uri);
    case 'TypeError':
      return new TypeError(failure.message);
    case 'RangeError':
      return new RangeError(failure.message);
  }
}
