import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Reply } from './reply';

/** An answer that is ready to be sent: JSON, or server-sent events. */
export interface SentAnswer {
  readonly status: number;
  readonly reply: Reply;
  readonly json?: unknown;
  readonly events?: readonly string[];
}

interface Connection {
  /** Aborted when the connection is over. */
  readonly signal: AbortSignal;
  /** Called before this side cuts the connection. */
  onCut(): void;
}

/** Sends an answer with all delays, cuts and odd pieces that its reply asks for. */
export async function send(response: ServerResponse, { status, reply, json, events }: SentAnswer, connection: Connection): Promise<void> {
  const { signal } = connection;
  if (reply.hang) return;
  if (typeof reply.firstByteAfter === 'number') await wait(reply.firstByteAfter, signal);
  else await reply.firstByteAfter;
  if (signal.aborted) return;
  const type = events ? 'text/event-stream; charset=utf-8' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'request-id': 'req_01', 'x-request-id': 'req_01', ...reply.headers });
  const pieces = events ?? [typeof json === 'string' ? json : JSON.stringify(json)];
  const { cutAfter, stallAfter = Infinity } = reply;
  const maxEvents = cutAfter && 'events' in cutAfter ? cutAfter.events : Infinity;
  let bytesLeft = cutAfter && 'bytes' in cutAfter ? cutAfter.bytes : Infinity;
  response.flushHeaders();
  for (const [index, piece] of pieces.entries()) {
    if (index >= stallAfter) return;
    if (index >= maxEvents || bytesLeft <= 0) break;
    if (index > 0 && reply.delayMs) await wait(reply.delayMs, signal);
    const bytes = Buffer.from(piece, 'utf8');
    await write(response, bytes.subarray(0, bytesLeft), reply.splitUtf8, signal);
    bytesLeft -= bytes.length;
    if (signal.aborted) return;
  }
  if (cutAfter && !reply.cutCleanly) {
    await wait(20, signal);
    connection.onCut();
    response.destroy();
  } else {
    response.end();
  }
}

async function write(response: ServerResponse, bytes: Buffer, split: Reply['splitUtf8'], signal: AbortSignal): Promise<void> {
  const sizes = split === true ? [1, 2, 3] : (split ?? []);
  if (sizes.length === 0) {
    if (!response.write(bytes)) await drained(response, signal);
    return;
  }
  for (let at = 0, turn = 0; at < bytes.length && !signal.aborted; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    response.write(bytes.subarray(at, at + size));
    at += size;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  await once(response, 'drain', { signal }).catch(() => undefined);
}

/** Resolves after `ms` milliseconds, or earlier when the signal is aborted. */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
