import { describe, expect, it } from '@jest/globals';
import { Secret } from '#core/secret/secret.js';
import { looksSecret, withoutSecrets } from './audit-masking.js';

describe('withoutSecrets', () => {
  it('keeps what is not secret', () => {
    const value = { name: 'Hotel', count: 3, active: true, note: null, tags: ['a', 'b'] };

    expect(withoutSecrets(value)).toEqual(value);
  });

  it.each([undefined, null])('stores %s as null', (value) => {
    expect(withoutSecrets(value)).toBeNull();
  });

  it('drops secret fields at any depth', () => {
    expect(
      withoutSecrets({ auth_method: 'basic', extra: [{ server_key: 'abc', url: '/x' }] }),
    ).toEqual({ auth_method: 'basic', extra: [{ url: '/x' }] });
  });

  it('drops everything under a secret name but flags and masked forms', () => {
    const credentials = {
      server_key: { set: true, last4: 'abcd' },
      client_id: 'plain by mistake',
      pin_code: 1234,
      is_production: false,
      nested: { list: ['x'] },
    };

    expect(withoutSecrets({ credentials })).toEqual({
      credentials: {
        server_key: { set: true, last4: 'abcd' },
        is_production: false,
        nested: { list: [] },
      },
    });
  });

  it.each([
    { set: true, last4: 'longer than four' },
    { set: 'the secret', last4: 'abcd' },
    { set: true, value: 'abcd' },
    { last4: 'abcd' },
  ])('does not take %j for a masked form', (secret) => {
    expect(JSON.stringify(withoutSecrets({ secret }))).not.toMatch(/longer|the secret|abcd/);
  });

  it('drops wrapped secrets and bytes whatever their name', () => {
    expect(withoutSecrets({ note: new Secret('rahasia'), blob: Buffer.from('rahasia') })).toEqual(
      {},
    );
  });

  it('writes times and big integers as text', () => {
    expect(withoutSecrets({ at: new Date(0), amount: 10n })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      amount: '10',
    });
  });

  it('ends on a value that contains itself', () => {
    const value: Record<string, unknown> = { name: 'loop' };
    value['self'] = value;

    expect(withoutSecrets(value)).toMatchObject({ name: 'loop', self: { name: 'loop' } });
  });
});

describe('looksSecret', () => {
  it.each([
    'password',
    'password_hash',
    'newPassword',
    'client_secret',
    'Secret-Key',
    'server_key',
    'api_key',
    'access_token',
    'credentials_encrypted',
    'private_key_pem',
    'Authorization',
    'webhook_signature',
    'cvv',
    'key',
  ])('is true of %s', (name) => {
    expect(looksSecret(name)).toBe(true);
  });

  it.each([
    'name',
    'feature_key',
    'idempotency_key',
    'key_id',
    'prefix',
    'auth_method',
    'token_url',
    'shipping',
    'company',
    'scopes',
  ])('is false of %s', (name) => {
    expect(looksSecret(name)).toBe(false);
  });
});
