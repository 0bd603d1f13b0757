import { asHostMessage, type FillFormRequests, type FormState, isResultOf, type Method, type SavedForm } from '../../protocol/fillForm';

interface Editor {
  postMessage(message: unknown): void;
  setState(state: SavedForm): void;
}
/** What VS Code gives to the page of a webview. */
declare function acquireVsCodeApi(): Editor;

interface Pending {
  readonly method: Method;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** The extension, as the page sees it. */
export class Channel {
  readonly #editor = acquireVsCodeApi();
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  /** @param onChanged is called when the document changed, was closed or opened again. */
  constructor(onChanged: (state: FormState) => void) {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = asHostMessage(data);
      if (!message) return;
      if ('event' in message) {
        onChanged(message.params);
        return;
      }
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (!pending) return;
      if ('error' in message) pending.reject(new Error(message.error));
      else if (isResultOf(pending.method, message.result)) pending.resolve(message.result as never);
      else pending.reject(new Error(`Unexpected answer to ${pending.method}`));
    });
  }

  request<M extends Method>(method: M, params: FillFormRequests[M]['params']): Promise<FillFormRequests[M]['result']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.#editor.postMessage({ id, method, params });
    });
  }

  /** Keeps the values over a reload of the window. */
  save(form: SavedForm): void {
    this.#editor.setState(form);
  }
}
