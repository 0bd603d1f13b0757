import { bodyStartOf, readFrontmatter, sourceListOf, sourceTextOf, type Frontmatter } from '../prompts/frontmatter';
import { eolOf } from '../prompts/lines';
import { quoteYaml, yamlScalar } from '../prompts/yamlScalar';
import { joinUri } from '../util/uri';

/** What stands in the frontmatter of a composition. */
export interface CompositionHead {
  /** `undefined` in a file that somebody wrote by hand. */
  readonly uuid: string | undefined;
  /** Milliseconds since the epoch. */
  readonly created: number | undefined;
  /** URI of the workspace folder. */
  readonly directory: string | undefined;
  /** URI of the document that it records. */
  readonly source: string | undefined;
  /** URIs. */
  readonly prompts: readonly string[];
  readonly tags: readonly string[];
}

/** More of them, or longer ones in UTF-16 code units, are nobody's tags and prompts. */
const maxItems = 500;
const maxLength = 2000;

/** The text behind the frontmatter, exactly as it stands there. */
export function compositionBody(text: string): string {
  return text.slice(bodyStartOf(text));
}

/** Never throws, whatever the text is. */
export function readCompositionHead(text: string): { readonly head: CompositionHead; readonly bodyStart: number } {
  const frontmatter = readFrontmatter(text);
  const textOf = (key: string): string | undefined => scalarOf(text, frontmatter, key);
  const head: CompositionHead = {
    uuid: textOf('uuid'),
    created: timeOf(textOf('created')),
    directory: directoryOf(textOf('workspace')),
    source: textOf('source'),
    prompts: listOf(text, frontmatter, 'prompts'),
    tags: listOf(text, frontmatter, 'tags'),
  };
  return { head, bodyStart: frontmatter.bodyStart };
}

/**
 * The whole text of a composition file; {@link compositionBody} of it is `body`, whatever that is.
 * Its lines end as those of the body do, because editors give a file one kind of line end.
 */
export function writeComposition(head: Partial<CompositionHead> & { readonly uuid: string; readonly created: number }, body: string): string {
  const eol = eolOf(body) === '\r\n' ? '\r\n' : '\n';
  const lines = [`uuid: ${plainUuid.test(head.uuid) ? head.uuid : quoteYaml(head.uuid)}`, `created: ${new Date(head.created).toISOString()}`];
  if (head.directory !== undefined) lines.push(`workspace: ${yamlScalar(workspaceText(head.directory))}`);
  if (head.source !== undefined) lines.push(`source: ${yamlScalar(head.source)}`);
  for (const key of ['prompts', 'tags'] as const) {
    const items = head[key] ?? [];
    if (items.length > 0) lines.push(`${key}:`, ...items.map((item) => `  - ${yamlScalar(item)}`));
  }
  return ['---', ...lines, '---', body].join(eol);
}

/** Hexadecimal digits with dashes in between: no reader of YAML takes them for a number. */
const plainUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function scalarOf(text: string, frontmatter: Frontmatter, key: string): string | undefined {
  const value = frontmatter.values.get(key);
  const scalar = value === undefined || value === null || typeof value === 'string' ? value : sourceTextOf(text, frontmatter, key);
  return typeof scalar === 'string' && scalar.trim() !== '' && scalar.length <= maxLength ? scalar : undefined;
}

function listOf(text: string, frontmatter: Frontmatter, key: string): readonly string[] {
  const value = frontmatter.values.get(key);
  if (value === undefined || value === null) return [];
  const isPlain = Array.isArray(value) && value.every((item) => typeof item === 'string');
  const items: readonly unknown[] = isPlain ? value : (sourceListOf(text, frontmatter, key) ?? scalarOf(text, frontmatter, key)?.split(',') ?? []);
  const texts = items.filter((item): item is string => typeof item === 'string' && item.length <= maxLength).map((item) => item.trim());
  return [...new Set(texts.filter((item) => item !== ''))].slice(0, maxItems);
}

function timeOf(text: string | undefined): number | undefined {
  const time = text !== undefined && /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** People read the file: a folder on disk is written as its path, any other as its URI. */
function workspaceText(uri: string): string {
  const path = /^file:\/\/(\/[^?#]*)$/.exec(uri)?.[1];
  if (path === undefined) return uri;
  try {
    const decoded = decodeURIComponent(path).replace(/^\/([a-z]):(?=\/|$)/, '$1:');
    return directoryOf(decoded) === uri ? decoded : uri;
  } catch {
    return uri;
  }
}

/** A path of any platform as URI; a URI as it is. */
function directoryOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const drive = /^([A-Za-z]):(?=[\\/]|$)(.*)$/s.exec(text);
  if (drive) return joinUri('file:///', `${(drive[1] ?? '').toLowerCase()}:`, ...(drive[2] ?? '').split(/[\\/]/).filter((name) => name !== ''));
  if (!text.startsWith('/')) return text;
  return text === '/' ? 'file:///' : joinUri('file:///', ...text.slice(1).split('/'));
}
