import * as vscode from 'vscode';
import type { ProviderId } from '../core/ai/provider';
import type { KeyedService as KeyedProvider, SetKey } from '../platform/node/ai/serviceAccess';
import type { Host } from './host';

export type { KeyedProvider };

export const keyedProviders: readonly KeyedProvider[] = ['anthropic', 'openai'];

/** What the official SDKs take a key from when they are given none. */
const variables: Readonly<Record<KeyedProvider, readonly string[]>> = {
  anthropic: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'],
  openai: ['OPENAI_API_KEY'],
};

export function isKeyed(id: ProviderId | 'none'): id is KeyedProvider {
  return (keyedProviders as readonly string[]).includes(id);
}

/** Name of the key in the editor's secret storage. */
export function secretName(id: KeyedProvider): string {
  return `promptstack.${id}.apiKey`;
}

/** The key that was set by the user; `undefined` without one, and where the system's secret storage cannot be read. */
export async function storedKey({ context, log }: Host, id: KeyedProvider): Promise<SetKey | undefined> {
  try {
    const stored = await context.secrets.get(secretName(id));
    if (!stored) return undefined;
    const [key = '', host = ''] = stored.split(' ');
    return { key, host };
  } catch (error) {
    log.error('The secret storage could not be read', error);
    return undefined;
  }
}

/** A key has no spaces, so its host stands behind one. */
export function storeKey({ context }: Host, id: KeyedProvider, { key, host }: Required<SetKey>): Thenable<void> {
  return context.secrets.store(secretName(id), `${key} ${host}`);
}

/** Name of the environment variable that has a key; `undefined` when there is none. */
export function variableWithKey(id: KeyedProvider): string | undefined {
  return variables[id].find((name) => process.env[name]?.trim());
}

/** Names the variables for people: `ANTHROPIC_API_KEY`. */
export function variableNames(id: KeyedProvider): string {
  return variables[id].join(vscode.l10n.t(' or '));
}
