import type { AIPart, AIPartKind, AIRequest } from './provider';

/** A parameter of a tool or prompt of an MCP server, as far as it matters here. */
interface Parameter {
  readonly name: string;
  readonly isRequired: boolean;
  /** What it takes; `other` cannot be filled. */
  readonly takes: 'text' | 'texts' | 'other';
  /** A value that the schema gives itself. */
  readonly fixed: { readonly value: unknown } | undefined;
}

/** Either everything that is needed, or the names of what could not be filled; empty names: nothing takes the text. */
export type ToolArguments = { readonly values: Readonly<Record<string, unknown>> } | { readonly missing: readonly string[] };

/** What a parameter is meant for, by its name without case and punctuation. */
const meanings = new Map<string, Meaning>([
  ...named('main', 'composition', 'text', 'prompt', 'input', 'content', 'contents', 'document', 'body', 'query', 'message', 'markdown', 'draft', 'source', 'question'),
  ...named('instructions', 'instructions', 'instruction', 'system', 'systemprompt', 'guidelines', 'rules'),
  ...named('prompt', 'prompts', 'library', 'context', 'examples', 'references'),
  ...named('file', 'files', 'attachments'),
  ...named('suggestion', 'suggestion', 'advice'),
  ...named('before', 'before', 'prefix'),
  ...named('after', 'after', 'suffix'),
]);

type Meaning = 'main' | Exclude<AIPartKind, 'composition'>;

/**
 * Fills the parameters of an MCP tool from a request, by their names.
 * @param inputSchema JSON Schema as the server sent it: of any shape
 */
export function toolArguments(inputSchema: unknown, request: AIRequest): ToolArguments {
  const { properties, required } = record(inputSchema);
  const needed = new Set(Array.isArray(required) ? required : []);
  return fill(
    Object.entries(record(properties)).map(([name, schema]) => ({ name, isRequired: needed.has(name), takes: kindOf(record(schema)), fixed: fixedOf(record(schema)) })),
    request,
  );
}

/** The same for the arguments of an MCP prompt, which are texts. */
export function promptArguments(declared: readonly { readonly name: string; readonly required?: boolean | undefined }[], request: AIRequest): ToolArguments {
  return fill(declared.map(({ name, required }) => ({ name, isRequired: required === true, takes: 'text', fixed: undefined })), request);
}

function fill(parameters: readonly Parameter[], request: AIRequest): ToolArguments {
  const isOpen = ({ takes, fixed }: Parameter): boolean => takes !== 'other' && !fixed;
  const meaningOf = new Map(parameters.filter(isOpen).map((parameter) => [parameter, meanings.get(plain(parameter.name))]));
  if (![...meaningOf.values()].includes('main')) giveMain(meaningOf);
  const given = new Set(meaningOf.values());
  const values: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const parameter of parameters) {
    const meaning = meaningOf.get(parameter);
    const texts = meaning && textsFor(meaning, request, given);
    if (texts) set(values, parameter.name, parameter.takes === 'texts' ? texts : texts.join('\n\n'));
    else if (parameter.isRequired && parameter.fixed) set(values, parameter.name, parameter.fixed.value);
    else if (parameter.isRequired) missing.push(parameter.name);
  }
  if (missing.length > 0) return { missing };
  return given.has('main') ? { values } : { missing: parameters.map(({ name }) => name) };
}

/** Where no name says so, the only text that must be there is the one; else the only text that may be. */
function giveMain(meaningOf: Map<Parameter, Meaning | undefined>): void {
  const unnamed = [...meaningOf].flatMap(([parameter, meaning]) => (meaning ? [] : [parameter]));
  const required = unnamed.filter(({ isRequired }) => isRequired);
  const [only, ...more] = required.length > 0 ? required : unnamed;
  if (only && more.length === 0) meaningOf.set(only, 'main');
}

/** @param given meanings for which there is a parameter; the main text does not repeat them */
function textsFor(meaning: Meaning, request: AIRequest, given: ReadonlySet<Meaning | undefined>): readonly string[] {
  const parts = request.messages.flatMap((message) => message.parts);
  const of = (isWanted: (part: AIPart) => boolean): readonly string[] => parts.filter(isWanted).map(({ text }) => text);
  switch (meaning) {
    case 'instructions':
      return [...(request.system === '' ? [] : [request.system]), ...of(({ kind }) => kind === 'instructions')];
    case 'main': {
      // Advice is on the composition alone; for all else the tool has to know everything.
      const composition = request.task === 'suggestions' ? of(({ kind }) => kind === 'composition') : [];
      return composition.length > 0 ? composition : of(({ kind }) => kind === 'composition' || !given.has(kind));
    }
    case 'prompt':
    case 'file':
    case 'suggestion':
    case 'before':
    case 'after':
      return of(({ kind }) => kind === meaning);
  }
}

function kindOf(schema: Readonly<Record<string, unknown>>): Parameter['takes'] {
  const types = typesOf(schema);
  if (types.length === 0 || types.includes('string')) return 'text';
  if (types.includes('array') && typesOf(record(schema['items'])).every((type) => type === 'string')) return 'texts';
  return 'other';
}

function typesOf({ type, anyOf, oneOf }: Readonly<Record<string, unknown>>): readonly unknown[] {
  const choices: unknown = anyOf ?? oneOf;
  return [...(Array.isArray(type) ? (type as unknown[]) : type === undefined ? [] : [type]), ...(Array.isArray(choices) ? choices.flatMap((choice) => typesOf(record(choice))) : [])];
}

/** A default, a constant, or the only value that is allowed. */
function fixedOf(schema: Readonly<Record<string, unknown>>): Parameter['fixed'] {
  if ('default' in schema) return { value: schema['default'] };
  if ('const' in schema) return { value: schema['const'] };
  const { enum: values } = schema;
  return Array.isArray(values) && values.length === 1 ? { value: values[0] as unknown } : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Also for a name like `__proto__`, which a server may have chosen. */
function set(values: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

function named(meaning: Meaning, ...names: readonly string[]): readonly (readonly [string, Meaning])[] {
  return names.map((name) => [name, meaning]);
}
