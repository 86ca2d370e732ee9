/**
 * A delivery as it goes over the wire. Standard Webhooks 1.0 headers stand beside our own: receivers with a library
 * for that standard need nothing else.
 */
import { createHmac } from 'node:crypto';
import type { EndpointSecrets } from '../endpoints/endpoint-secrets.js';
import { toPublicEventId } from '../event-id.js';

export interface DeliveredEvent {
  readonly event_id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurred_at: Date;
}

export interface DeliveryRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const SECRET_PREFIX = 'whsec_';

/** Equal for every attempt at the same event: what is stored as jsonb comes back in one order. */
export function deliveryBody(event: DeliveredEvent): string {
  return JSON.stringify({
    id: toPublicEventId(event.event_id),
    event: event.event,
    data: event.data,
    occurred_at: event.occurred_at.toISOString(),
  });
}

/** @param secrets `previous` only while its overlap lasts */
export function toDeliveryRequest(
  event: DeliveredEvent,
  secrets: EndpointSecrets,
  now: Date,
): DeliveryRequest {
  const id = toPublicEventId(event.event_id);
  const body = deliveryBody(event);
  const timestamp = Math.floor(now.getTime() / 1_000).toString();
  const keys = [secrets.current, ...(secrets.previous === undefined ? [] : [secrets.previous])];
  const standard = keys.map((key) => `v1,${standardSignature(key, `${id}.${timestamp}.${body}`)}`);
  return {
    headers: {
      'Content-Type': 'application/json',
      'X-Hotel-Event': event.event,
      'X-Hotel-Signature': hotelSignature(secrets.current, body),
      ...(secrets.previous !== undefined && {
        'X-Hotel-Signature-Previous': hotelSignature(secrets.previous, body),
      }),
      'X-Hotel-Idempotency-Key': id,
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': standard.join(' '),
    },
    body: Buffer.from(body, 'utf8'),
  };
}

/** HMAC-SHA256 of the body in hex; the key is the secret as it was shown, prefix included. */
function hotelSignature(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body, 'utf8').digest('hex');
}

/** The key is what stands behind the prefix, base64-decoded. */
function standardSignature(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return createHmac('sha256', key).update(content, 'utf8').digest('base64');
}
