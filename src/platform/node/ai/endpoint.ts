import { AIError } from '../../../core/ai/aiError';

/** Where a service is reached. */
export interface Endpoint {
  /** Base URL without a slash at its end. */
  readonly url: string;
  /** Host, with the port where it is not the usual one. */
  readonly host: string;
  /** The host as people are asked about it: a yes to a connection that nobody else can read is none to another. */
  readonly destination: string;
  readonly isThisMachine: boolean;
  /** Everybody on the way could read what is sent. */
  readonly isReadable: boolean;
}

/** @throws {AIError} `notSupported` when it is no web address, or holds a name and password */
export function endpoint(address: string): Endpoint {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new AIError('notSupported', { detail: address });
  // Names and passwords in addresses end up in logs and error messages; keys have a place of their own.
  if (url.username !== '' || url.password !== '') throw new AIError('notSupported', { detail: url.host });
  const isThisMachine = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  const isReadable = url.protocol === 'http:' && !isThisMachine;
  return { url: url.href.replace(/\/+$/, ''), host: url.host, destination: isReadable ? `http://${url.host}` : url.host, isThisMachine, isReadable };
}

/**
 * Nothing is sent with a key that others could read on the way, or that is none.
 * @throws {AIError} `insecure`, `unauthorized`
 */
export function requireSendable({ url, isReadable }: Endpoint, key: string | undefined): void {
  if (key === undefined) return;
  if (isReadable) throw new AIError('insecure', { detail: `${url}: https://` });
  // Such a key cannot stand in a header; the error for that would show it.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new AIError('unauthorized');
}
