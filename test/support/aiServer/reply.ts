/** Which of the two HTTP APIs a request speaks. */
export type ServerAPI = 'anthropic' | 'openai';

/** What the server got. */
export interface ServerRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed JSON; `undefined` where there is none. */
  readonly body: unknown;
  readonly api: ServerAPI;
  /** The client closed the connection before the answer was complete. */
  readonly closedByClient: boolean;
  /** The answer is complete, or one side cut it. */
  readonly ended: boolean;
}

/** How a question to a model is answered. Without any key: the default answer. */
export interface Reply {
  /** Pieces of text as they are streamed. */
  readonly text?: string | readonly string[];
  /** Input of the tool that was offered; a string is sent as it is, so that it may be malformed JSON. */
  readonly tool?: unknown;
  /** Length of a streamed piece of `tool`, or of `text` where it is one string, in UTF-16 code units; pairs stay together. Default: 40. */
  readonly chunkSize?: number;
  /** Milliseconds between two events. */
  readonly delayMs?: number;
  readonly usage?: { readonly input?: number; readonly output?: number; readonly cacheRead?: number; readonly cacheWrite?: number };
  readonly stop?: 'complete' | 'length' | 'refused';

  /** Fails with this status, and the body that the real service sends for it unless `body` is given. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is. */
  readonly body?: unknown;
  /** An error event inside of a stream that began well, after this many events. */
  readonly errorAfter?: { readonly events: number; readonly type: string; readonly message: string };

  /** Milliseconds, or what is waited for, before the first byte of the answer, its header included. */
  readonly firstByteAfter?: number | Promise<void>;
  /** Destroys the connection after so much of the answer's body. */
  readonly cutAfter?: { readonly bytes: number } | { readonly events: number };
  /** With `cutAfter`: ends the answer as if it were complete. */
  readonly cutCleanly?: boolean;
  /** Stays silent with the connection open after so many events. */
  readonly stallAfter?: number;
  /** Never answers; the connection stays open. */
  readonly hang?: boolean;
  /** Breaks the stream into pieces of 1, 2, 3, 1, … bytes, or of the sizes given, with no regard to code points. */
  readonly splitUtf8?: true | readonly number[];
}

/** `text` in pieces of about `size` UTF-16 code units, with pairs kept together. */
function piecesOf(text: string, size: number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + size);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end++;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

/** What of a reply is streamed, with the tool's input as JSON text. */
export function contentOf(reply: Reply): { readonly kind: 'text' | 'tool'; readonly pieces: readonly string[] } {
  const size = reply.chunkSize ?? 40;
  if (reply.tool !== undefined) {
    const json = typeof reply.tool === 'string' ? reply.tool : JSON.stringify(reply.tool);
    return { kind: 'tool', pieces: piecesOf(json, size) };
  }
  const text = reply.text ?? 'The model answers.';
  return { kind: 'text', pieces: typeof text === 'string' ? piecesOf(text, size) : text };
}
