import * as vscode from 'vscode';
import { DisposableStore, toDisposable } from '../../../core/util/dispose';
import type { Feature } from '../../host';
import { isPromptDocument } from '../../promptDocuments';
import { followInsertions } from '../../provenance';
import type { CompositionKeeper } from './parts';

const folder = 'promptstack.history.folder';

/** Whatever is written in compositions and recorded documents is kept. All of it loads with the first Markdown document. */
export const compositions: Feature = (app, host) => {
  const owned = new DisposableStore();
  const parts = () => import('./parts');
  let loading: Promise<CompositionKeeper> | undefined;
  const load = (): Promise<CompositionKeeper> =>
    (loading ??= parts().then(
      async ({ CompositionKeeper }) => owned.add(await CompositionKeeper.load(app, host)),
    ).catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const guard = (work: Promise<unknown>): void => void work.catch((error: unknown) => host.log.error('Compositions are not kept', error));
  const look = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (document && (isPromptDocument(app, host, document) || app.history.isCompositionFile(document.uri.toString()))) guard(load());
  };
  const applyFolder = (): void => guard(parts().then(({ applyHistoryFolder }) => applyHistoryFolder(app, host)));
  owned.add(host.registerCommand('promptstack.newComposition', async () => (await parts()).newComposition(await load())));
  owned.add(host.registerCommand('promptstack.trackComposition', async () => (await parts()).trackComposition(app, host, await load())));
  owned.add(host.registerCommand('promptstack.untrackComposition', async () => (await parts()).untrackComposition(await load())));
  owned.add(followInsertions((...inserted) => guard(parts().then(async ({ followInsertion }) => followInsertion(host, await load(), ...inserted)))));
  owned.add(vscode.window.onDidChangeActiveTextEditor(look));
  owned.add(host.onDidChangeSetting([folder], applyFolder));
  const timer = setTimeout(() => {
    if (host.setting(folder) !== '') applyFolder();
    look();
  }, 0);
  owned.add(toDisposable(() => clearTimeout(timer)));
  return owned;
};
