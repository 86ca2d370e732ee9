import { describe, expect, it } from '@jest/globals';
import { keysAt, type Schema, valuesAt } from './schema-walk';

const SCHEMA: Schema = {
  $defs: {
    step: {
      properties: {
        method: { enum: ['GET', 'POST'], description: 'HTTP method.' },
        idempotent: { type: 'boolean' },
        next: { $ref: '#/$defs/step' },
      },
    },
  },
  properties: {
    operations: {
      description: 'Named requests.',
      additionalProperties: {
        anyOf: [
          { $ref: '#/$defs/step' },
          { properties: { steps: { items: { $ref: '#/$defs/step' } } } },
        ],
      },
    },
    auth: { oneOf: [{ properties: { scheme: { const: 'none' } } }] },
  },
};

describe('suggestions out of a schema', () => {
  it('are the keys of the object that are not there yet, with what they mean', () => {
    expect(keysAt(SCHEMA, [], ['auth'])).toEqual([
      { label: 'operations', description: 'Named requests.' },
    ]);
  });

  it('follow references, unions, made-up names and lists', () => {
    const labels = (path: (string | number)[]) => keysAt(SCHEMA, path, []).map((s) => s.label);
    expect(labels(['operations', 'create'])).toEqual(['method', 'idempotent', 'next', 'steps']);
    expect(labels(['operations', 'create', 'steps', 0])).toEqual(['method', 'idempotent', 'next']);
  });

  it('are the values that are named', () => {
    const labels = (path: string[]) => valuesAt(SCHEMA, path).map(({ label }) => label);
    expect(labels(['operations', 'create', 'method'])).toEqual(['"GET"', '"POST"']);
    expect(labels(['operations', 'create', 'idempotent'])).toEqual(['true', 'false']);
    expect(labels(['auth', 'scheme'])).toEqual(['"none"']);
  });

  it('are none where the schema knows nothing', () => {
    expect(keysAt(SCHEMA, ['nowhere', 3], [])).toEqual([]);
    expect(valuesAt(SCHEMA, ['nowhere'])).toEqual([]);
  });
});
