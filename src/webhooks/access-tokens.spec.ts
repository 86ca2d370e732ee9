import { describe, expect, it } from '@jest/globals';
import { KeyRing } from '#core/vault/key-ring.js';
import { Vault } from '#core/vault/vault.js';
import type { Provider } from '#providers/provider.types.js';
import { AccessTokens } from './access-tokens.js';

const at = new Date('2026-11-20T08:00:00Z');
const after = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
const providerOf = (id: string) => ({ id }) as Provider;
const bank = providerOf('bank');

const tokensOf = (byte = 1): AccessTokens =>
  new AccessTokens(new Vault(new KeyRing({ current: Buffer.alloc(32, byte), previous: [] })));

describe('an access token', () => {
  it('is good for fifteen minutes, at every process that has the master key', () => {
    const { token, expires_in: expiresIn } = tokensOf().issue(bank, undefined, at);
    expect(expiresIn).toBe(900);
    expect(tokensOf().problemWith(bank, token, after(899))).toBeUndefined();
    expect(tokensOf().problemWith(bank, token, after(900))).toContain('no longer valid');
  });

  it.each([
    [60, 60],
    ['120', 120],
    [0, 900],
    ['soon', 900],
    [1_000_000, 900],
  ])('asked for %s seconds lasts %i', (asked, lasts) => {
    expect(tokensOf().issue(bank, asked, at).expires_in).toBe(lasts);
  });

  it('is good for the one it was given to', () => {
    const { token } = tokensOf().issue(bank, 900, at);
    expect(tokensOf().problemWith(providerOf('other'), token, at)).toContain('not one');
  });

  it('is not made by somebody else', () => {
    const { token } = tokensOf(2).issue(bank, 900, at);
    const changed = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
    const forgeries = [token, changed, 'kv1.00000000.AAAA', 'abc'];
    for (const one of forgeries) expect(tokensOf().problemWith(bank, one, at)).toContain('not one');
  });

  it.each([undefined, ''])('is missed when it is %j', (token) => {
    expect(tokensOf().problemWith(bank, token, at)).toContain('no access token');
  });
});
