import type { Disposable } from '../core/util/dispose';
import { DisposableStore } from '../core/util/dispose';
import type { CommandTypes } from './contributions';
import type { Host } from './host';

/** Registers commands whose code is loaded when the first of them runs. @param load is called once, unless it fails */
export function lazyCommands<K extends keyof CommandTypes>(
  host: Host,
  ids: readonly K[],
  load: () => Promise<{ readonly [I in K]: CommandTypes[I] }>,
): Disposable {
  const owned = new DisposableStore();
  let loading: ReturnType<typeof load> | undefined;
  const loaded = async (): ReturnType<typeof load> => {
    try {
      return await (loading ??= load());
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  for (const id of ids) {
    const run = async (...args: unknown[]): Promise<unknown> => ((await loaded())[id] as (...args: unknown[]) => Promise<unknown>)(...args);
    owned.add(host.registerCommand(id, run as unknown as CommandTypes[K]));
  }
  return owned;
}
