import { createHash } from 'node:crypto';
import type { Random } from '../support/random';

/** What a writer says of its work, one JSON object per line. `kept`: the text of that version is safe. */
export type Answer =
  | { readonly type: 'opened'; readonly database: string }
  | { readonly type: 'kept'; readonly key: string; readonly version: number; readonly hash?: string }
  | { readonly type: 'deleting' | 'deleted'; readonly key: string };

/** A text that tells which one it is, and whether all of it is there. */
export function versionText(key: string, version: number, random: Random): string {
  const words = Array.from({ length: 20 + random.below(400) }, () => random.below(2 ** 30).toString(36)).join(' ');
  const text = `${words}\n${key} ${version}\n${words.split('').reverse().join('')}`;
  return `${text}\n${sha256(text)}`;
}

/** `undefined` for a text that is not whole. */
export function readVersion(body: string): { readonly key: string; readonly version: number } | undefined {
  const end = body.lastIndexOf('\n');
  const text = body.slice(0, end);
  const [, key, version] = /\n(\S+) (\d+)\n/.exec(text) ?? [];
  return key !== undefined && body.slice(end + 1) === sha256(text) ? { key, version: Number(version) } : undefined;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
