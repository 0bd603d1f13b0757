import * as vscode from 'vscode';
import type { App } from '../../../core/app';
import type { FileReference, ReferenceContext } from '../../../core/references/reference';
import { referenceContext, referencesOf } from '../../documentReferences';

/** The command behind lenses, links and hovers; not for users, so it is in no menu. */
export const referenceCommand = '_promptstack.reference';

const mentionActions = ['open', 'preview', 'inline', 'fix', 'choose', 'create', 'unlink', 'allow'] as const;
export type MentionAction = (typeof mentionActions)[number];

/**
 * A reference as commands pass it on: by its place, never by its target. Whatever calls the command can only name what stands in an
 * open document, and only what is there when it runs counts.
 */
interface MentionPlace {
  readonly action: MentionAction;
  /** URI of an open document. */
  readonly document: string;
  /** Offset of the reference when the command was offered. */
  readonly offset: number;
  /** Its path as it was then: finds it again after edits above it. */
  readonly path: string;
  /** Act on any of the references of that line; the user chooses which. */
  readonly line?: boolean;
}

/** A reference in an open document. */
export interface Mention {
  readonly document: vscode.TextDocument;
  readonly reference: FileReference;
  readonly context: ReferenceContext;
}

export function commandFor(action: MentionAction, { document, reference }: Mention, line = false): { command: string; arguments: [MentionPlace] } {
  const place: MentionPlace = { action, document: document.uri.toString(), offset: reference.start, path: reference.path, line };
  return { command: referenceCommand, arguments: [place] };
}

/** The command as a link, for hovers that allow it and for document links. */
export function commandUri(action: MentionAction, mention: Mention): vscode.Uri {
  const { command, arguments: args } = commandFor(action, mention);
  // Encoded once more than a URI needs: whoever opens a command decodes what parsing the URI has decoded already.
  return vscode.Uri.from({ scheme: 'command', path: command, query: encodeURIComponent(JSON.stringify(args)) });
}

/** @param value of any kind: other extensions and documents can call commands as well. */
export function asMentionPlace(value: unknown): MentionPlace | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { action, document, offset, path, line } = value as Partial<Record<keyof MentionPlace, unknown>>;
  const known = mentionActions.find((one) => one === action);
  if (!known || typeof document !== 'string' || typeof path !== 'string' || typeof offset !== 'number') return undefined;
  return { action: known, document, offset, path, line: line === true };
}

/** The mentions that a place means: those of a whole line, or the one with that path next to the offset. Empty when it is gone. */
export function findMentions(app: App, { document: uri, offset, path, line }: MentionPlace): readonly Mention[] {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
  if (!document || document.isClosed) return [];
  const references = referencesOf(app, document);
  let nearest: FileReference | undefined;
  for (const one of references) {
    if (one.path !== path) continue;
    if (!nearest || Math.abs(one.start - offset) < Math.abs(nearest.start - offset)) nearest = one;
  }
  if (!nearest) return [];
  const context = referenceContext(document.uri);
  const lineOf = (reference: FileReference): number => document.positionAt(reference.start).line;
  const first = lineOf(nearest);
  const chosen = line === true ? references.filter((one) => lineOf(one) === first) : [nearest];
  return chosen.map((reference) => ({ document, reference, context }));
}

/** The same mention in the document as it is now; `undefined` when it is gone. */
export function findAgain(app: App, { document, reference }: Mention): Mention | undefined {
  return findMentions(app, { action: 'open', document: document.uri.toString(), offset: reference.start, path: reference.path })[0];
}

/** What the user calls the document that a mention is in. */
export function nameOf({ reference }: Mention): string {
  return reference.path.replace(/\/+$/, '').split('/').at(-1) ?? reference.path;
}
