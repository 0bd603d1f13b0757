import type { EventMessage, Protocol, RequestTypes } from '../protocol/messages';

interface Editor {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
/** What VS Code gives to the page of a webview. */
declare function acquireVsCodeApi(): Editor;

interface Pending<M> {
  readonly method: M;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** The extension, as a page sees it. */
export class Channel<R extends RequestTypes<R>, E> {
  readonly #editor = acquireVsCodeApi();
  readonly #pending = new Map<number, Pending<keyof R>>();
  #lastId = 0;

  constructor(protocol: Protocol<R, E>, onEvent: (message: EventMessage<E>) => void) {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = protocol.asHostMessage(data);
      if (!message) return;
      if (!('id' in message)) {
        onEvent(message);
        return;
      }
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (!pending) return;
      if ('error' in message) pending.reject(new Error(message.error));
      else if (protocol.isResultOf(pending.method, message.result)) pending.resolve(message.result as never);
      else pending.reject(new Error(`Unexpected answer to ${String(pending.method)}`));
    });
  }

  request<M extends keyof R>(method: M, params: R[M]['params']): Promise<R[M]['result']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.#editor.postMessage({ id, method, params });
    });
  }

  /** What {@link save} kept, of any shape. */
  saved(): unknown {
    return this.#editor.getState();
  }

  /** Keeps something over a reload of the window, and while the page is hidden. */
  save(state: unknown): void {
    this.#editor.setState(state);
  }
}
