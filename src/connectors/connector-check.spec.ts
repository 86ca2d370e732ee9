import { afterAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { checkConnector, connectorJsonSchema } from './connector-check.js';
import { connectorSchema, type ConnectorInput } from './definition.schemas.js';
import { ExpressionEngine } from './expressions/expression-engine.js';

const engine = new ExpressionEngine({ workers: 1 });
afterAll(() => engine.close());

const label = { id: 'Kunci', en: 'Key' };
const sound: ConnectorInput = {
  credentials: [{ key: 'k', label, pattern: '[A-Z]+' }],
  rules: [{ field: 'k', when: "=credentials.k = 'X'", message: label }],
  base_urls: { default: { production: 'https://a.test', sandbox: 'https://b.test' } },
  auth: {
    scheme: 'oauth2_client_credentials',
    path: '/t',
    client_id: '=credentials.k',
    client_secret: 's',
  },
  operations: {
    create: { path: '/x', result: { status: '=body.s', status_map: 'refund' } },
    media: { method: 'GET', base: 'elsewhere', path: '=refs.url' },
    asset: { method: 'GET', base: 'elsewhere', path: 'https://cdn.test/x' },
  },
  methods: { qris: { code: 'QR' } },
  default_method: 'qris',
  status_maps: { refund: { ok: 'refunded' } },
  limits: { reference: { charset: 'A-Za-z0-9_-' } },
  webhook: {
    signature: { scheme: 'none' },
    secrets: ['k'],
    match: [{ events: [{ a: '=body.a' }] }],
  },
};

function problemsOf(change: Partial<ConnectorInput>) {
  return checkConnector(engine, connectorSchema.parse({ ...sound, ...change }));
}

describe('checkConnector', () => {
  it('finds nothing wrong with a sound connector, nor with an empty one', () => {
    expect(problemsOf({})).toEqual([]);
    expect(checkConnector(engine, connectorSchema.parse({}))).toEqual([]);
  });

  it.each<[string, Partial<ConnectorInput>, string]>([
    [
      'an expression that does not compile',
      { operations: { a: { path: '/x', ok: '=status = = 1' } } },
      'operations.a.ok',
    ],
    ['an unknown base', { operations: { a: { base: 'core', path: '/x' } } }, 'operations.a.base'],
    [
      'an unknown base under a composed path',
      { operations: { a: { base: 'core', path: "=('/x/' & refs.id)" } } },
      'operations.a.base',
    ],
    [
      'an unknown base of a step',
      { operations: { a: { steps: [{ name: 's', base: 'core', path: '/x' }] } } },
      'operations.a.steps.0.base',
    ],
    [
      'an unknown base of a token endpoint',
      { auth: { scheme: 'token', base: 'core', path: '/t', value: '=body.t' } },
      'auth.base',
    ],
    [
      'a rule over no credential',
      { rules: [{ field: 'x', when: '=true', message: label }] },
      'rules.0.field',
    ],
    [
      'a secret that is no credential',
      { webhook: { signature: { scheme: 'none' }, secrets: ['x'] } },
      'webhook.secrets.0',
    ],
    [
      'a pattern with look-ahead',
      { credentials: [{ key: 'k', label, pattern: '(?=a)a' }] },
      'credentials.0.pattern',
    ],
    [
      'two credentials of one name',
      {
        credentials: [
          { key: 'k', label },
          { key: 'k', label },
        ],
      },
      'credentials',
    ],
    ['an unknown default method', { default_method: 'ovo' }, 'default_method'],
    ['an unknown status map', { status_maps: {} }, 'operations.create.result.status_map'],
    [
      'a charset that is none',
      { limits: { reference: { charset: 'z-a' } } },
      'limits.reference.charset',
    ],
    [
      'two steps of one name',
      {
        operations: {
          a: {
            steps: [
              { name: 's', path: '/x' },
              { name: 's', path: '/y' },
            ],
          },
        },
      },
      'operations.a.steps',
    ],
  ])('finds %s', (_what, change, path) => {
    expect(problemsOf(change).map((problem) => problem.path)).toEqual([path]);
  });
});

describe('connectorJsonSchema', () => {
  it('accepts and refuses what the zod schema does', () => {
    const validate = new Ajv2020({ strict: false, formats: { uri: true } }).compile(
      connectorJsonSchema(),
    );
    expect(validate(sound)).toBe(true);
    expect(validate({ ...sound, auth: { scheme: 'magic' } })).toBe(false);
    expect(validate({ ...sound, unknown_key: 1 })).toBe(false);
  });
});
