import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { openPage, type PageLook } from '../../host/servedPage.mjs';

/* The page of a webview as it ships, in a browser without an editor around it: every key and every message at the cost of milliseconds. */

interface Sent {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

declare global {
  interface Window {
    /** What the page asked of the extension and kept for a reload. */
    sent: Sent[];
    kept: unknown;
    /** Answers by method; without one it is `null`. An `Error` of this text is one that begins with `error: `. */
    answers: Record<string, unknown>;
    acquireVsCodeApi: () => unknown;
  }
}

/** Loads the page of that name, under the policy that it has in the editor; waits until it shows something. */
export async function showShippedPage(page: Page, name: string, answers: Record<string, unknown>, kept?: unknown, look?: PageLook): Promise<void> {
  const [extension = ''] = fs.readdirSync(inject('extensionsFolder')).filter((entry) => entry.startsWith('promptstack.promptstack'));
  await page.addInitScript(
    (given) => {
      window.sent = [];
      window.answers = given.answers;
      window.kept = given.kept;
      window.acquireVsCodeApi = () => ({
        getState: () => window.kept,
        setState: (state: unknown) => (window.kept = state),
        postMessage: (message: Sent) => {
          window.sent.push(message);
          const answer = window.answers[message.method] ?? null;
          const error = typeof answer === 'string' && answer.startsWith('error: ') ? answer : undefined;
          window.postMessage(error === undefined ? { id: message.id, result: answer } : { id: message.id, error }, '*');
        },
      });
    },
    { answers, kept },
  );
  await openPage(page, path.join(inject('extensionsFolder'), extension, 'dist', 'webview'), name, look);
  await page.locator('main').waitFor();
}

/** What the page asks for from now on is answered with this. */
export const answer = (page: Page, method: string, result: unknown): Promise<void> =>
  page.evaluate(([name, value]) => void (window.answers[name as string] = value), [method, result]);

/** Parameters of all requests of one kind. */
export const sent = (page: Page, method: string): Promise<readonly unknown[]> =>
  page.evaluate((name) => window.sent.filter((message) => message.method === name).map(({ params }) => params), method);

export const tell = (page: Page, event: string, params: unknown): Promise<void> =>
  page.evaluate((message) => window.postMessage(message, '*'), { event, params });
