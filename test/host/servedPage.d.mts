import type { Page } from 'playwright-core';

export interface PageLook {
  /** Style sheet with the colours of a theme. */
  readonly theme?: string;
  /** As the editor sets it: `vscode-dark`. */
  readonly bodyClass?: string;
}

declare global {
  interface Window {
    /** What the content security policy of the page refused. */
    violations: string[];
  }
}

/** Shows the page of a webview, from `dist/webview` of a build, in a browser without an editor, under the policy that it has in one. */
export function openPage(page: Page, folder: string, name: string, look?: PageLook): Promise<void>;
