import type { ProviderId } from '../../../core/ai/provider';
import { type Endpoint, endpoint } from './endpoint';

/** The services that are asked with a key. */
export type KeyedService = Extract<ProviderId, 'anthropic' | 'openai'>;

/** A key that a person set for one service. */
export interface SetKey {
  readonly key: string;
  /** {@link Endpoint.host} of the address that was in the settings then; absent while the key is tried, before it is kept. */
  readonly host?: string | undefined;
}

export interface ServiceAccess {
  readonly endpoint: Endpoint;
  /** `undefined` where none may be sent there. */
  readonly key: string | undefined;
  /** Name of the environment variable that it is from. */
  readonly variable?: string;
  /** What the environment says of this service is meant for who is there. */
  readonly isOfEnvironment: boolean;
}

interface Service {
  readonly url: string;
  /** What the official SDKs read. */
  readonly urlVariable: string;
  readonly keyVariables: readonly string[];
}

const services: Readonly<Record<KeyedService, Service>> = {
  anthropic: { url: 'https://api.anthropic.com', urlVariable: 'ANTHROPIC_BASE_URL', keyVariables: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'] },
  openai: { url: 'https://api.openai.com/v1', urlVariable: 'OPENAI_BASE_URL', keyVariables: ['OPENAI_API_KEY'] },
};

/** Host of the service itself. */
export function ownHost(id: KeyedService): string {
  return new URL(services[id].url).host;
}

/**
 * Where a service is and the key for it. A key goes to nobody but the one that it is meant for, wherever the settings may lead by now: one that was
 * set goes to the host that it was set for; one of the environment to the service itself, to the address that the environment names, and to
 * this machine.
 * @param baseUrl of the settings; empty or absent: of the environment, else the service's own
 * @throws {AIError} `notSupported` when the base URL is none
 */
export function serviceAccess(id: KeyedService, baseUrl: string | undefined, set: SetKey | undefined): ServiceAccess {
  const { url, urlVariable, keyVariables } = services[id];
  const named = process.env[urlVariable]?.trim();
  const target = endpoint(baseUrl?.trim() || named || url);
  const isOfEnvironment = target.isThisMachine || target.host === ownHost(id) || (named !== undefined && target.host === hostOf(named));
  const key = set?.host === undefined || set.host === target.host ? set?.key.trim() : undefined;
  if (key) return { endpoint: target, key, isOfEnvironment };
  // Everybody on the way could read it.
  const variable = isOfEnvironment && !target.isReadable ? keyVariables.find((name) => process.env[name]?.trim()) : undefined;
  return { endpoint: target, isOfEnvironment, ...(variable === undefined ? { key: undefined } : { key: process.env[variable]?.trim(), variable }) };
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined;
}
