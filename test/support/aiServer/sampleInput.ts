interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly anyOf?: readonly Schema[];
}

/**
 * An input that fits a tool's JSON Schema: of each array one item for every value of the first enumeration in its items, else one item;
 * strings say the name of their property, numbers are the least ones allowed.
 */
export function sampleInput(schema: unknown, name = 'value'): unknown {
  const { type, properties, items, minimum, anyOf, ...rest } = schema as Schema;
  if (rest.const !== undefined) return rest.const;
  if (rest.enum) return rest.enum[0];
  if (anyOf) return sampleInput(anyOf[0], name);
  const kind = typeof type === 'string' ? type : type?.[0];
  if (kind === 'object' || properties) {
    return Object.fromEntries(Object.entries(properties ?? {}).map(([key, value]) => [key, sampleInput(value, key)]));
  }
  if (kind === 'array') return sampleItems(items ?? { type: 'string' }, name);
  if (kind === 'integer' || kind === 'number') return minimum ?? 1;
  if (kind === 'boolean') return false;
  return kind === 'null' ? null : `Sample ${name}`;
}

function sampleItems(items: Schema, name: string): unknown[] {
  const item = sampleInput(items, name);
  const [key, choice] = Object.entries(items.properties ?? {}).find(([, { enum: values }]) => values) ?? [];
  if (key === undefined || !choice?.enum) return [item];
  return choice.enum.map((value) => ({ ...(item as object), [key]: value }));
}
