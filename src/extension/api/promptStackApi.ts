import * as vscode from 'vscode';
import type { App, LibraryChange } from '../../core/app';
import type { Prompt } from '../../core/prompts/prompt';
import type { PromptInfo, PromptsChange, PromptStackApi } from './promptstack';

/** Version 1 of the API for other extensions: a view of the library that holds nothing of its own. */
export function createApi(app: App): PromptStackApi {
  const { library, usage } = app;
  const infos = new WeakMap<Prompt, PromptInfo>();
  const lists = new WeakMap<readonly Prompt[], readonly PromptInfo[]>();

  const infoOf = (prompt: Prompt): PromptInfo => {
    const known = infos.get(prompt);
    if (known) return known;
    const info = toInfo(app, prompt);
    infos.set(prompt, info);
    return info;
  };
  const listOf = (prompts: readonly Prompt[]): readonly PromptInfo[] => Object.freeze(prompts.map(infoOf));

  return Object.freeze<PromptStackApi>({
    whenReady: () => library.whenReady(),
    list() {
      const { prompts } = library;
      const known = lists.get(prompts);
      if (known) return known;
      const list = listOf(prompts);
      lists.set(prompts, list);
      return list;
    },
    get(uri) {
      const prompt = library.get(uri.toString());
      return prompt && infoOf(prompt);
    },
    async search(query, { limit, signal } = {}) {
      await library.whenReady();
      const hits = await library.search(query, { limit, signal, weight: ({ uri }) => usage.weight(uri) });
      return listOf(hits.map(({ prompt }) => prompt));
    },
    async insert(uri, { editor = vscode.window.activeTextEditor, where } = {}) {
      const { insertPromptAt } = await import('../insertion');
      return insertPromptAt(app, editor, uri.toString(), where);
    },
    onDidChange: (listener, thisArgs?: unknown, disposables?: vscode.Disposable[]) => {
      const subscription = library.onDidChange((change) => {
        listener.call(thisArgs, toChange(change, listOf));
      });
      const disposable = new vscode.Disposable(() => subscription.dispose());
      disposables?.push(disposable);
      return disposable;
    },
  });
}

function toChange(change: LibraryChange, listOf: (prompts: readonly Prompt[]) => readonly PromptInfo[]): PromptsChange {
  return Object.freeze({ added: listOf(change.added), changed: listOf(change.changed), removed: listOf(change.removed) });
}

function toInfo({ library }: App, prompt: Prompt): PromptInfo {
  const { uri, title, description, tags, category, placeholders, problems } = prompt;
  const source = library.sourceOf(uri);
  return Object.freeze<PromptInfo>({
    uri,
    title,
    description,
    category,
    tags: Object.freeze([...tags]),
    source: Object.freeze({ uri: prompt.sourceId, label: source?.label ?? '', kind: source?.kind ?? 'folder' }),
    placeholders: Object.freeze(placeholders.map(({ type, name }) => Object.freeze({ type, name }))),
    problems: Object.freeze(problems.map(({ severity, code, range }) => Object.freeze({ severity, code, line: range.start.line }))),
  });
}
