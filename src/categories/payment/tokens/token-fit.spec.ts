import { describe, expect, it } from '@jest/globals';
import { connectorSchema } from '#connectors/definition.schemas.js';
import { tokenProblem } from './token-fit.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const SECONDS = NOW.getTime() / 1_000;

function at(limits: { pattern?: string; lifetime_s?: number; single_use?: boolean } = {}) {
  return { name: 'Vendor', connector: connectorSchema.parse({ limits: { token: limits } }) };
}

function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
}

describe('a payment token', () => {
  it.each([
    ['none', undefined],
    ['an opaque one', 'tok_abc'],
    ['a JWT with time left', jwt({ exp: SECONDS + 1 })],
    ['a JWT without times', jwt({ sub: 'card' })],
    ['a JWT of nothing', jwt(null)],
    ['dots around no JSON', 'a.b.c'],
  ])('is left to the vendor: %s', (_what, token) => {
    expect(tokenProblem(at(), token, NOW)).toBeUndefined();
  });

  it('is refused once its own time is over', () => {
    expect(tokenProblem(at(), jwt({ exp: SECONDS }), NOW)).toMatchObject({
      status: 422,
      errors: [{ field: 'token', code: 'expired' }],
    });
  });

  it('is refused once it is older than the vendor takes', () => {
    const taker = at({ lifetime_s: 300 });
    expect(tokenProblem(taker, jwt({ iat: SECONDS - 299 }), NOW)).toBeUndefined();
    expect(tokenProblem(taker, jwt({ iat: SECONDS - 300 }), NOW)).toMatchObject({
      errors: [{ field: 'token', code: 'expired' }],
    });
  });

  it('has to match the whole pattern of the connector, and never stands in the message', () => {
    const taker = at({ pattern: 'tok_[a-z0-9]{8}' });
    expect(tokenProblem(taker, 'tok_abcd1234', NOW)).toBeUndefined();
    const problem = tokenProblem(taker, 'tok_abcd1234-4111111111111111', NOW);
    expect(problem).toMatchObject({ errors: [{ field: 'token', code: 'invalid_token' }] });
    expect(JSON.stringify(problem?.errors)).not.toContain('4111');
  });
});
