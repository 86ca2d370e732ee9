import { describe, expect, it } from '@jest/globals';
import { connectorSchema, type ConnectorInput } from '../definition.schemas.js';
import { fitReference } from './fit-reference.js';

function fit(reference: string, rule?: NonNullable<ConnectorInput['limits']>['reference']): string {
  return fitReference(reference, connectorSchema.parse({ limits: { reference: rule } }).limits);
}

describe('fitReference', () => {
  it('leaves a fitting reference alone', () => {
    expect(fit('HTL-2025_0001', { max_length: 20 })).toBe('HTL-2025_0001');
    expect(fit('anything goes/here')).toBe('anything goes/here');
  });

  it.each([
    [{ max_length: 20 }, /^[A-Za-z0-9_-]{20}$/],
    [{ max_length: 16, charset: 'A-Z0-9' }, /^[A-Z0-9]{9,16}$/],
    [{ max_length: 16, charset: '0-9' }, /^\d{8,16}$/],
  ])('cuts and cleans to %j', (rule, shape) => {
    expect(fit('Pemesanan/2026/11/kamar deluxe no 0001', rule)).toMatch(shape);
  });

  it('keeps references apart that only differ in what is cut or cleaned', () => {
    const long = 'a'.repeat(40);
    expect(fit(`${long}1`, { max_length: 20 })).not.toBe(fit(`${long}2`, { max_length: 20 }));
    expect(fit('a/b', {})).not.toBe(fit('a b', {}));
    expect(fit('a/b', {})).not.toBe(fit('a-b', {}));
  });

  it('gives the same answer each time', () => {
    expect(fit('a/b', {})).toBe(fit('a/b', {}));
  });
});
