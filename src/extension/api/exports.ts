import type { App } from '../../core/app';
import { extendMarkdownIt } from '../features/preview/markdownIt';
import { createApi } from './promptStackApi';
import type { PromptStackApi, PromptStackExports as PublicExports } from './promptstack';

/** What `activate` returns: the API, and what VS Code's Markdown preview asks of an extension that extends it. */
export type PromptStackExports = PublicExports & { readonly extendMarkdownIt: typeof extendMarkdownIt };

export function createExports(app: App): PromptStackExports {
  let api: PromptStackApi | undefined;
  return {
    extendMarkdownIt,
    getAPI(version: number) {
      if (version !== 1) throw new Error(`PromptStack has no API version ${version}; it has version 1.`);
      return (api ??= createApi(app));
    },
  };
}
