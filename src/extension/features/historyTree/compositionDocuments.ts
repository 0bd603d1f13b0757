import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { Composition } from '../../../core/history/composition';
import { type Disposable, DisposableStore } from '../../../core/util/dispose';
import { whenText } from '../../compositionTexts';
import { bodyOf } from './compositionBodies';

/** Read-only documents with the text of a composition behind its frontmatter. */
const compositionScheme = 'promptstack-composition';

/** What such a document shows; `undefined` for documents of another kind. */
export function uuidOfDocument(uri: vscode.Uri): string | undefined {
  return uri.scheme === compositionScheme ? uri.query : undefined;
}

/** Serves them, and shows them anew when their composition changes. */
export class CompositionDocuments implements Disposable {
  readonly #app: App;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.Uri>());
  #isFollowing = false;

  constructor(app: App) {
    this.#app = app;
    this.#owned.add(
      vscode.workspace.registerTextDocumentContentProvider(compositionScheme, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#text(uri.query),
      }),
    );
  }

  /** Its last segment is what a tab is called. */
  uriOf({ uuid, created }: Pick<Composition, 'uuid' | 'created'>): vscode.Uri {
    const name = whenText(created).replace(/[\\/]/g, '-');
    return vscode.Uri.from({ scheme: compositionScheme, path: `/${name}.md`, query: uuid });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #text(uuid: string): Promise<string> {
    const history = await this.#app.history.load();
    if (!this.#isFollowing) {
      this.#isFollowing = true;
      this.#owned.add(history.onDidChange(({ uuids }) => this.#tell(uuids)));
    }
    await history.whenReady();
    const composition = await history.load(uuid);
    return composition ? bodyOf(composition) : vscode.l10n.t('This composition is no longer in the history.');
  }

  #tell(uuids: readonly string[] | undefined): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      const uuid = uuidOfDocument(uri);
      if (uuid !== undefined && (!uuids || uuids.includes(uuid))) this.#changed.fire(uri);
    }
  }
}
