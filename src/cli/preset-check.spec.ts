import { afterAll, describe, expect, it } from '@jest/globals';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { checkPreset } from './preset-check.js';

const engine = new ExpressionEngine();
afterAll(() => engine.close());

function aPreset(change: Record<string, unknown> = {}): Record<string, unknown> {
  const localized = { id: 'Contoh', en: 'Example' };
  return {
    preset_id: 'example-page',
    version: 1,
    vendor: 'Example',
    display_name: 'Example page',
    category: 'payment',
    api_format: 'redirect_flow',
    description: localized,
    base_url_production: 'https://api.example.com',
    base_url_sandbox: 'https://sandbox.example.com',
    auth_method: 'none',
    supported_methods: [],
    capabilities: [],
    webhook_signature_method: 'none',
    default_currency: 'IDR',
    fees: [],
    docs_url: 'https://example.com/docs',
    indonesia_friendly: true,
    confidence: 'assumed',
    checked_on: '2025-01-01',
    setup: { id: ['Langkah'], en: ['Step'] },
    connector: aConnector('=request.reference'),
    ...change,
  };
}

function aConnector(reference: string): Record<string, unknown> {
  return {
    base_urls: {
      default: { production: 'https://api.example.com', sandbox: 'https://sandbox.example.com' },
    },
    operations: { create: { path: '/payments', body: { reference } } },
  };
}

const pathsOf = (json: unknown) => checkPreset(engine, json).problems.map(({ path }) => path);

describe('checkPreset', () => {
  it('finds nothing wrong with a good preset', () => {
    expect(checkPreset(engine, aPreset())).toEqual({ preset_id: 'example-page', problems: [] });
  });

  it('gives the path of a field of the wrong shape', () => {
    expect(pathsOf(aPreset({ version: 'one' }))).toEqual(['version']);
  });

  it('gives the path of a fee for a method that the connector lacks', () => {
    const fees = [
      { method: '*', percent: '1' },
      { method: 'barter', fixed: 1 },
    ];
    expect(pathsOf(aPreset({ fees }))).toEqual(['fees.1.method']);
  });

  it('gives the path of an expression that does not compile', () => {
    const [path] = pathsOf(aPreset({ connector: aConnector('=request.(') }));
    expect(path).toMatch(/^connector\.operations\.create\.body/);
  });

  it('refuses a format that the category does not have', () => {
    expect(pathsOf(aPreset({ api_format: 'teleport' }))).toEqual(['api_format']);
  });

  it('refuses a connector without an operation that its format needs', () => {
    expect(pathsOf(aPreset({ connector: { operations: {} } }))).toEqual([
      'connector.operations.create',
    ]);
  });

  it.each([[null], ['text'], [[]]])('refuses %j', (json) => {
    expect(pathsOf(json)).toHaveLength(1);
  });
});
