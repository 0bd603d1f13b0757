import { type Check, isCount, isShape, isString } from './checks';

/*
 * What a page and the extension say to each other: the page asks, by requests that are answered in any order; the extension tells of
 * changes by events. Neither side believes the shape of what the other sends.
 */

/** Requests by method: an interface whose members have `params` and `result`. */
export type RequestTypes<R> = { readonly [M in keyof R]: { readonly params: unknown; readonly result: unknown } };

type RequestOf<R extends RequestTypes<R>> = { readonly [M in keyof R]: { readonly id: number; readonly method: M; readonly params: R[M]['params'] } }[keyof R];

export type EventMessage<E> = { readonly [K in keyof E]: { readonly event: K; readonly params: E[K] } }[keyof E];

/** From the extension: an answer to a request, a failure to answer it, or an event. */
export type HostMessage<E> = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: string } | EventMessage<E>;

/** The checks of what one page and the extension say to each other. */
export interface Protocol<R extends RequestTypes<R>, E> {
  /** @returns `undefined` for anything that is no request of the page. */
  readonly asRequest: (message: unknown) => RequestOf<R> | undefined;
  /** @returns `undefined` for anything that is no message of the extension. */
  readonly asHostMessage: (message: unknown) => HostMessage<E> | undefined;
  readonly isResultOf: <M extends keyof R>(method: M, result: unknown) => result is R[M]['result'];
}

const isPresent = (value: unknown): value is unknown => value !== undefined;
const isEnvelope = isShape({ id: isCount, method: isString, params: isPresent });
const isResult = isShape({ id: isCount, result: isPresent });
const isError = isShape({ id: isCount, error: isString });
const isEvent = isShape({ event: isString, params: isPresent });

/** The two sides of a page from the checks of all its messages, which are the only list of them. */
export function protocolOf<R extends RequestTypes<R>, E>(
  requests: { readonly [M in keyof R]: { readonly params: Check<R[M]['params']>; readonly result: Check<R[M]['result']> } },
  events: { readonly [K in keyof E]: Check<E[K]> },
): Protocol<R, E> {
  return {
    asRequest(message) {
      if (!isEnvelope(message) || !Object.hasOwn(requests, message.method)) return undefined;
      return requests[message.method as keyof R].params(message.params) ? (message as unknown as RequestOf<R>) : undefined;
    },
    asHostMessage(message) {
      if (isResult(message) || isError(message)) return message;
      if (!isEvent(message) || !Object.hasOwn(events, message.event)) return undefined;
      return events[message.event as keyof E](message.params) ? (message as unknown as EventMessage<E>) : undefined;
    },
    isResultOf: (method, result): result is never => requests[method].result(result),
  };
}
