import { DisposableStore } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import type { HistoryLists } from './historyLists';

/** Finds compositions again, cleans up, and tells what happened to the history. Nothing of it loads before the history or a command does. */
export const searchHistory: Feature = (app, host) => {
  const owned = new DisposableStore();
  let loaded: Promise<HistoryLists> | undefined;
  const load = () => (loaded ??= import('./historyLists').then(({ HistoryLists }) => owned.add(new HistoryLists(app))));
  owned.add(host.registerCommand('promptstack.searchHistory', async (query) => (await load()).search(query)));
  owned.add(host.registerCommand('promptstack.cleanUpHistory', async () => (await load()).cleanUp()));
  owned.add(host.registerCommand('promptstack.rebuildHistory', async () => (await load()).rebuild()));
  owned.add(
    app.history.onDidLoad((history) => {
      load()
        .then((lists) => lists.follow(history))
        .catch((error: unknown) => app.log.error('Notices of the history are not shown', error));
    }),
  );
  return owned;
};
