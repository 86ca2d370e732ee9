/** Values that fit a JSON Schema of the API document, as far as a schema tells. */
import type { Dice } from '#test/fuzz/fuzz-dice.js';
import type { Json } from '#test/fuzz/mess.js';

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly minItems?: number;
}

/** Ids and slugs that the hub gave out, so that requests reach what exists. */
export type KnownIds = () => string;

const FORMATS: Readonly<Record<string, string>> = {
  email: 'tamu@example.com',
  uri: 'https://example.com/kembali',
  'date-time': '2026-11-21T08:00:00Z',
  date: '2026-11-21',
};
const WORDS = [
  'IDR',
  'payment.qris',
  'Budi',
  'KMR-101',
  'payment',
  '150000',
  'sandbox',
  'qris',
  'Kamar Deluxe',
];
const MAX_DEPTH = 6;

export class SchemaValues {
  private readonly dice: Dice;
  private readonly known: KnownIds;
  private readonly schemas: Readonly<Record<string, JsonSchema>>;

  constructor(dice: Dice, known: KnownIds, schemas: Readonly<Record<string, JsonSchema>>) {
    this.dice = dice;
    this.known = known;
    this.schemas = schemas;
  }

  of(schema: JsonSchema, depth = 0): Json {
    if (schema.$ref !== undefined) {
      return this.of(this.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, depth + 1);
    }
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return this.dice.pick(schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return this.of(this.dice.pick(choices), depth + 1);
    if (schema.allOf !== undefined) return this.merged(schema.allOf, depth);
    return this.byType(schema, depth);
  }

  private merged(parts: readonly JsonSchema[], depth: number): Json {
    const values = parts.map((part) => this.of(part, depth + 1));
    return Object.assign({}, ...values.filter((value) => typeof value === 'object')) as Json;
  }

  private byType(schema: JsonSchema, depth: number): Json {
    const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
    switch (type) {
      case 'object':
        return this.object(schema, depth);
      case 'array':
        return this.list(schema, depth);
      case 'integer':
      case 'number':
        return this.number(schema);
      case 'boolean':
        return this.dice.hits(0.5);
      case 'null':
        return null;
      case undefined:
        return this.dice.pick<Json>(WORDS);
      default:
        return this.text(schema);
    }
  }

  private object(schema: JsonSchema, depth: number): Json {
    const entries = Object.entries(schema.properties ?? {}).filter(
      ([key]) =>
        schema.required?.includes(key) === true || (depth < MAX_DEPTH && this.dice.hits(0.35)),
    );
    const value = Object.fromEntries(
      entries.map(([key, field]) => [key, this.of(field, depth + 1)]),
    );
    if (typeof schema.additionalProperties !== 'object' || depth >= MAX_DEPTH) return value;
    return { ...value, [this.dice.pick(WORDS)]: this.of(schema.additionalProperties, depth + 1) };
  }

  private list(schema: JsonSchema, depth: number): Json {
    const length = Math.max(
      schema.minItems ?? 0,
      depth < MAX_DEPTH ? Math.floor(this.dice.next() * 3) : 0,
    );
    return Array.from({ length }, () => this.of(schema.items ?? {}, depth + 1));
  }

  private number({ minimum, exclusiveMinimum, maximum, type }: JsonSchema): number {
    const low = Math.max(minimum ?? 0, (exclusiveMinimum ?? -1) + 1);
    const high = Math.min(maximum ?? 1_000_000, low + 1_000_000);
    const value = low + this.dice.next() * (high - low);
    return type === 'integer' ? Math.floor(value) : value;
  }

  private text(schema: JsonSchema): string {
    if (schema.format === 'uuid') return this.known();
    const fitting = schema.format === undefined ? undefined : FORMATS[schema.format];
    const text = fitting ?? this.dice.pick(WORDS);
    return text.slice(0, schema.maxLength ?? text.length).padEnd(schema.minLength ?? 0, 'x');
  }
}
