/** What a JSON Schema allows at a place of a document: keys and values, with what they mean; pure. */

export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly required?: readonly string[];
}

export interface Suggestion {
  readonly label: string;
  readonly description: string | undefined;
}

/** A key of an object, or the place in a list. */
export type Path = readonly (string | number)[];

/** Keys that may stand in the object at the path, except for those that do. */
export function keysAt(root: Schema, path: Path, present: readonly string[]): Suggestion[] {
  const found = new Map<string, string | undefined>();
  for (const schema of schemasAt(root, path)) {
    for (const [key, one] of Object.entries(schema.properties ?? {})) {
      if (!present.includes(key)) found.set(key, found.get(key) ?? descriptionOf(root, one));
    }
  }
  return [...found].map(([label, description]) => ({ label, description }));
}

/** Values that the place names one by one, written as JSON. */
export function valuesAt(root: Schema, path: Path): Suggestion[] {
  const values = schemasAt(root, path).flatMap((schema) => {
    if (schema.const !== undefined) return [schema.const];
    if (schema.type === 'boolean') return [true, false];
    return schema.enum ?? [];
  });
  return [...new Set(values.map((value) => JSON.stringify(value)))].map((label) => ({
    label,
    description: undefined,
  }));
}

/** Every schema that the place may go by: unions have several. */
function schemasAt(root: Schema, path: Path): Schema[] {
  return path.reduce<Schema[]>(
    (schemas, step) => schemas.flatMap((schema) => stepInto(root, schema, step)),
    branches(root, root),
  );
}

function stepInto(root: Schema, schema: Schema, step: string | number): Schema[] {
  if (typeof step === 'number') return schema.items ? branches(root, schema.items) : [];
  const known = schema.properties?.[step];
  if (known) return branches(root, known);
  const rest = schema.additionalProperties;
  return typeof rest === 'object' ? branches(root, rest) : [];
}

/** Depth is bounded, so that a schema that names itself ends. */
function branches(root: Schema, schema: Schema, depth = 0): Schema[] {
  if (depth > 8) return [];
  const target = resolved(root, schema);
  const parts = [...(target.anyOf ?? []), ...(target.oneOf ?? []), ...(target.allOf ?? [])];
  return [target, ...parts.flatMap((part) => branches(root, part, depth + 1))];
}

function resolved(root: Schema, schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  if (name === '#') return root;
  return name === undefined ? schema : (root.$defs?.[name] ?? {});
}

const descriptionOf = (root: Schema, schema: Schema): string | undefined =>
  schema.description ?? resolved(root, schema).description;
