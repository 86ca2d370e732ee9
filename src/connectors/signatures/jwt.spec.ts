import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { signJwt, verifyJwt, type JwtAlgorithm } from './jwt.js';

const now = new Date('2026-11-20T08:00:00Z');
const nowS = now.getTime() / 1000;

function pemPair(algorithm: JwtAlgorithm): { key: string; publicKey: string } {
  const pair =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : algorithm === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    key: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: pair.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

describe('verifyJwt', () => {
  it('accepts the HS256 example of RFC 7515 appendix A.1', () => {
    const token =
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const key = Buffer.from(
      'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
      'base64url',
    );
    const verdict = verifyJwt(token, {
      key: key as unknown as string,
      algorithms: ['HS256'],
      now: new Date(1_300_819_000_000),
    });
    expect(verdict).toMatchObject({ ok: true, claims: { iss: 'joe' } });
  });

  it.each<JwtAlgorithm>(['RS256', 'PS256', 'ES256', 'EdDSA'])(
    'reads back what %s signed',
    (algorithm) => {
      const { key, publicKey } = pemPair(algorithm);
      const token = signJwt({ sub: 'hotel', exp: nowS + 60 }, { algorithm, key, keyId: 'k1' });
      expect(verifyJwt(token, { key: publicKey, algorithms: [algorithm], now })).toMatchObject({
        ok: true,
        claims: { sub: 'hotel' },
      });
      const tampered = token.replace(
        /\.[^.]+\./,
        `.${Buffer.from('{"sub":"x"}').toString('base64url')}.`,
      );
      expect(verifyJwt(tampered, { key: publicKey, algorithms: [algorithm], now }).ok).toBe(false);
    },
  );

  it.each([
    ['an algorithm that is not allowed', { alg: 'none' }, {}],
    ['an expired token', { alg: 'HS256' }, { exp: nowS - 61 }],
    ['a token that is not valid yet', { alg: 'HS256' }, { nbf: nowS + 61 }],
  ])('refuses %s', (_what, header, claims) => {
    const signed = signJwt(claims, { algorithm: 'HS256', key: 'secret' });
    const head = Buffer.from(JSON.stringify(header)).toString('base64url');
    const token = header.alg === 'none' ? signed.replace(/^[^.]+/, head) : signed;
    expect(verifyJwt(token, { key: 'secret', algorithms: ['HS256'], now }).ok).toBe(false);
  });

  it('never takes a public key for an HMAC secret', () => {
    const { publicKey } = pemPair('RS256');
    const forged = signJwt({ sub: 'x' }, { algorithm: 'HS256', key: publicKey });
    expect(verifyJwt(forged, { key: publicKey, algorithms: ['RS256'], now }).ok).toBe(false);
  });

  it.each(['', 'a.b', 'a.b.c.d', '!.!.!'])('refuses what is no JWT: "%s"', (token) => {
    expect(verifyJwt(token, { key: 'secret', algorithms: ['HS256'], now }).ok).toBe(false);
  });
});
