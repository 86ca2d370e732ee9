import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { KeyRing } from '#core/vault/key-ring.js';
import { Vault } from '#core/vault/vault.js';
import { ProbeTokens } from './probe-tokens.js';

function setUp() {
  const clock = { at: 1_000_000, now: () => new Date(clock.at) };
  const vault = new Vault(new KeyRing({ current: randomBytes(32), previous: [] }));
  return { clock, vault, tokens: new ProbeTokens(vault, clock) };
}

describe('probe tokens', () => {
  it('give their nonce to the hub that made them', () => {
    const { tokens } = setUp();
    const { token, nonce } = tokens.make();
    expect(tokens.read(token)).toBe(nonce);
  });

  it('mean nothing to another hub', () => {
    expect(setUp().tokens.read(setUp().tokens.make().token)).toBeUndefined();
  });

  it('end after a minute', () => {
    const { tokens, clock } = setUp();
    const { token } = tokens.make();
    clock.at += 60_001;
    expect(tokens.read(token)).toBeUndefined();
  });

  it.each(['', 'hello', 'kv1.00000000.AAAA'])('are not made up: %j', (token) => {
    expect(setUp().tokens.read(token)).toBeUndefined();
  });

  it('are not taken for what was sealed for another purpose', () => {
    const { tokens, vault } = setUp();
    expect(tokens.read(vault.seal('{"nonce":"x","at":1000000}', 'provider:1'))).toBeUndefined();
  });
});
