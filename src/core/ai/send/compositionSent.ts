import type { CompositionSent } from '../../events/aiEvents';
import type { FileSystem } from '../../ports/fileSystem';
import { filledItems, type FillValues } from '../../prompts/fillPlaceholders';
import { sha256 } from '../../util/sha256';
import type { PayloadFile } from './resolvePayload';

/** What was sent where, before it becomes a line of the ledger. */
export interface Sent {
  /** Of the composition that records the document, where there is one. */
  readonly uuid: string | undefined;
  readonly uri: string;
  readonly target: string;
  readonly provider?: string;
  readonly model?: string;
  /** Exactly what was sent. */
  readonly text: string;
  readonly tokens: number;
  /** URIs of the prompts that it was made with. */
  readonly prompts: readonly string[];
  /** What was filled in for this sending. */
  readonly values: FillValues;
  readonly files: readonly PayloadFile[];
  readonly commit: string | undefined;
  readonly masked: number;
  readonly at: number;
}

const MAX_BYTES = 1024 * 1024;
const CONCURRENCY = 8;

/** The line of the ledger: hashes and names, no text. A file that can no longer be read is left out. Never fails. */
export async function compositionSent(fileSystem: Pick<FileSystem, 'read'>, sent: Sent): Promise<CompositionSent> {
  const { uuid, uri, target, provider, model, text, tokens, values, commit, masked, at } = sent;
  const meant = sent.files.filter(({ state }) => state === 'ok');
  const hashes = await hashesOf(fileSystem, [...new Set([...sent.prompts, ...meant.map((file) => file.uri)])]);
  const withHash = <T extends { readonly uri: string }>(item: T): (T & { readonly hash: string })[] => {
    const hash = hashes.get(item.uri);
    return hash === undefined ? [] : [{ ...item, hash }];
  };
  const filled = [...values].map(([name, items]) => [name, filledItems(items)] as const).filter(([, items]) => items.length > 0);
  return {
    type: 'compositionSent',
    ...(uuid !== undefined && { uuid }),
    uri,
    target,
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    hash: await sha256(text),
    tokens,
    prompts: [...new Set(sent.prompts)].flatMap((prompt) => withHash({ uri: prompt })),
    values: await Promise.all(filled.map(async ([name, items]) => ({ name, hash: await sha256(items.join('\n')) }))),
    files: meant.flatMap((file) => withHash({ uri: file.uri, inlined: file.isInlined })),
    ...(commit !== undefined && { commit }),
    masked,
    at,
  };
}

async function hashesOf(fileSystem: Pick<FileSystem, 'read'>, uris: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>();
  for (let from = 0; from < uris.length; from += CONCURRENCY) {
    await Promise.all(
      uris.slice(from, from + CONCURRENCY).map(async (uri) => {
        const content = await fileSystem.read(uri, MAX_BYTES).catch(() => undefined);
        if (content) hashes.set(uri, await sha256(new Uint8Array(content.bytes)));
      }),
    );
  }
  return hashes;
}
