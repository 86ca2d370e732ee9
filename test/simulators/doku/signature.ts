/** The signature of the vendor's own protocol: HMAC-SHA256 over up to five lines. */
import { createHash, createHmac } from 'node:crypto';

export interface SignedMessage {
  readonly clientId: string;
  readonly requestId: string;
  readonly timestamp: string;
  /** Answers name their time differently. */
  readonly timestampName?: 'Request-Timestamp' | 'Response-Timestamp';
  /** Path without host. */
  readonly target: string;
  /** Exact text of the body; absent for GET and DELETE. */
  readonly body?: string | undefined;
}

/** Base64 of the SHA-256 of the body's bytes. */
export function digestOf(body: string): string {
  return createHash('sha256').update(body, 'utf8').digest('base64');
}

export function componentText(message: SignedMessage): string {
  const { timestampName = 'Request-Timestamp', body } = message;
  return [
    `Client-Id:${message.clientId}`,
    `Request-Id:${message.requestId}`,
    `${timestampName}:${message.timestamp}`,
    `Request-Target:${message.target}`,
    ...(body === undefined ? [] : [`Digest:${digestOf(body)}`]),
  ].join('\n');
}

/** The value of the header `Signature`. */
export function signatureOf(message: SignedMessage, secret: string): string {
  return `HMACSHA256=${createHmac('sha256', secret).update(componentText(message)).digest('base64')}`;
}
