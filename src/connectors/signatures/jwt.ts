/** JSON Web Tokens in compact form (RFC 7515, 7518, 7519; EdDSA by RFC 8037). */
import { constants, createHmac, sign, verify, type KeyObject } from 'node:crypto';
import { equalInConstantTime } from './constant-time.js';
import { privateKeyFrom, publicKeyFrom } from './keys.js';

export type JwtAlgorithm = 'HS256' | 'HS384' | 'HS512' | 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
export type JwtClaims = Record<string, unknown>;

const HMAC_DIGESTS: Partial<Record<JwtAlgorithm, string>> = {
  HS256: 'sha256',
  HS384: 'sha384',
  HS512: 'sha512',
};
const KEY_TYPES: Partial<Record<JwtAlgorithm, string>> = {
  RS256: 'rsa',
  PS256: 'rsa',
  ES256: 'ec',
  EdDSA: 'ed25519',
};
/** Clocks differ; this much is forgiven for `exp` and `nbf`. */
const CLOCK_SKEW_S = 60;

export interface JwtSignOptions {
  readonly algorithm: JwtAlgorithm;
  /** Shared secret for HS*, private key otherwise. */
  readonly key: string;
  readonly keyId?: string;
}

/** @throws Error when the key can't be read or does not fit the algorithm */
export function signJwt(claims: JwtClaims, options: JwtSignOptions): string {
  const { algorithm, keyId } = options;
  const header = { alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) };
  const input = `${encodePart(header)}.${encodePart(claims)}`;
  return `${input}.${signatureOf(input, options).toString('base64url')}`;
}

export type JwtVerdict =
  | { readonly ok: true; readonly claims: JwtClaims }
  | { readonly ok: false; readonly reason: string };

export interface JwtVerifyOptions {
  readonly key: string;
  readonly algorithms: readonly JwtAlgorithm[];
  readonly now: Date;
}

/**
 * Checks signature, algorithm, `exp` and `nbf`. The algorithm is taken from our list, never on the
 * token's word alone.
 */
export function verifyJwt(token: string, options: JwtVerifyOptions): JwtVerdict {
  const [head, body, mark, ...rest] = token.split('.');
  if (head === undefined || body === undefined || mark === undefined || rest.length > 0) {
    return { ok: false, reason: 'the token is not a JWT' };
  }
  const header = decodePart(head);
  const claims = decodePart(body);
  if (!header || !claims) return { ok: false, reason: 'the token is not a JWT' };
  const algorithm = options.algorithms.find((allowed) => allowed === header['alg']);
  if (!algorithm) return { ok: false, reason: 'the token uses an algorithm that is not allowed' };
  if (!isSignedBy(`${head}.${body}`, Buffer.from(mark, 'base64url'), algorithm, options.key)) {
    return { ok: false, reason: `the token's ${algorithm} signature did not match` };
  }
  return checkTimes(claims, options.now);
}

function checkTimes(claims: JwtClaims, now: Date): JwtVerdict {
  const nowS = now.getTime() / 1000;
  const { exp, nbf } = claims;
  if (typeof exp === 'number' && exp + CLOCK_SKEW_S < nowS) {
    return { ok: false, reason: 'the token has expired' };
  }
  if (typeof nbf === 'number' && nbf - CLOCK_SKEW_S > nowS) {
    return { ok: false, reason: 'the token is not valid yet' };
  }
  return { ok: true, claims };
}

function signatureOf(input: string, options: JwtSignOptions): Buffer {
  const digest = HMAC_DIGESTS[options.algorithm];
  if (digest !== undefined) return createHmac(digest, options.key).update(input).digest();
  const key = privateKeyFrom(options.key);
  assertKeyType(key, options.algorithm);
  return sign(digestOf(options.algorithm), Buffer.from(input), keyInput(key, options.algorithm));
}

function isSignedBy(
  input: string,
  mark: Buffer,
  algorithm: JwtAlgorithm,
  keyText: string,
): boolean {
  const digest = HMAC_DIGESTS[algorithm];
  if (digest !== undefined) {
    return equalInConstantTime(createHmac(digest, keyText).update(input).digest(), mark);
  }
  const key = publicKeyFrom(keyText);
  assertKeyType(key, algorithm);
  return verify(digestOf(algorithm), Buffer.from(input), keyInput(key, algorithm), mark);
}

function assertKeyType(key: KeyObject, algorithm: JwtAlgorithm): void {
  if (key.asymmetricKeyType !== KEY_TYPES[algorithm]) {
    throw new Error(`${algorithm} needs a key of type ${String(KEY_TYPES[algorithm])}`);
  }
}

function digestOf(algorithm: JwtAlgorithm): string | null {
  return algorithm === 'EdDSA' ? null : 'sha256';
}

function keyInput(key: KeyObject, algorithm: JwtAlgorithm) {
  if (algorithm === 'ES256') return { key, dsaEncoding: 'ieee-p1363' as const };
  if (algorithm !== 'PS256') return key;
  return {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
}

function encodePart(value: JwtClaims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decodePart(text: string): JwtClaims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as JwtClaims) : undefined;
  } catch {
    return undefined;
  }
}
