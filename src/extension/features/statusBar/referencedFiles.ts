import type * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { estimateTokens } from '../../../core/ai/tokens';
import type { FileReference, TargetState } from '../../../core/references/reference';
import { referenceContext, referencesOf } from '../../documentReferences';

/** A file that a prompt refers to. */
export interface ReferencedFile {
  /** As it is written in the prompt. */
  readonly path: string;
  readonly uri: string;
  readonly state: TargetState;
  /** Of the whole file; known when {@link state} is `ok` and it could be read. */
  readonly tokens: number | undefined;
}

/** More than these are not looked at. */
export const MAX_FILES = 200;
const CONCURRENCY = 8;

/**
 * The files that a document refers to, each once, in the order of their first mention. Only what lies in the workspace is read. What is
 * written like a reference but may as well be something else (`@name`) counts only when there is such a file.
 *
 * @param isCancelled asked between files; the list ends there
 */
export async function referencedFiles(app: App, document: vscode.TextDocument, isCancelled: () => boolean): Promise<readonly ReferencedFile[]> {
  const references = referencesOf(app, document).slice(0, MAX_FILES);
  const context = referenceContext(document.uri);
  const files = new Map<string, ReferencedFile>();
  for (let from = 0; from < references.length && !isCancelled(); from += CONCURRENCY) {
    const found = await Promise.all(references.slice(from, from + CONCURRENCY).map(async (reference) => ({ reference, target: await app.references.resolve(reference, context) })));
    const fresh = new Map(found.filter(({ reference, target }) => !files.has(target.uri) && isMeant(reference, target.state)).map((each) => [each.target.uri, each]));
    const read = [...fresh.values()].map(async ({ reference: { path }, target: { uri, state } }) => ({ path, uri, state, tokens: state === 'ok' ? await tokensIn(app, uri) : undefined }));
    for (const file of await Promise.all(read)) files.set(file.uri, file);
  }
  return [...files.values()];
}

function isMeant({ syntax }: FileReference, state: TargetState): boolean {
  return syntax !== 'at' || state !== 'missing';
}

async function tokensIn(app: App, uri: string): Promise<number | undefined> {
  try {
    return estimateTokens(await app.references.read(uri));
  } catch {
    return undefined;
  }
}
