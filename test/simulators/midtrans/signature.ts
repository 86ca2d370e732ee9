import { createHash } from 'node:crypto';

/** `signature_key` of a notification: SHA-512 over four texts joined as they stand, in lower-case hex. */
export function signatureKey(parts: {
  orderId: string;
  statusCode: string;
  grossAmount: string;
  serverKey: string;
}): string {
  return createHash('sha512')
    .update(parts.orderId + parts.statusCode + parts.grossAmount + parts.serverKey)
    .digest('hex');
}
