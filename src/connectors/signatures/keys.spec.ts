import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { privateKeyFrom, publicKeyFrom } from './keys.js';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const bare = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\n/g, '');
const privatePem = (type: 'pkcs1' | 'pkcs8') =>
  pair.privateKey.export({ type, format: 'pem' }).toString();
const publicPem = (type: 'pkcs1' | 'spki') =>
  pair.publicKey.export({ type, format: 'pem' }).toString();

const PRIVATE_FORMS: readonly (readonly [string, string])[] = [
  ['PKCS#8 in PEM', privatePem('pkcs8')],
  ['PKCS#1 in PEM', privatePem('pkcs1')],
  ['PKCS#8 without header lines', bare(privatePem('pkcs8'))],
  ['PKCS#1 without header lines', bare(privatePem('pkcs1'))],
  ['PEM in one line', privatePem('pkcs8').replaceAll('\n', '\\n')],
];
const PUBLIC_FORMS: readonly (readonly [string, string])[] = [
  ['SPKI in PEM', publicPem('spki')],
  ['PKCS#1 in PEM', publicPem('pkcs1')],
  ['SPKI without header lines', bare(publicPem('spki'))],
  ['PKCS#1 without header lines', bare(publicPem('pkcs1'))],
];

describe('a key as people paste it', () => {
  it.each(PRIVATE_FORMS)('signs when it is private, as %s', (_form, text) => {
    const signature = sign('sha256', Buffer.from('x'), privateKeyFrom(text));
    expect(verify('sha256', Buffer.from('x'), pair.publicKey, signature)).toBe(true);
  });

  it.each(PUBLIC_FORMS)('verifies when it is public, as %s', (_form, text) => {
    const signature = sign('sha256', Buffer.from('x'), pair.privateKey);
    expect(verify('sha256', Buffer.from('x'), publicKeyFrom(text), signature)).toBe(true);
  });

  it('is refused when it is no key', () => {
    expect(() => privateKeyFrom('bm90IGEga2V5')).toThrow();
    expect(() => publicKeyFrom('bm90IGEga2V5')).toThrow();
  });
});
