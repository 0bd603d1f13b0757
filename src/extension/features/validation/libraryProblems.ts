import type { App, LibraryChange } from '../../../core/app';
import { DisposableStore } from '../../../core/util/dispose';
import { OpenDocuments } from './openDocuments';
import { PublishedProblems } from './publishedProblems';

/** The diagnostics of all prompts: those of their files, or of the unsaved text of open ones. */
export class LibraryProblems extends DisposableStore {
  readonly #published = this.add(new PublishedProblems());
  readonly #open: OpenDocuments;

  constructor(app: App) {
    super();
    this.#open = this.add(new OpenDocuments(app, (uri, problems) => this.#published.set(uri, problems)));
    this.update({ added: app.library.prompts, changed: [], removed: [] });
  }

  /** Follows the library. */
  update({ added, changed, removed }: LibraryChange): void {
    // A file that moved between sources is in both lists: what was added counts.
    for (const { uri } of removed) this.#published.set(uri, []);
    for (const prompts of [added, changed]) {
      for (const { uri, problems } of prompts) if (!this.#open.isUnsaved(uri)) this.#published.set(uri, problems);
    }
    this.#open.refresh();
  }
}
