import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { AIError } from '../../../core/ai/aiError';

/** Bytes of one answer. */
const SIZE = 32 * 1024 * 1024;

/**
 * The editor's `fetch` for an MCP server: with a limit for the size of an answer, and it tells when the stream that should bring an answer is over, of
 * which the SDK says nothing to whoever waits.
 * @param onOver is given the id of the request; not called for streams that the server lets be taken up again
 */
export function mcpFetch(onOver: (id: string | number) => void): FetchLike {
  return async (url, init) => {
    const response = await globalThis.fetch(url, init);
    if (!response.body) return response;
    const id = response.headers.get('content-type')?.startsWith('text/event-stream') ? idOf(init?.body) : undefined;
    const body = limited(response.body, (canResume) => {
      if (id !== undefined && !canResume) onOver(id);
    });
    return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
  };
}

function limited(body: ReadableStream<Uint8Array>, onOver: (canResume: boolean) => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const ids = new EventIds();
  let left = SIZE;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            onOver(ids.areThere);
            return;
          }
          left -= value.length;
          if (left < 0) {
            await reader.cancel();
            throw new AIError('badAnswer');
          }
          ids.push(value);
          controller.enqueue(value);
        } catch (error) {
          onOver(ids.areThere && left >= 0);
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Whether a stream of events has an event with an id, from which on it can be taken up again. */
class EventIds {
  readonly #decoder = new TextDecoder();
  #tail = '\n';
  areThere = false;

  push(piece: Uint8Array): void {
    if (this.areThere) return;
    const text = this.#tail + this.#decoder.decode(piece, { stream: true });
    this.areThere = /[\r\n]id:\s*[^\s]/.test(text);
    this.#tail = text.slice(-8);
  }
}

/** Of a request that has an answer. */
function idOf(body: unknown): string | number | undefined {
  if (typeof body !== 'string') return undefined;
  const { id, method } = JSON.parse(body) as { readonly id?: unknown; readonly method?: unknown };
  return method !== undefined && (typeof id === 'string' || typeof id === 'number') ? id : undefined;
}
