import type { CompositionEvent } from '../events/compositionEvents';
import type { DomainEvents, Subscription } from '../events/domainEvents';
import type { Disposable } from '../util/dispose';

interface TrackedSource {
  readonly uuid: string;
  /** Begun by this window, or met by it in a document: in any other window an untitled document of that name is another one. */
  readonly isOwn: boolean;
}

interface ProjectionListener {
  /** Another window, or another process, wrote it. */
  onSaved(uuid: string, uri: string, hash: string): void;
  onDeleted(uuid: string, uri: string): void;
}

/** Which documents are recorded, and where: what the events of all windows say. */
export class CompositionProjection implements Disposable {
  readonly #events: DomainEvents;
  readonly #listener: ProjectionListener;
  readonly #subscription: Subscription;
  readonly #own = new Set<string>();
  readonly #tracked = new Map<string, TrackedSource>();
  readonly #last = new Map<string, string>();
  readonly #saved = new Map<string, { readonly uri: string; readonly hash: string }>();
  readonly #deleted = new Set<string>();
  #isLive = false;

  constructor(events: DomainEvents, listener: ProjectionListener) {
    this.#events = events;
    this.#listener = listener;
    this.#subscription = events.subscribe(
      'history',
      ['compositionSaved', 'compositionDeleted', 'compositionTracked', 'compositionUntracked'],
      (batch) => batch.forEach((event) => this.#apply(event)),
    );
  }

  /** Resolves when what happened before is known. @throws {FileSystemError} when the journal cannot be read; calling it again tries again. */
  async whenReady(): Promise<void> {
    await this.#subscription.whenReady();
    this.#isLive = true;
  }

  /** Resolves when it is on disk and known. @throws {FileSystemError} */
  publish(event: CompositionEvent): Promise<void> {
    this.#own.add(keyOf(event));
    return this.#events.publish(event);
  }

  trackedAt(source: string): TrackedSource | undefined {
    return this.#tracked.get(source);
  }

  get trackedSources(): readonly string[] {
    return [...this.#tracked.keys()];
  }

  /** The composition that recorded this document last, also when it does so no more. */
  lastOf(source: string): string | undefined {
    return this.#last.get(source);
  }

  /** Makes a document known from the journal this window's own. */
  adopt(source: string): void {
    const tracked = this.#tracked.get(source);
    if (tracked) this.#tracked.set(source, { ...tracked, isOwn: true });
  }

  /** For this window only: the document of that name is another one here. */
  drop(source: string): void {
    this.#tracked.delete(source);
  }

  /** Where the composition was written last. */
  uriOf(uuid: string): string | undefined {
    return this.#saved.get(uuid)?.uri;
  }

  /** SHA-256 of the last version of it that all windows were told of. */
  hashOf(uuid: string): string | undefined {
    return this.#saved.get(uuid)?.hash;
  }

  /** Deleted by this window, which is about to tell the others. */
  markDeleted(uuid: string): void {
    this.#deleted.add(uuid);
  }

  isDeleted(uuid: string): boolean {
    return this.#deleted.has(uuid);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #apply(event: CompositionEvent): void {
    const isOwn = this.#own.delete(keyOf(event));
    switch (event.type) {
      case 'compositionSaved':
        this.#deleted.delete(event.uuid);
        this.#saved.set(event.uuid, { uri: event.uri, hash: event.hash });
        if (this.#isLive && !isOwn) this.#listener.onSaved(event.uuid, event.uri, event.hash);
        break;
      case 'compositionDeleted':
        this.#deleted.add(event.uuid);
        if (this.#isLive && !isOwn) this.#listener.onDeleted(event.uuid, event.uri);
        break;
      case 'compositionTracked':
        if (!this.#concerns(event.source, isOwn)) break;
        this.#tracked.set(event.source, { uuid: event.uuid, isOwn });
        this.#last.set(event.source, event.uuid);
        break;
      case 'compositionUntracked':
        if (this.#concerns(event.source, isOwn)) this.#tracked.delete(event.source);
    }
  }

  /** Untitled documents of other windows that are open now are none of this one's. */
  #concerns(source: string, isOwn: boolean): boolean {
    return isOwn || !this.#isLive || !isUntitled(source);
  }
}

export function isUntitled(source: string): boolean {
  return source.startsWith('untitled:');
}

function keyOf(event: CompositionEvent): string {
  return JSON.stringify([event.type, 'uuid' in event ? event.uuid : '', 'source' in event ? event.source : '', 'hash' in event ? event.hash : '', event.at]);
}
