/** Keys as people paste them: PEM, PEM with `\n` written out, bare base64 of either ASN.1 form, raw Ed25519. */
import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';

const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const CACHE_LIMIT = 200;
const publicKeys = new Map<string, KeyObject>();

/**
 * Parsing costs far more than verifying, so public keys are kept; they are no secret.
 *
 * @throws Error when the text is no key
 */
export function publicKeyFrom(text: string): KeyObject {
  const known = publicKeys.get(text);
  if (known) return known;
  const key = parsePublicKey(unescapeNewlines(text));
  if (publicKeys.size >= CACHE_LIMIT) publicKeys.clear();
  publicKeys.set(text, key);
  return key;
}

/** @throws Error when the text is no key */
export function privateKeyFrom(text: string): KeyObject {
  const pem = unescapeNewlines(text);
  if (pem.includes('-----BEGIN')) return createPrivateKey(pem);
  const key = Buffer.from(pem, 'base64');
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch {
    return createPrivateKey({ key, format: 'der', type: 'pkcs1' });
  }
}

/**
 * The key of an HMAC. Texts go to Node as they are and bytes as a key object: a bare buffer takes it six times as
 * long (51 against 8 microseconds).
 *
 * @returns undefined for an empty key, with which anybody could sign
 */
export function secretKeyFrom(
  text: string,
  encoding: 'utf8' | 'hex' | 'base64',
): string | KeyObject | undefined {
  if (encoding === 'utf8') return text === '' ? undefined : text;
  const bytes = Buffer.from(text, encoding);
  return bytes.length === 0 ? undefined : createSecretKey(bytes);
}

function parsePublicKey(text: string): KeyObject {
  if (text.includes('-----BEGIN')) return createPublicKey(text);
  const der = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  const spki = der.length === 32 ? Buffer.concat([ED25519_SPKI_PREFIX, der]) : der;
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    return createPublicKey({ key: spki, format: 'der', type: 'pkcs1' });
  }
}

function unescapeNewlines(text: string): string {
  return text.replaceAll('\\n', '\n').trim();
}
