/** Signatures of the standard. White space between JSON tokens does not count, everything else does. */
import { createHash, createHmac, createSign, createVerify, timingSafeEqual } from 'node:crypto';

export interface SignedCall {
  readonly method: string;
  readonly path: string;
  /** Present in the symmetric variant alone. */
  readonly token?: string;
  readonly body: string;
  readonly timestamp: string;
}

export function textToSign({ method, path, token, body, timestamp }: SignedCall): string {
  const digest = createHash('sha256').update(withoutGaps(body)).digest('hex');
  return [method, path, ...(token === undefined ? [] : [token]), digest, timestamp].join(':');
}

export function hmacSignature(text: string, secret: string, encoding: 'base64' | 'hex'): string {
  return createHmac('sha512', secret).update(text).digest(encoding);
}

export function rsaSignature(text: string, privateKey: string): string {
  return createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
}

export function isRsaSignature(text: string, publicKey: string, signature: string): boolean {
  return createVerify('RSA-SHA256').update(text).verify(publicKey, signature, 'base64');
}

export function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** Removes white space outside texts; a text is a run between quotes in which a backslash hides the next character. */
function withoutGaps(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/gs, (_all, text: string | undefined) => text ?? '');
}
