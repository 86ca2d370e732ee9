/** Signatures of the national open-API standard, as this vendor uses them. */
import { createHash, createHmac, sign, verify, type KeyObject } from 'node:crypto';

export interface SnapMessage {
  readonly method: string;
  /** Path without host. */
  readonly path: string;
  readonly token: string;
  /** Exact text of the body, which this vendor writes without white space. */
  readonly body: string;
  readonly timestamp: string;
}

/** HMAC-SHA512 with the token inside, in base64. */
export function transactionSignature(message: SnapMessage, secret: string): string {
  const hash = createHash('sha256').update(message.body, 'utf8').digest('hex');
  const { method, path, token, timestamp } = message;
  return createHmac('sha512', secret)
    .update(`${method}:${path}:${token}:${hash}:${timestamp}`)
    .digest('base64');
}

/** RSA-SHA256 of `clientId|timestamp`, in base64: how a token is asked for. */
export function tokenSignature(clientId: string, timestamp: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(`${clientId}|${timestamp}`), key).toString('base64');
}

export function isTokenSignature(
  asked: { readonly clientId: string; readonly timestamp: string; readonly signature: string },
  key: KeyObject,
): boolean {
  const text = Buffer.from(`${asked.clientId}|${asked.timestamp}`);
  return verify('sha256', text, key, Buffer.from(asked.signature, 'base64'));
}
