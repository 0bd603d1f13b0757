import { applyEdits, filledBody, filledItems, fillPlaceholders, type FillValues } from '../../prompts/fillPlaceholders';
import { findBlock } from '../../prompts/frontmatterBlock';
import { parsePlaceholders } from '../../prompts/placeholders';
import { codeSpan, fencedBlock, languageOf } from '../../references/codeText';
import { lineFragmentOf, lineRangeOf, linesOfFragment } from '../../references/fragment';
import type { FileReference, TargetState } from '../../references/reference';
import type { References } from '../../references/references';
import { estimateTokens } from '../tokens';

/** What becomes of references to files: the text of each file goes along, or they stay as they are written. */
export type ReferenceMode = 'inline' | 'link';

export interface PayloadRequest {
  /** Of the document, where its references are looked for. */
  readonly uri: string;
  /** The whole document. */
  readonly text: string;
  /** Root folders of the workspace, in its order. */
  readonly folders: readonly string[];
  /** Placeholders without a value stay. */
  readonly values: FillValues;
  readonly references: ReferenceMode;
  readonly signal: AbortSignal;
}

interface PayloadParts {
  readonly references: Pick<References, 'whenLoaded' | 'parse' | 'resolve' | 'read'>;
  /** Whether a file is a prompt: of it, the body is sent, and its placeholders are filled. */
  isPrompt(uri: string): boolean;
}

/** A stretch of what is sent. */
export interface PayloadPart {
  readonly kind: 'composition' | 'file';
  /** For people; of a file, its path. Empty for the composition. */
  readonly label: string;
  readonly text: string;
  /** Where it begins in the whole, in UTF-16 code units. */
  readonly start: number;
  /** Estimated. */
  readonly tokens: number;
}

/** A file that is referred to. */
export interface PayloadFile {
  readonly uri: string;
  /** As it is written in the document, with the lines that it names. */
  readonly path: string;
  /** `tooMuch`: all files together are too long. */
  readonly state: TargetState | 'tooMuch';
  /** Its text is in the payload. */
  readonly isInlined: boolean;
  /** References in its text, which are not followed. */
  readonly nested: number;
}

/** What is sent: exactly {@link text}. */
export interface ResolvedPayload {
  readonly text: string;
  /** In order; one blank line between them makes {@link text}. */
  readonly parts: readonly PayloadPart[];
  /** Estimated. */
  readonly tokens: number;
  /** Names of placeholders that have no value, each once. */
  readonly missing: readonly string[];
  /** In the order of their first mention, each once. */
  readonly files: readonly PayloadFile[];
}

/** More references than these are left as they are. */
const MAX_FILES = 200;
/** All inlined files together, in UTF-16 code units. */
const MAX_INLINED = 4_000_000;
const CONCURRENCY = 8;
const SEPARATOR = '\n\n';

/**
 * The exact text to send for a document: its body with values in place of placeholders, and behind it the files that it refers to, each once.
 * References stay as they are written. What cannot be put in is told by {@link PayloadFile.state}; references inside of files are not followed.
 * @throws an `AbortError` when the signal says so
 */
export async function resolvePayload(parts: PayloadParts, request: PayloadRequest): Promise<ResolvedPayload> {
  const { text, values, references, signal } = request;
  await parts.references.whenLoaded();
  signal.throwIfAborted();
  const body = filledBody(text, values);
  const meant = await meantFiles(parts, request);
  const texts: PieceOfText[] = body === '' ? [] : [{ kind: 'composition', label: '', text: body }];
  const files: PayloadFile[] = [];
  const missing = new Set(unfilled(text, values));
  let inlined = 0;
  for (const { uri, path, state, reference } of meant) {
    signal.throwIfAborted();
    const file: PayloadFile = { uri, path, state, isInlined: false, nested: 0 };
    const read = references === 'inline' && state === 'ok' ? await contentsOf(parts, uri, reference) : undefined;
    const isTooMuch = read !== undefined && inlined + read.length > MAX_INLINED;
    if (read === undefined || isTooMuch) {
      const left = isTooMuch ? 'tooMuch' : references === 'inline' && state === 'ok' ? 'unreadable' : state;
      files.push({ ...file, state: left });
      continue;
    }
    const isPrompt = parts.isPrompt(uri) && lineFragmentOf(reference) === undefined;
    const contents = isPrompt ? filledBody(read, values) : read;
    if (isPrompt) for (const name of unfilled(read, values)) missing.add(name);
    inlined += contents.length;
    files.push({ ...file, isInlined: true, nested: languageOf(reference.path) === 'markdown' ? parts.references.parse(contents).length : 0 });
    texts.push({ kind: 'file', label: path, text: inlinedFile(reference, contents) });
  }
  return joined(texts, [...missing], files);
}

/** Names of the placeholders of a prompt that have no value. */
function unfilled(text: string, values: FillValues): readonly string[] {
  const { placeholders } = parsePlaceholders(text, findBlock(text)?.bodyStart ?? 0);
  return placeholders.map(({ name }) => name).filter((name) => filledItems(values.get(name)).length === 0);
}

/** The same payload with other texts of its parts, in their order. */
export function withTexts(payload: ResolvedPayload, texts: readonly string[]): ResolvedPayload {
  const pieces = payload.parts.map(({ kind, label, text }, index) => ({ kind, label, text: texts[index] ?? text }));
  return joined(pieces, payload.missing, payload.files);
}

type PieceOfText = Pick<PayloadPart, 'kind' | 'label' | 'text'>;

function joined(texts: readonly PieceOfText[], missing: readonly string[], files: readonly PayloadFile[]): ResolvedPayload {
  let start = 0;
  const parts = texts.map((piece): PayloadPart => {
    const part = { ...piece, start, tokens: estimateTokens(piece.text) };
    start += piece.text.length + SEPARATOR.length;
    return part;
  });
  return { text: parts.map(({ text }) => text).join(SEPARATOR), parts, tokens: parts.reduce((sum, { tokens }) => sum + tokens, 0), missing, files };
}

interface MeantFile {
  readonly uri: string;
  readonly path: string;
  readonly state: TargetState;
  /** The first that leads to it. */
  readonly reference: FileReference;
}

/**
 * The files that the filled document refers to. `@name` may as well be something else, so it counts only when there is such a file. Of a file
 * that is referred to as a whole, no lines are wanted besides.
 */
async function meantFiles({ references }: PayloadParts, { uri, text, folders, values, signal }: PayloadRequest): Promise<readonly MeantFile[]> {
  const found = references.parse(applyEdits(text, fillPlaceholders(text, values))).slice(0, MAX_FILES);
  const context = { documentUri: uri, folders };
  const files = new Map<string, MeantFile>();
  for (let from = 0; from < found.length; from += CONCURRENCY) {
    signal.throwIfAborted();
    const some = found.slice(from, from + CONCURRENCY);
    const targets = await Promise.all(some.map((reference) => references.resolve(reference, context)));
    some.forEach((reference, index) => {
      const target = targets[index];
      if (!target || target.uri === uri || (reference.syntax === 'at' && target.state !== 'ok')) return;
      const lines = lineFragmentOf(reference);
      const key = `${target.uri}#${lines ?? ''}`;
      const path = lines === undefined ? reference.path : `${reference.path}#${lines}`;
      if (!files.has(key)) files.set(key, { uri: target.uri, path, state: target.state, reference });
    });
  }
  return [...files].filter(([key, file]) => key === `${file.uri}#` || !files.has(`${file.uri}#`)).map(([, file]) => file);
}

/** `undefined` when it cannot be read, or can no longer. */
async function contentsOf(parts: PayloadParts, uri: string, reference: FileReference): Promise<string | undefined> {
  try {
    return linesOfFragment(await parts.references.read(uri), reference.fragment);
  } catch {
    return undefined;
  }
}

/** The name of the file on a line, and its text in a fence that nothing in it can close. */
function inlinedFile(reference: FileReference, contents: string): string {
  const range = lineRangeOf(reference.fragment);
  const lines = range === undefined ? '' : range.first === range.last ? `, line ${range.first}` : `, lines ${range.first}-${range.last}`;
  return [`File ${codeSpan(reference.path)}${lines}:`, '', ...fencedBlock(contents, languageOf(reference.path))].join('\n');
}
