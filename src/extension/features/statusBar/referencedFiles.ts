import type * as vscode from 'vscode';
import type { App } from '../../../core/app';
import { estimateTokens } from '../../../core/ai/tokens';
import { lineFragmentOf, linesOfFragment } from '../../../core/references/fragment';
import type { FileReference, ReferenceTarget, TargetState } from '../../../core/references/reference';
import { referenceContext, referencesOf } from '../../documentReferences';

/** A file that a prompt refers to. */
export interface ReferencedFile {
  /** As it is written in the prompt, with the lines that it names. */
  readonly path: string;
  readonly uri: string;
  readonly state: TargetState;
  /** Of the file, or of its lines that the reference names; known when {@link state} is `ok` and it could be read. */
  readonly tokens: number | undefined;
}

/** More than these are not looked at. */
const MAX_FILES = 200;
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
  const files = new Map<string, Promise<ReferencedFile>>();
  for (let from = 0; from < references.length && !isCancelled(); from += CONCURRENCY) {
    const some = references.slice(from, from + CONCURRENCY);
    const targets = await Promise.all(some.map((reference) => app.references.resolve(reference, context)));
    some.forEach((reference, index) => {
      const target = targets[index];
      if (!target || !isMeant(reference, target.state)) return;
      const key = `${target.uri}#${lineFragmentOf(reference) ?? ''}`;
      if (!files.has(key)) files.set(key, fileOf(app, reference, target));
    });
    await Promise.all(files.values());
  }
  return Promise.all(files.values());
}

async function fileOf(app: App, reference: FileReference, { uri, state }: ReferenceTarget): Promise<ReferencedFile> {
  const lines = lineFragmentOf(reference);
  const path = lines === undefined ? reference.path : `${reference.path}#${lines}`;
  return { path, uri, state, tokens: state === 'ok' ? await tokensIn(app, uri, lines) : undefined };
}

function isMeant({ syntax }: FileReference, state: TargetState): boolean {
  return syntax !== 'at' || state !== 'missing';
}

async function tokensIn(app: App, uri: string, lines: string | undefined): Promise<number | undefined> {
  try {
    return estimateTokens(linesOfFragment(await app.references.read(uri), lines));
  } catch {
    return undefined;
  }
}
